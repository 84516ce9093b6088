import { askOnce, BoundedCache } from '../bounded-cache';
import type { Http, HttpRequest } from '../environment';
import type { Wsdl } from './model';
import { readWsdl } from './wsdl-reader';

/** WSDLs kept at the same time: far more than a run has. */
const MOST_WSDLS = 100;

/**
 * Keeps the WSDLs of a run, so that each is fetched and read once, also by calls that go on at
 * the same time. One that could not be read is asked for again.
 */
export class WsdlCache {
	private readonly wsdls = new BoundedCache<string, Promise<Wsdl>>(MOST_WSDLS);

	/**
	 * @param request http or https address of the WSDL, headers, timeout and the like; other
	 * headers may get another WSDL
	 * @param http makes the calls, for it and for what it imports
	 * @throws SoapError for a WSDL that cannot be fetched, read or used
	 */
	async read(request: HttpRequest, http: Http): Promise<Wsdl> {
		const question = JSON.stringify([request.url, request.headers, request.proxy]);
		return await askOnce(this.wsdls, question, async () => await readWsdl(request, http));
	}
}

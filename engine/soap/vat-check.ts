import type { Http, HttpRequest } from '../environment';
import { decodeBody } from '../http';
import { buildEnvelope } from './envelope';
import { findOperation } from './find-operation';
import { bodyOf, faultIn, notSoap, readSoapAnswer } from './soap-answer';
import { SoapError } from './soap-error';
import { WsdlCache } from './wsdl-cache';

/** The VAT Information Exchange System of the European Commission. */
const VIES_WSDL = 'https://ec.europa.eu/taxation_customs/vies/checkVatService.wsdl';

/** What VIES is asked with. */
interface VatCheckOptions {
	/** Address of the WSDL; default: VIES itself. */
	wsdlUrl?: string;
	/** WSDLs that were read before. */
	wsdls?: WsdlCache;
	/** Milliseconds until a call is given up. */
	timeout?: number;
}

/**
 * Asks the VIES service whether a VAT number of the European Union is valid.
 *
 * @param country two letters, `EL` or `GR` for Greece
 * @param number the number, with or without the country before it, spaces and points
 * @param http makes the calls
 * @returns whether the member state knows the number as valid
 * @throws SoapFault with VIES's own code, such as `MS_UNAVAILABLE`: nothing is known then;
 * SoapError where VIES cannot be asked
 */
export async function checkVatNumber(
	country: string,
	number: string,
	http: Http,
	{ wsdlUrl = VIES_WSDL, wsdls = new WsdlCache(), timeout }: VatCheckOptions = {},
): Promise<boolean> {
	const request: HttpRequest = {
		method: 'GET',
		url: wsdlUrl,
		headers: {},
		...(timeout === undefined ? {} : { timeout }),
	};
	const wsdl = await wsdls.read(request, http);
	const operation = findOperation(wsdl, 'checkVat');
	const message = buildEnvelope(wsdl, operation, vatParameters(country, number), {
		compatibility: 'native',
		warn: () => undefined,
	});
	const response = await http({
		...request,
		method: 'POST',
		url: operation.address,
		headers: message.headers,
		body: message.body,
	});
	const text = decodeBody(response, () => undefined);
	const body = bodyOf(text);
	if (body === undefined) {
		throw new SoapError(
			`VIES did not answer the question, HTTP ${response.status}: ${notSoap(text).message}`,
		);
	}
	const fault = faultIn(wsdl, body);
	if (fault !== undefined) throw fault;
	const { value } = readSoapAnswer(wsdl, operation, body, 'native');
	const valid = value instanceof Map ? value.get('valid') : undefined;
	if (typeof valid === 'boolean') return valid;
	throw new SoapError('VIES answered, but not whether the number is valid');
}

function vatParameters(
	country: string,
	number: string,
): { countryCode: string; vatNumber: string } {
	const written = country.trim().toUpperCase();
	const countryCode = written === 'GR' ? 'EL' : written;
	const packed = number.replace(/[\s.-]/g, '').toUpperCase();
	const before = [countryCode, written].find(
		(prefix) => prefix !== '' && packed.startsWith(prefix),
	);
	return { countryCode, vatNumber: before === undefined ? packed : packed.slice(before.length) };
}

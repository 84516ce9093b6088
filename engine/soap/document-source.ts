import { thrownError } from '../thrown-error';
import type { Http, HttpRequest, HttpResponse } from '../environment';
import { connectionFailure, decodeBody, displayUrl, redirectTarget } from '../http';
import { withoutDoctype } from './doctype';
import { SoapError } from './soap-error';
import { readElements, type NamedElement } from './xml-elements';

/** Far above what services need; a limit against documents made to harm. */
const MAX_DOCUMENTS = 200;
const MAX_LENGTH = 10_000_000;
const MAX_TOTAL_LENGTH = 30_000_000;
const MAX_REDIRECTS = 5;

/** What cannot be read: a page for people, something that is no XML at all, or broken XML. */
export interface UnreadableDocument {
	kind: 'page' | 'notXml' | 'brokenXml';
	error: SoapError;
}

type ParsedDocument =
	| { root: NamedElement; unreadable?: undefined }
	| { root?: undefined; unreadable: UnreadableDocument };

/** A document that was fetched. */
type FetchedDocument = ParsedDocument & {
	/** Its address, after redirects. */
	url: string;
	/** Its length in bytes or characters, as received. */
	length: number;
};

/** Fetches the documents of a WSDL within limits, each once. */
export class DocumentSource {
	private readonly fetched = new Map<string, FetchedDocument>();
	private totalLength = 0;

	/**
	 * @param request of the WSDL; its headers go to the host of the WSDL alone
	 * @param http makes the calls
	 */
	constructor(
		private readonly request: HttpRequest,
		private readonly http: Http,
		private readonly warn: (text: string) => void,
	) {}

	/**
	 * @param url of the document
	 * @param from the document that imports it; undefined for the WSDL itself
	 * @throws SoapError: it cannot be fetched, its address is neither http nor https, redirects to
	 * another host, more than the limits allow
	 */
	async document(url: string, from: string | undefined): Promise<FetchedDocument> {
		const known = this.fetched.get(url);
		if (known !== undefined) {
			// A schema without namespace is read again for each that includes it.
			this.count(known.length, url);
			return known;
		}
		if (this.fetched.size >= MAX_DOCUMENTS) {
			throw new SoapError(
				`The WSDL ${displayUrl(this.request.url)} imports more than ${MAX_DOCUMENTS} documents, probably in a loop`,
			);
		}
		const { response, url: found } = await this.response(url, from);
		const { length } = response.body;
		this.count(length, found);
		const text = decodeBody(response, () => undefined);
		const document = { url: found, length, ...this.parsed(text, found, from) };
		this.fetched.set(url, document);
		return document;
	}

	private count(length: number, url: string): void {
		this.totalLength += length;
		if (length <= MAX_LENGTH && this.totalLength <= MAX_TOTAL_LENGTH) return;
		const limit = length > MAX_LENGTH ? MAX_LENGTH : MAX_TOTAL_LENGTH;
		const what = length > MAX_LENGTH ? 'is' : 'and what was imported before are';
		throw new SoapError(
			`${displayUrl(url)} ${what} larger than ${limit / 1_000_000} MB and not read`,
		);
	}

	private parsed(text: string, url: string, from: string | undefined): ParsedDocument {
		if (isHtml(text)) {
			const error = new SoapError(`${displayUrl(url)} is an HTML page`);
			return { unreadable: { kind: 'page', error } };
		}
		try {
			return { root: readElements(from === undefined ? text : this.plain(text, url)) };
		} catch (cause) {
			const instead = notXml(text);
			const error = new SoapError(
				`${displayUrl(url)} cannot be read as ${from === undefined ? 'a WSDL' : 'a schema'}: ${instead ?? thrownError(cause).message}`,
				{ cause },
			);
			return { unreadable: { kind: instead === undefined ? 'brokenXml' : 'notXml', error } };
		}
	}

	/** A schema that was published with its DTD, as XML Signature's. */
	private plain(text: string, url: string): string {
		const plain = withoutDoctype(text);
		if (plain !== text) this.warn(`The DOCTYPE of ${displayUrl(url)} is not read`);
		return plain;
	}

	private async response(
		url: string,
		from: string | undefined,
	): Promise<{ response: HttpResponse; url: string }> {
		let at = url;
		for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
			const response = await this.answered(at, from);
			const target = redirectTarget(response);
			if (target === undefined) return { response, url: at };
			const next = absolute(target, at);
			refuseOtherHost(at, next);
			at = next;
		}
		throw new SoapError(`${displayUrl(url)} redirects more than ${MAX_REDIRECTS} times`);
	}

	private async answered(url: string, from: string | undefined): Promise<HttpResponse> {
		if (!/^https?:\/\//i.test(url)) {
			const importer = from === undefined ? '' : `, imported by ${displayUrl(from)},`;
			throw new SoapError(
				`${displayUrl(url)}${importer} is not read: documents must come from http:// or https:// addresses`,
			);
		}
		const headers = isSameHost(url, this.request.url) ? this.request.headers : {};
		const request = { ...this.request, headers, method: 'GET', url, followRedirects: false };
		const response = await this.http(request).catch((cause: unknown) => {
			throw from === undefined ? cause : new WsdlUnavailable(url, from, { cause });
		});
		if (response.status < 400) return response;
		throw new WsdlUnavailable(url, from, response);
	}
}

const NO_ANSWER = 'no answer came';

/** A document that the server does not give. */
export class WsdlUnavailable extends SoapError {
	/** HTTP status; undefined where no answer came. */
	readonly status?: number;

	/**
	 * @param url its address
	 * @param from the document that imports it; undefined for the WSDL itself
	 * @param answer the status of the answer, or what the call failed with
	 */
	constructor(
		url: string,
		from: string | undefined,
		{ status, cause }: { status?: number; cause?: unknown },
	) {
		const what =
			from === undefined
				? `The WSDL ${displayUrl(url)}`
				: `The document ${displayUrl(url)}, imported by ${displayUrl(from)},`;
		const why = status === undefined ? unanswered(cause) : `HTTP ${status}`;
		super(`${what} cannot be fetched, ${why}: ${advice(from, status)}`, { cause });
		this.name = 'WsdlUnavailable';
		this.status = status;
	}
}

function unanswered(cause: unknown): string {
	const { text } = connectionFailure(cause);
	return text.startsWith(NO_ANSWER) ? text : `${NO_ANSWER}, ${text}`;
}

function advice(from: string | undefined, status: number | undefined): string {
	if (status === 401 || status === 403) {
		return 'the server requires other credentials: check wsuser and wspass';
	}
	return from === undefined
		? 'check the address in wsurl'
		: 'the WSDL names an address that cannot be reached from here';
}

/** How much is shown of a text that is not XML. */
const SHOWN = 40;

/** What a text is that does not even begin as XML; undefined for one that does. */
function notXml(text: string): string | undefined {
	const start = text.trim();
	if (start === '') return 'it is empty';
	if (start.startsWith('<')) return undefined;
	const shown = start.slice(0, SHOWN).replace(/[<>\s]/g, ' ');
	return `it is not XML, but begins with "${shown}${start.length > SHOWN ? '…' : ''}"`;
}

function isHtml(text: string): boolean {
	const start = text.slice(0, 5000).replace(/^\uFEFF?(?:\s+|<\?[^>]*>|<!--[^]*?-->)*/, '');
	return /^<(?:!doctype\s+html|html|head|body)\b/i.test(start);
}

/** An import's location as an address. @throws SoapError for anything else */
export function absolute(location: string, base: string): string {
	const written = location.trim();
	if (!URL.canParse(written, base)) {
		throw new SoapError(`"${location}", imported by ${displayUrl(base)}, is not an address`);
	}
	const url = new URL(written, base);
	url.hash = '';
	return url.href;
}

/** Whether what is secret for one address may go to another: the same server, or safer. */
function isSameHost(url: string, start: string): boolean {
	const [to, own] = [new URL(url), new URL(start)];
	const isUpgrade = to.protocol === 'https:' && own.protocol === 'http:';
	return to.origin === own.origin || (isUpgrade && to.hostname === own.hostname);
}

function refuseOtherHost(from: string, to: string): void {
	const isDowngrade = from.startsWith('https:') && !to.startsWith('https:');
	const isWeb = /^https?:/i.test(to) && !isDowngrade;
	if (isWeb && new URL(to).hostname === new URL(from).hostname) return;
	throw new SoapError(
		`${displayUrl(from)} redirects to another host or protocol, ${displayUrl(to)}, which is not followed. If that address is correct, enter it as wsurl`,
	);
}

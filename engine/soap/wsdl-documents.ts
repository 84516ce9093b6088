import type { Http, HttpRequest, HttpResponse } from '../environment';
import { bodyText } from '../http';
import { SoapError } from './soap-error';
import { childrenOf, NAMESPACES, readElements, type NamedElement } from './xml-elements';

/** A schema, and the namespace that its components are in. */
export interface SchemaDocument {
	schema: NamedElement;
	namespace: string;
}

/** A WSDL and everything that it imports and includes. */
export interface WsdlDocuments {
	/** Address of the WSDL itself, after redirects. */
	url: string;
	definitions: NamedElement[];
	schemas: SchemaDocument[];
}

/** Far above what services need; a limit against documents made to harm. */
const MAX_DOCUMENTS = 200;
const MAX_LENGTH = 10_000_000;
const MAX_TOTAL_LENGTH = 30_000_000;
const MAX_REDIRECTS = 5;

/** Namespaces whose components are known without reading their schema. */
const KNOWN_NAMESPACES: ReadonlySet<string> = new Set(Object.values(NAMESPACES));

/**
 * Fetches a WSDL and what it imports and includes, each document once.
 *
 * @param request http or https address of the WSDL, headers, timeout and the like; headers go
 * to the host of the WSDL alone
 * @param http makes the calls
 * @throws SoapError: a document that cannot be fetched or read, an address that is none of
 * http and https, a redirect to another host, a loop of WSDL imports, too much of everything
 */
export async function fetchDocuments(request: HttpRequest, http: Http): Promise<WsdlDocuments> {
	const reader = new DocumentReader(request, http);
	const url = await reader.definitions(request.url, []);
	return { url, definitions: reader.allDefinitions, schemas: reader.schemas };
}

class DocumentReader {
	readonly allDefinitions: NamedElement[] = [];
	readonly schemas: SchemaDocument[] = [];
	private readonly read = new Set<string>();
	private readonly fetched = new Map<string, { root: NamedElement; url: string }>();
	private totalLength = 0;

	constructor(
		private readonly request: HttpRequest,
		private readonly http: Http,
	) {}

	/** @returns the address that the document was found at */
	async definitions(url: string, importers: string[]): Promise<string> {
		if (importers.includes(url)) {
			const loop = [...importers.slice(importers.indexOf(url)), url].map(withoutQuery);
			throw new SoapError(`The WSDL imports itself: ${loop.join(' → ')}`);
		}
		if (this.read.has(url)) return url;
		this.read.add(url);
		const { root, url: found } = await this.document(url, importers.at(-1));
		if (root.namespace === NAMESPACES.xsd && root.name === 'schema' && importers.length > 0) {
			await this.schema(root, found, undefined);
			return found;
		}
		if (root.namespace !== NAMESPACES.wsdl || root.name !== 'definitions') {
			throw new SoapError(
				`${withoutQuery(found)} is no WSDL 1.1: it begins with <${root.name}>, not with <definitions>. Many servers give the WSDL at their address with ?wsdl`,
			);
		}
		this.allDefinitions.push(root);
		for (const { attributes } of childrenOf(root, NAMESPACES.wsdl, 'import')) {
			const location = attributes.get('location');
			if (location !== undefined) {
				await this.definitions(absolute(location, found), [...importers, url]);
			}
		}
		for (const types of childrenOf(root, NAMESPACES.wsdl, 'types')) {
			for (const schema of childrenOf(types, NAMESPACES.xsd, 'schema')) {
				await this.schema(schema, found, undefined);
			}
		}
		return found;
	}

	/** @param including namespace of the schema that includes this one */
	private async schema(
		schema: NamedElement,
		url: string,
		including: string | undefined,
	): Promise<void> {
		const namespace = schema.attributes.get('targetNamespace') ?? including ?? '';
		this.schemas.push({ schema, namespace });
		const [redefine] = childrenOf(schema, NAMESPACES.xsd, 'redefine');
		if (redefine !== undefined) {
			throw new SoapError(
				`The schema ${withoutQuery(url)} uses xs:redefine, which is not supported`,
			);
		}
		for (const reference of childrenOf(schema, NAMESPACES.xsd, 'import', 'include')) {
			const location = reference.attributes.get('schemaLocation');
			const imported = reference.attributes.get('namespace') ?? '';
			if (location === undefined || KNOWN_NAMESPACES.has(imported)) continue;
			const isInclude = reference.name === 'include';
			await this.schemaAt(absolute(location, url), url, isInclude ? namespace : undefined);
		}
	}

	private async schemaAt(url: string, from: string, including: string | undefined): Promise<void> {
		// Without a namespace of its own a schema is another one in each that includes it.
		const { root, url: found } = await this.document(url, from);
		const isOwn = root.attributes.has('targetNamespace');
		const identity = JSON.stringify([url, isOwn ? '' : (including ?? '')]);
		if (this.read.has(identity)) return;
		this.read.add(identity);
		if (root.namespace === NAMESPACES.wsdl && root.name === 'definitions') {
			for (const types of childrenOf(root, NAMESPACES.wsdl, 'types')) {
				for (const schema of childrenOf(types, NAMESPACES.xsd, 'schema')) {
					await this.schema(schema, found, including);
				}
			}
			return;
		}
		if (root.namespace !== NAMESPACES.xsd || root.name !== 'schema') {
			throw new SoapError(
				`${withoutQuery(found)}, imported by ${withoutQuery(from)}, is no XML Schema: it begins with <${root.name}>`,
			);
		}
		await this.schema(root, found, including);
	}

	private async document(
		url: string,
		from: string | undefined,
	): Promise<{ root: NamedElement; url: string }> {
		const known = this.fetched.get(url);
		if (known !== undefined) return known;
		if (this.fetched.size >= MAX_DOCUMENTS) {
			throw new SoapError(
				`The WSDL ${withoutQuery(this.request.url)} imports more than ${MAX_DOCUMENTS} documents; that is refused as a loop`,
			);
		}
		const { text, url: found } = await this.text(url, from);
		const document = { root: parsed(text, found), url: found };
		this.fetched.set(url, document);
		return document;
	}

	private async text(
		url: string,
		from: string | undefined,
	): Promise<{ text: string; url: string }> {
		let at = url;
		for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
			const response = await this.answered(at, from);
			const target = redirectOf(response);
			if (target === undefined) return { text: this.checkedText(response, at), url: at };
			const next = absolute(target, at);
			refuseOtherHost(at, next);
			at = next;
		}
		throw new SoapError(`${withoutQuery(url)} redirects more than ${MAX_REDIRECTS} times`);
	}

	private async answered(url: string, from: string | undefined): Promise<HttpResponse> {
		if (!/^https?:\/\//i.test(url)) {
			const importer = from === undefined ? '' : `, imported by ${withoutQuery(from)},`;
			throw new SoapError(
				`${withoutQuery(url)}${importer} is not read: documents come from http:// and https:// addresses alone`,
			);
		}
		const headers = isSameHost(url, this.request.url) ? this.request.headers : {};
		const response = await this.http({
			...this.request,
			headers,
			method: 'GET',
			url,
			followRedirects: false,
		});
		if (response.status < 400) return response;
		throw new WsdlUnavailable(url, from, response.status);
	}

	private checkedText(response: HttpResponse, url: string): string {
		const { length } = response.body;
		this.totalLength += length;
		if (length > MAX_LENGTH || this.totalLength > MAX_TOTAL_LENGTH) {
			const limit = length > MAX_LENGTH ? MAX_LENGTH : MAX_TOTAL_LENGTH;
			const what = length > MAX_LENGTH ? 'is' : 'and what was imported before are';
			throw new SoapError(
				`${withoutQuery(url)} ${what} larger than ${limit / 1_000_000} MB and so not read`,
			);
		}
		return bodyText(response, () => undefined);
	}
}

/** A document that the server does not give. */
export class WsdlUnavailable extends SoapError {
	constructor(
		url: string,
		from: string | undefined,
		readonly status: number,
	) {
		const importer = from === undefined ? '' : `, imported by ${withoutQuery(from)},`;
		const advice =
			status === 401 || status === 403
				? 'the server wants credentials, or others: check wsuser and wspass'
				: 'check the address in wsurl';
		super(`The WSDL ${withoutQuery(url)}${importer} cannot be fetched, HTTP ${status}: ${advice}`);
		this.name = 'WsdlUnavailable';
	}
}

function parsed(text: string, url: string): NamedElement {
	try {
		return readElements(text);
	} catch (error) {
		throw unreadable(url, error);
	}
}

function unreadable(url: string, error: unknown): SoapError {
	const reason = error instanceof Error ? error.message : String(error);
	return new SoapError(`${withoutQuery(url)} cannot be read as a WSDL: ${reason}`, {
		cause: error,
	});
}

/** An import's location as an address. @throws SoapError for what is none */
function absolute(location: string, base: string): string {
	const written = location.trim();
	if (!URL.canParse(written, base)) {
		throw new SoapError(`"${location}", imported by ${withoutQuery(base)}, is no address`);
	}
	const url = new URL(written, base);
	url.hash = '';
	return url.href;
}

function redirectOf({ status, headers }: HttpResponse): string | undefined {
	if (status < 300 || status > 399) return undefined;
	return Object.entries(headers).find(([name]) => name.toLowerCase() === 'location')?.[1];
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
		`${withoutQuery(from)} redirects to another host or protocol, ${withoutQuery(to)}: that is not followed. If it is right, put that address into wsurl`,
	);
}

/** An address for messages: without credentials, query and fragment. */
function withoutQuery(url: string): string {
	return url.replace(/[?#][^]*$/, '').replace(/^([a-z]+:\/\/)[^/]*@/i, '$1');
}

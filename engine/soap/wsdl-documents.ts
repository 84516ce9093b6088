import type { Http, HttpRequest } from '../environment';
import { displayUrl } from '../http';
import { absolute, DocumentSource, type UnreadableDocument } from './document-source';
import { SoapError } from './soap-error';
import {
	changed,
	childrenOf,
	NAMESPACES,
	type NamedElement,
	type Namespaces,
} from './xml-elements';

/** A schema, and the namespace that its components are in. */
export interface SchemaDocument {
	schema: NamedElement;
	namespace: string;
}

/** A schema that a WSDL names but that is not there. */
export interface AbsentSchema {
	/** Undefined where the import does not say it. */
	namespace: string | undefined;
	/** Why it cannot be read. */
	reason: string;
}

/** A WSDL and everything that it imports and includes. */
export interface WsdlDocuments {
	/** Address of the WSDL itself, after redirects. */
	url: string;
	definitions: NamedElement[];
	/** What redefines others comes after them. */
	schemas: SchemaDocument[];
	absent: AbsentSchema[];
	/** What was passed over. */
	warnings: string[];
}

/** Namespaces whose components are known without reading their schema. */
const KNOWN_NAMESPACES: ReadonlySet<string> = new Set(Object.values(NAMESPACES));

/**
 * Fetches a WSDL and what it imports and includes, each document once. A schema that cannot be
 * read is absent, with a warning: most calls do without it.
 *
 * @param request http or https address of the WSDL, headers, timeout and the like; headers go
 * to the host of the WSDL alone
 * @param http makes the calls
 * @throws SoapError: a document that cannot be fetched, an address that is neither http nor https,
 * a redirect to another host, a WSDL that cannot be read, more than the limits allow
 */
export async function fetchDocuments(request: HttpRequest, http: Http): Promise<WsdlDocuments> {
	const reader = new DocumentReader(request, http);
	return await reader.documents(request.url);
}

class DocumentReader {
	private readonly definitions: NamedElement[] = [];
	private readonly schemas: SchemaDocument[] = [];
	private readonly absent: AbsentSchema[] = [];
	private readonly warnings: string[] = [];
	private readonly read = new Set<string>();
	private readonly source: DocumentSource;

	constructor(request: HttpRequest, http: Http) {
		this.source = new DocumentSource(request, http, (text) => this.warnings.push(text));
	}

	async documents(start: string): Promise<WsdlDocuments> {
		const url = await this.wsdl(start, undefined);
		const { definitions, schemas, absent } = this;
		return { url, definitions, schemas, absent, warnings: [...new Set(this.warnings)] };
	}

	/** @returns the address that the document was found at */
	private async wsdl(url: string, from: string | undefined): Promise<string> {
		if (this.read.has(url)) return url;
		this.read.add(url);
		const { root, unreadable, url: found } = await this.source.document(url, from);
		if (root === undefined) throw notWsdl(unreadable);
		if (root.namespace === NAMESPACES.xsd && root.name === 'schema' && from !== undefined) {
			await this.schema(root, found, '');
			return found;
		}
		if (!isDefinitions(root)) {
			throw new SoapError(`${displayUrl(found)} is not WSDL 1.1: ${whatElse(root)}`);
		}
		this.read.add(found);
		this.definitions.push(root);
		for (const { attributes } of childrenOf(root, NAMESPACES.wsdl, 'import')) {
			const location = attributes.get('location');
			// Those that import each other, as WCF's do, are read once.
			if (location !== undefined) await this.wsdl(absolute(location, found), found);
		}
		await this.inlineSchemas(root, found, '');
		return found;
	}

	private async inlineSchemas(
		definitions: NamedElement,
		url: string,
		including: string,
	): Promise<void> {
		for (const types of childrenOf(definitions, NAMESPACES.wsdl, 'types')) {
			for (const schema of childrenOf(types, NAMESPACES.xsd, 'schema')) {
				await this.schema(schema, url, including);
			}
		}
	}

	/** @param including namespace of the schema that includes this one; empty for none */
	private async schema(written: NamedElement, url: string, including: string): Promise<void> {
		const own = written.attributes.get('targetNamespace');
		const namespace = own ?? including;
		const isAdopted = own === undefined && including !== '';
		const schema = isAdopted ? adopted(written, including) : written;
		this.schemas.push({ schema, namespace });
		const references = childrenOf(schema, NAMESPACES.xsd, 'import', 'include', 'redefine');
		for (const reference of references) {
			const location = reference.attributes.get('schemaLocation');
			const imported = reference.attributes.get('namespace');
			if (location !== undefined && !KNOWN_NAMESPACES.has(imported ?? '')) {
				const isImport = reference.name === 'import';
				await this.schemaAt(absolute(location, url), url, isImport ? '' : namespace, imported);
			}
			if (reference.name === 'redefine') {
				const { attributes } = schema;
				this.schemas.push({ schema: changed(reference, { attributes }), namespace });
			}
		}
	}

	private async schemaAt(
		url: string,
		from: string,
		including: string,
		imported: string | undefined,
	): Promise<void> {
		// Without a namespace of its own a schema is another one in each that includes it.
		const identity = (adopter: string) => JSON.stringify([url, adopter]);
		if (this.read.has(identity('')) || this.read.has(identity(including))) return;
		const { root, unreadable, url: found } = await this.source.document(url, from);
		if (root !== undefined && isDefinitions(root)) {
			this.read.add(identity(''));
			await this.inlineSchemas(root, found, including);
			return;
		}
		const isSchema = root?.namespace === NAMESPACES.xsd && root.name === 'schema';
		if (root === undefined || !isSchema) {
			this.read.add(identity(''));
			const reason =
				unreadable?.error.message ??
				`${displayUrl(found)} is not an XML Schema: it begins with "${root?.name}"`;
			const namespace = imported ?? (including === '' ? undefined : including);
			this.absent.push({ namespace, reason });
			this.warnings.push(`What ${displayUrl(from)} imports is left out: ${reason}`);
			return;
		}
		this.read.add(identity(root.attributes.has('targetNamespace') ? '' : including));
		await this.schema(root, found, including);
	}
}

const WSDL_2 = 'http://www.w3.org/ns/wsdl';
const WSDL_ADDRESS = 'Many servers return the WSDL at their address with ?wsdl';

function notWsdl({ kind, error }: UnreadableDocument): SoapError {
	const { message, cause } = error;
	const said = kind === 'page' ? `${message}, not a WSDL` : message;
	return new SoapError(kind === 'brokenXml' ? said : `${said}. ${WSDL_ADDRESS}`, { cause });
}

/** What a document is that is not WSDL 1.1. */
function whatElse({ namespace, name }: NamedElement): string {
	if (namespace === WSDL_2 && name === 'description') {
		return 'it is a WSDL 2.0, which is not read. Ask the service for its WSDL 1.1';
	}
	if (name !== 'definitions') {
		return `it begins with "${name}", not with "definitions". ${WSDL_ADDRESS}`;
	}
	const where = namespace === '' ? 'no namespace' : `the namespace ${namespace}`;
	return `its "definitions" is in ${where}, not in ${NAMESPACES.wsdl}`;
}

function isDefinitions({ namespace, name }: NamedElement): boolean {
	return namespace === NAMESPACES.wsdl && name === 'definitions';
}

/**
 * A schema without a namespace in that of the schema that includes it: what it refers to without
 * a prefix is in that namespace, too.
 */
function adopted(schema: NamedElement, namespace: string): NamedElement {
	const known = new Map<Namespaces, Namespaces>();
	const within = (element: NamedElement): NamedElement => {
		const outer = element.prefixes;
		const prefixes = known.get(outer) ?? {
			get: (prefix: string) => outer.get(prefix) ?? (prefix === '' ? namespace : undefined),
		};
		known.set(outer, prefixes);
		return changed(element, { prefixes, children: element.children.map(within) });
	};
	return within(schema);
}

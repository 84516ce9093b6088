import type { Http, HttpRequest } from '../environment';
import type { BoundMessage, MessagePart, Operation, SchemaType, Wsdl } from './model';
import { Schemas } from './schema-reader';
import { readOnce } from './read-once';
import { SoapError } from './soap-error';
import { fetchDocuments, type WsdlDocuments } from './wsdl-documents';
import { childrenOf, keyIn, keyOf, NAMESPACES, type Key, type NamedElement } from './xml-elements';

const SOAP_BINDINGS = [
	{ namespace: NAMESPACES.soap11, version: '1.1' },
	{ namespace: NAMESPACES.soap12, version: '1.2' },
] as const;

/**
 * Fetches and reads a WSDL 1.1.
 *
 * @param request http or https address of the WSDL, headers, timeout and the like
 * @param http makes the calls, for it and for what it imports
 * @throws SoapError for a WSDL that cannot be fetched, read or used
 */
export async function readWsdl(request: HttpRequest, http: Http): Promise<Wsdl> {
	return new WsdlReader(await fetchDocuments(request, http)).wsdl();
}

/** What is at the top of WSDL documents: messages, port types, bindings. */
type Definitions = Map<Key, NamedElement>;

class WsdlReader {
	private readonly schemas: Schemas;
	private readonly messages: Definitions;
	private readonly portTypes: Definitions;
	private readonly bindings: Definitions;

	constructor(private readonly documents: WsdlDocuments) {
		this.schemas = new Schemas(documents.schemas);
		this.messages = this.named('message');
		this.portTypes = this.named('portType');
		this.bindings = this.named('binding');
	}

	wsdl(): Wsdl {
		const { url } = this.documents;
		const operations = this.documents.definitions.flatMap((definitions) =>
			childrenOf(definitions, NAMESPACES.wsdl, 'service').flatMap((service) =>
				childrenOf(service, NAMESPACES.wsdl, 'port').flatMap((port) =>
					this.operationsOf(service, port),
				),
			),
		);
		return {
			url,
			operations,
			typeOf: (key: Key): SchemaType | undefined => this.schemas.typeOf(key),
		};
	}

	private named(kind: string): Definitions {
		return new Map(
			this.documents.definitions.flatMap((definitions) => {
				const namespace = definitions.attributes.get('targetNamespace') ?? '';
				return childrenOf(definitions, NAMESPACES.wsdl, kind).map(
					(element) => [keyOf(namespace, nameOf(element)), element] as const,
				);
			}),
		);
	}

	/** The operations of a port; none for a port that speaks something else than SOAP. */
	private operationsOf(service: NamedElement, port: NamedElement): Operation[] {
		const binding = needed(this.bindings, port, 'binding');
		for (const { namespace, version } of SOAP_BINDINGS) {
			const [soap] = childrenOf(binding, namespace, 'binding');
			const [address] = childrenOf(port, namespace, 'address');
			if (soap === undefined || address === undefined) continue;
			const portType = needed(this.portTypes, binding, 'type');
			return childrenOf(binding, NAMESPACES.wsdl, 'operation').flatMap((operation) => {
				const abstract = matching(portType, operation);
				if (abstract === undefined) return [];
				return this.operation({ service, port, soap, address, operation, abstract, version });
			});
		}
		return [];
	}

	private operation(found: FoundOperation): Operation {
		const { service, port, soap, address, operation, abstract, version } = found;
		const [details] = childrenOf(operation, soap.namespace, 'operation');
		const style = details?.attributes.get('style') ?? soap.attributes.get('style') ?? 'document';
		const [documentation] = childrenOf(abstract, NAMESPACES.wsdl, 'documentation');
		const text = documentation?.text.replace(/\s+/g, ' ').trim();
		const hasOutput = childrenOf(abstract, NAMESPACES.wsdl, 'output').length > 0;
		// What an operation is made of is read when it is used: others may be beyond reading.
		const input = readOnce(() => this.message(found, 'input'));
		const output = readOnce(() => (hasOutput ? this.message(found, 'output') : undefined));
		return {
			name: nameOf(operation),
			service: nameOf(service),
			port: nameOf(port),
			address: (address.attributes.get('location') ?? '').trim(),
			version,
			style: style === 'rpc' ? 'rpc' : 'document',
			action: details?.attributes.get('soapAction') ?? '',
			...(text ? { documentation: text } : {}),
			get input() {
				return input();
			},
			get output() {
				return output();
			},
		};
	}

	private message(found: FoundOperation, direction: 'input' | 'output'): BoundMessage {
		const { soap, operation, abstract } = found;
		const [bound] = childrenOf(operation, NAMESPACES.wsdl, direction);
		const [described] = childrenOf(abstract, NAMESPACES.wsdl, direction);
		const body = bound === undefined ? undefined : descendant(bound, soap.namespace, 'body');
		const message =
			described === undefined ? undefined : needed(this.messages, described, 'message');
		const wanted = body?.attributes.get('parts')?.trim().split(/\s+/);
		const parts = message === undefined ? [] : childrenOf(message, NAMESPACES.wsdl, 'part');
		const headers = bound === undefined ? [] : childrenOf(bound, soap.namespace, 'header');
		const headerParts = headers.map((header) => this.headerPart(header));
		const inHeader = new Set(headerParts.map(({ name }) => name));
		return {
			parts: parts
				.filter((part) =>
					wanted === undefined ? !inHeader.has(nameOf(part)) : wanted.includes(nameOf(part)),
				)
				.map((part) => this.part(part)),
			headers: headerParts,
			use: body?.attributes.get('use') === 'encoded' ? 'encoded' : 'literal',
			namespace: body?.attributes.get('namespace') ?? '',
		};
	}

	private headerPart(header: NamedElement): MessagePart {
		const message = needed(this.messages, header, 'message');
		const name = header.attributes.get('part') ?? '';
		const part = childrenOf(message, NAMESPACES.wsdl, 'part').find((one) => nameOf(one) === name);
		if (part === undefined) {
			throw new SoapError(`The WSDL has a header of the part "${name}", which its message lacks`);
		}
		return this.part(part);
	}

	private part(part: NamedElement): MessagePart {
		const name = nameOf(part);
		const element = part.attributes.get('element');
		if (element !== undefined) {
			const particle = this.schemas.neededElement(keyIn(part, element));
			return { name, kind: 'element', element: particle };
		}
		const key = keyIn(part, part.attributes.get('type') ?? '');
		return {
			name,
			kind: 'type',
			element: {
				kind: 'element',
				namespace: '',
				name,
				min: 1,
				max: 1,
				isNillable: true,
				type: () => this.schemas.neededType(key),
			},
		};
	}
}

/** An operation of a binding and what belongs to it. */
interface FoundOperation {
	service: NamedElement;
	port: NamedElement;
	soap: NamedElement;
	address: NamedElement;
	operation: NamedElement;
	abstract: NamedElement;
	version: Operation['version'];
}

function nameOf(element: NamedElement): string {
	return element.attributes.get('name') ?? '';
}

function needed(definitions: Definitions, element: NamedElement, attribute: string): NamedElement {
	const written = element.attributes.get(attribute) ?? '';
	const found = definitions.get(keyIn(element, written));
	if (found !== undefined) return found;
	throw new SoapError(
		`In the WSDL <${element.name}> refers to the ${attribute} "${written}", which neither it nor its imports define`,
	);
}

/** The operation of a port type that a binding's operation binds: of overloaded ones by input. */
function matching(portType: NamedElement, bound: NamedElement): NamedElement | undefined {
	const same = childrenOf(portType, NAMESPACES.wsdl, 'operation').filter(
		(operation) => nameOf(operation) === nameOf(bound),
	);
	const inputName = (operation: NamedElement) =>
		childrenOf(operation, NAMESPACES.wsdl, 'input')[0]?.attributes.get('name');
	return same.find((operation) => inputName(operation) === inputName(bound)) ?? same[0];
}

/** An element of a name inside another, also in parts of a MIME binding. */
function descendant(
	element: NamedElement,
	namespace: string,
	name: string,
): NamedElement | undefined {
	const [own] = childrenOf(element, namespace, name);
	if (own !== undefined) return own;
	for (const child of element.children) {
		const found = descendant(child, namespace, name);
		if (found !== undefined) return found;
	}
	return undefined;
}

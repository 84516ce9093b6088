import { grouped } from '../grouped';
import type { Http, HttpRequest } from '../environment';
import type { BoundMessage, MessagePart, Operation, SchemaType, Wsdl } from './model';
import { Schemas } from './schema-reader';
import { readOnce } from './read-once';
import { SecurityPolicies } from './security-policy';
import { SoapError } from './soap-error';
import { fetchDocuments, type WsdlDocuments } from './wsdl-documents';
import {
	childrenOf,
	keyIn,
	keyOf,
	NAMESPACES,
	partsOf,
	type Key,
	type NamedElement,
} from './xml-elements';
import { ANY_TYPE } from './xsd-types';

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

/** What is at the top of WSDL documents: messages, port types or bindings. */
interface Definitions {
	byKey: Map<Key, NamedElement>;
	/** Undefined for a name that is in more than one namespace. */
	byName: Map<string, NamedElement | undefined>;
}

/** Is told what is read differently than it is written. */
type Warn = (text: string) => void;

class WsdlReader {
	private readonly schemas: Schemas;
	private readonly messages: Definitions;
	private readonly portTypes: Definitions;
	private readonly bindings: Definitions;
	private readonly policies: SecurityPolicies;
	private readonly operationsOfPortType = new Map<NamedElement, Map<string, NamedElement[]>>();

	constructor(private readonly documents: WsdlDocuments) {
		this.schemas = new Schemas(documents.schemas, documents.absent);
		this.policies = new SecurityPolicies(documents.definitions);
		this.messages = this.named('message');
		this.portTypes = this.named('portType');
		this.bindings = this.named('binding');
	}

	wsdl(): Wsdl {
		const { url, warnings } = this.documents;
		const ports = this.documents.definitions.flatMap((definitions) =>
			childrenOf(definitions, NAMESPACES.wsdl, 'service').flatMap((service) =>
				childrenOf(service, NAMESPACES.wsdl, 'port').map((port) => this.readPort(service, port)),
			),
		);
		const operations = ports.flatMap((port) => port.operations);
		const failures = ports.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
		if (operations.length === 0 && failures.length > 0) throw failures[0];
		return {
			url,
			operations,
			warnings: [...warnings, ...failures.map(({ message }) => `${message}. It is left out`)],
			typeOf: (key: Key): SchemaType | undefined => this.schemas.typeOf(key),
			typesCalled: (name: string): Key[] => this.schemas.typesCalled(name),
		};
	}

	private named(kind: string): Definitions {
		const found: Definitions = { byKey: new Map(), byName: new Map() };
		for (const definitions of this.documents.definitions) {
			const namespace = definitions.attributes.get('targetNamespace') ?? '';
			for (const element of childrenOf(definitions, NAMESPACES.wsdl, kind)) {
				const name = nameOf(element);
				found.byKey.set(keyOf(namespace, name), element);
				found.byName.set(name, found.byName.has(name) ? undefined : element);
			}
		}
		return found;
	}

	/** A port; one that refers to what nothing defines does not keep the others from being called. */
	private readPort(
		service: NamedElement,
		port: NamedElement,
	): { operations: Operation[]; failure?: SoapError } {
		try {
			return { operations: this.operationsOf(service, port) };
		} catch (error) {
			if (!(error instanceof SoapError)) throw error;
			return { operations: [], failure: error };
		}
	}

	/** The operations of a port; none for a port that does not speak SOAP. */
	private operationsOf(service: NamedElement, port: NamedElement): Operation[] {
		const found = soapOf(port, 'address');
		if (found === undefined) return [];
		const warnings: string[] = [];
		const warn: Warn = (text) => void warnings.push(text);
		const binding = needed(this.bindings, port, 'binding', warn);
		// Without an element of SOAP in the binding its address says what is spoken, as for PHP.
		const soap = soapOf(binding, 'binding', found) ?? found;
		const portType = needed(this.portTypes, binding, 'type', warn);
		const bound = childrenOf(binding, NAMESPACES.wsdl, 'operation');
		const style = soap.element.attributes.get('style') ?? 'document';
		const { element: address } = found;
		return bound.flatMap((operation) => {
			const abstract = matching(this.operationsIn(portType), operation);
			if (abstract === undefined) return [];
			const isSecured = [binding, operation].some((one) => this.policies.askForSecurity(one));
			if (isSecured) warn(NO_SECURITY);
			const { namespace, version } = soap;
			const shared = { service, port, address, operation, abstract, namespace, version, style };
			return this.operation({ ...shared, warnings: [...new Set(warnings)] });
		});
	}

	/** The operations of a port type by name. */
	private operationsIn(portType: NamedElement): Map<string, NamedElement[]> {
		const known = this.operationsOfPortType.get(portType);
		if (known !== undefined) return known;
		const found = grouped(childrenOf(portType, NAMESPACES.wsdl, 'operation'), nameOf);
		this.operationsOfPortType.set(portType, found);
		return found;
	}

	private operation(found: FoundOperation): Operation {
		const { service, port, namespace, address, operation, abstract, version, warnings } = found;
		const [details] = childrenOf(operation, namespace, 'operation');
		const style = details?.attributes.get('style') ?? found.style;
		const [documentation] = childrenOf(abstract, NAMESPACES.wsdl, 'documentation');
		const text = documentation?.text.replace(/\s+/g, ' ').trim();
		const hasOutput = childrenOf(abstract, NAMESPACES.wsdl, 'output').length > 0;
		// What an operation is made of is read when it is used: others may be unreadable.
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
			warnings,
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
		const { namespace, operation, abstract, warnings } = found;
		const warn: Warn = (text) => {
			if (!warnings.includes(text)) warnings.push(text);
		};
		const [bound] = childrenOf(operation, NAMESPACES.wsdl, direction);
		const [described] = childrenOf(abstract, NAMESPACES.wsdl, direction);
		const body = bound === undefined ? undefined : descendant(bound, namespace, 'body');
		const isAnswer = direction === 'output';
		const message =
			described === undefined
				? undefined
				: isAnswer
					? this.answerMessage(described, warn)
					: needed(this.messages, described, 'message', warn);
		const wanted = body?.attributes.get('parts')?.trim().split(/\s+/);
		const parts = message === undefined ? [] : childrenOf(message, NAMESPACES.wsdl, 'part');
		const headers = (bound === undefined ? [] : childrenOf(bound, namespace, 'header')).flatMap(
			(header) => this.headerPart(header, warn),
		);
		// A part of the same name in another message is another part.
		const inHeader = new Set(headers.map(({ element }) => element));
		return {
			parts: parts
				.filter((part) =>
					wanted === undefined ? !inHeader.has(part) : wanted.includes(nameOf(part)),
				)
				.map((part) => this.part(part)),
			headers: headers.map(({ part }) => part),
			use: body?.attributes.get('use') === 'encoded' ? 'encoded' : 'literal',
			namespace: body?.attributes.get('namespace') ?? '',
		};
	}

	/** A message that is missing does not keep a call from being made. */
	private answerMessage(described: NamedElement, warn: Warn): NamedElement | undefined {
		const message = referred(this.messages, described, 'message', warn);
		if (message === undefined) {
			warn(`${undefinedReference(described, 'message')}: what it answers is not read`);
		}
		return message;
	}

	/** A part that travels in the header; none, with a warning, where nothing defines it. */
	private headerPart(
		header: NamedElement,
		warn: Warn,
	): Array<{ element: NamedElement; part: MessagePart }> {
		const name = header.attributes.get('part') ?? '';
		const message = referred(this.messages, header, 'message', warn);
		const element =
			message === undefined
				? undefined
				: childrenOf(message, NAMESPACES.wsdl, 'part').find((one) => nameOf(one) === name);
		if (element !== undefined) return [{ element, part: this.part(element) }];
		const written = header.attributes.get('message') ?? '';
		warn(
			`The WSDL has a header of the part "${name}" of the message "${written}", which is not defined: it cannot be sent`,
		);
		return [];
	}

	private part(part: NamedElement): MessagePart {
		const name = nameOf(part);
		const element = part.attributes.get('element');
		if (element !== undefined) {
			const particle = this.schemas.neededElement(keyIn(part, element));
			// Of an element that nothing defines PHP takes what the part is called.
			const isMissing = !this.schemas.hasElement(keyIn(part, element));
			const named = isMissing ? { ...particle, namespace: '', name } : particle;
			return { name, kind: 'element', element: named };
		}
		const type = part.attributes.get('type');
		const key = type === undefined ? ANY_TYPE : keyIn(part, type);
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
	address: NamedElement;
	operation: NamedElement;
	abstract: NamedElement;
	/** Of the elements of SOAP in the binding. */
	namespace: string;
	version: Operation['version'];
	/** The binding's own. */
	style: string;
	warnings: string[];
}

const NO_SECURITY =
	'The WSDL asks for security in the message (WS-Security by policy), which is not done: the service may refuse the call';

/** An element of SOAP and the version it is of. */
interface SoapElement {
	element: NamedElement;
	namespace: string;
	version: Operation['version'];
}

/** The element of SOAP in another; where both versions have one, that of `like`. */
function soapOf(parent: NamedElement, name: string, like?: SoapElement): SoapElement | undefined {
	const found = SOAP_BINDINGS.flatMap(({ namespace, version }): SoapElement[] => {
		const [element] = childrenOf(parent, namespace, name);
		return element === undefined ? [] : [{ element, namespace, version }];
	});
	return found.find(({ version }) => version === like?.version) ?? found[0];
}

function nameOf(element: NamedElement): string {
	return element.attributes.get('name') ?? '';
}

/** What a name refers to. @throws SoapError where nothing defines it */
function needed(
	definitions: Definitions,
	element: NamedElement,
	attribute: string,
	warn: Warn,
): NamedElement {
	const found = referred(definitions, element, attribute, warn);
	if (found !== undefined) return found;
	throw new SoapError(undefinedReference(element, attribute));
}

function undefinedReference({ name, attributes }: NamedElement, attribute: string): string {
	const written = attributes.get(attribute) ?? '';
	const called = attributes.get('name') ?? '';
	return `In the WSDL the ${name}${called === '' ? '' : ` "${called}"`} refers to the ${attribute} "${written}", which neither it nor its imports define`;
}

/** What a name refers to. PHP looks for it without its namespace; so do we where that is the one. */
function referred(
	definitions: Definitions,
	element: NamedElement,
	attribute: string,
	warn: Warn,
): NamedElement | undefined {
	const written = element.attributes.get(attribute) ?? '';
	const key = keyIn(element, written);
	const exact = definitions.byKey.get(key);
	if (exact !== undefined) return exact;
	const { name } = partsOf(key);
	const only = definitions.byName.get(name);
	if (only !== undefined) {
		warn(
			`In the WSDL "${element.name}" refers to the ${attribute} "${written}" in a namespace that lacks it; the only "${name}" is taken`,
		);
	}
	return only;
}

/** The operation of a port type that a binding's operation binds: of overloaded ones by input. */
function matching(
	operations: Map<string, NamedElement[]>,
	bound: NamedElement,
): NamedElement | undefined {
	const same = operations.get(nameOf(bound)) ?? [];
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

import { escapeXml, readXml, textOf, type XmlElement } from '../xml';

/** The namespaces that SOAP is made of. */
export const NAMESPACES = {
	xml: 'http://www.w3.org/XML/1998/namespace',
	xsd: 'http://www.w3.org/2001/XMLSchema',
	xsi: 'http://www.w3.org/2001/XMLSchema-instance',
	wsdl: 'http://schemas.xmlsoap.org/wsdl/',
	soap11: 'http://schemas.xmlsoap.org/wsdl/soap/',
	soap12: 'http://schemas.xmlsoap.org/wsdl/soap12/',
	envelope11: 'http://schemas.xmlsoap.org/soap/envelope/',
	envelope12: 'http://www.w3.org/2003/05/soap-envelope',
	encoding11: 'http://schemas.xmlsoap.org/soap/encoding/',
	encoding12: 'http://www.w3.org/2003/05/soap-encoding',
} as const;

/** A name in its namespace as a key: `{namespace}name`. */
export type Key = string;

/** The key of a name. */
export function keyOf(namespace: string, name: string): Key {
	return `{${namespace}}${name}`;
}

/** The type of a map as Apache's SOAP began to write them and PHP does. */
export const APACHE_MAP: Key = keyOf('http://xml.apache.org/xml-soap', 'Map');

/** The namespace and the name of a key. */
export function partsOf(key: Key): { namespace: string; name: string } {
	// A namespace may hold braces, a name does not.
	const end = key.lastIndexOf('}');
	return { namespace: key.slice(1, end), name: key.slice(end + 1) };
}

/** Namespaces by prefix; the default namespace by the empty one. */
export interface Namespaces {
	get(prefix: string): string | undefined;
}

/** An element whose names are resolved to their namespaces. */
export interface NamedElement {
	namespace: string;
	name: string;
	/** By key; an attribute without prefix by its bare name. */
	attributes: Map<string, string>;
	children: NamedElement[];
	/** The text directly in it. */
	text: string;
	/** Namespaces by prefix, here. */
	prefixes: Namespaces;
	/** The element as it is written. */
	source: XmlElement;
}

/** What stands for the namespace of a prefix that nothing declares: no document can name it. */
const UNDECLARED = 'undeclared prefix ';

/** The prefix of a namespace that nothing declares; undefined for every other namespace. */
export function undeclaredPrefix(namespace: string): string | undefined {
	return namespace.startsWith(UNDECLARED) ? namespace.slice(UNDECLARED.length) : undefined;
}

/**
 * Reads a document with its namespaces. A name whose prefix nothing declares is in a namespace
 * that no other name is in, so that it is passed over, as PHP does.
 *
 * @throws XmlError for text that is not XML, or has a DOCTYPE (and so entities of its own)
 */
export function readElements(xml: string): NamedElement {
	return new DocumentElement(readXml(xml).root, WELL_KNOWN);
}

/** Servers use these without declaring them. */
const WELL_KNOWN: Namespaces = new Map<string, string>([
	['xml', NAMESPACES.xml],
	['xsd', NAMESPACES.xsd],
	['xsi', NAMESPACES.xsi],
]);

/**
 * An element of a document. What is in it is gone through when it is asked for: of a large WSDL
 * a call needs little.
 */
class DocumentElement implements NamedElement {
	readonly namespace: string;
	readonly name: string;
	readonly prefixes: Namespaces;
	private namedAttributes?: Map<string, string>;
	private namedChildren?: NamedElement[];

	constructor(
		readonly source: XmlElement,
		outer: Namespaces,
	) {
		this.prefixes = declaredIn(source, outer);
		const { name } = source;
		const colon = name.indexOf(':');
		this.namespace = namespaceOf(this.prefixes, colon === -1 ? '' : name.slice(0, colon));
		this.name = name.slice(colon + 1);
	}

	get attributes(): Map<string, string> {
		return (this.namedAttributes ??= new Map(
			this.source.attributes
				.filter(({ name }) => name !== 'xmlns' && !name.startsWith('xmlns:'))
				.map(({ name, value }) => [
					name.includes(':') ? resolved(this.prefixes, name) : name,
					value,
				]),
		));
	}

	get children(): NamedElement[] {
		return (this.namedChildren ??= this.source.children.flatMap((node) =>
			node.kind === 'element' ? new DocumentElement(node.element, this.prefixes) : [],
		));
	}

	get text(): string {
		return textOf(this.source);
	}
}

/** A copy of an element with something else instead of its own. */
export function changed(element: NamedElement, changes: Partial<NamedElement>): NamedElement {
	const { namespace, name, attributes, children, text, prefixes, source } = element;
	return { namespace, name, attributes, children, text, prefixes, source, ...changes };
}

function declaredIn({ attributes }: XmlElement, outer: Namespaces): Namespaces {
	if (attributes.length === 0) return outer;
	const declared = attributes.filter(({ name }) => name === 'xmlns' || name.startsWith('xmlns:'));
	if (declared.length === 0) return outer;
	const own = new Map(declared.map(({ name, value }) => [name.slice('xmlns:'.length), value]));
	// Looked up outwards rather than copied: a document may declare very many.
	return { get: (prefix) => own.get(prefix) ?? outer.get(prefix) };
}

/** The namespace of a prefix; that of the empty one is the default namespace. */
function namespaceOf(prefixes: Namespaces, prefix: string): string {
	return prefixes.get(prefix) ?? (prefix === '' ? '' : UNDECLARED + prefix);
}

/** The key of a prefixed name. */
function resolved(prefixes: Namespaces, name: string): Key {
	const colon = name.indexOf(':');
	const prefix = colon === -1 ? '' : name.slice(0, colon);
	return keyOf(namespaceOf(prefixes, prefix), name.slice(colon + 1));
}

/** The key of a name in the text or an attribute of an element, such as `tns:Person`. */
export function keyIn(element: NamedElement, name: string): Key {
	return resolved(element.prefixes, name.trim());
}

/** The children of a name. */
export function childrenOf(
	element: NamedElement,
	namespace: string,
	...names: string[]
): NamedElement[] {
	return element.children.filter(
		(child) => child.namespace === namespace && names.includes(child.name),
	);
}

/** An element as XML, with the namespaces that it declares itself. */
export function xmlOf({ name, attributes, children }: XmlElement): string {
	const pairs = attributes.map(
		(attribute) => ` ${attribute.name}="${escapeXml(attribute.value).replace(/"/g, '&quot;')}"`,
	);
	const content = children.map((node) =>
		node.kind === 'element'
			? xmlOf(node.element)
			: node.kind === 'text'
				? escapeXml(node.text)
				: '',
	);
	const open = `<${name}${pairs.join('')}`;
	return content.length === 0 ? `${open}/>` : `${open}>${content.join('')}</${name}>`;
}

import { readXml, textOf, type XmlElement } from '../xml';
import { SoapError } from './soap-error';

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

/** The namespace and the name of a key. */
export function partsOf(key: Key): { namespace: string; name: string } {
	const end = key.indexOf('}', key.lastIndexOf('{'));
	return { namespace: key.slice(1, end), name: key.slice(end + 1) };
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
	prefixes: ReadonlyMap<string, string>;
}

/**
 * Reads a document with its namespaces.
 *
 * @throws XmlError for text that is no XML, or has a DOCTYPE (and so entities of its own);
 * SoapError for a prefix that nothing declares
 */
export function readElements(xml: string): NamedElement {
	return named(readXml(xml).root, WELL_KNOWN);
}

/** Servers use these without declaring them. */
const WELL_KNOWN: ReadonlyMap<string, string> = new Map([
	['xml', NAMESPACES.xml],
	['xsd', NAMESPACES.xsd],
	['xsi', NAMESPACES.xsi],
]);

function named(element: XmlElement, outer: ReadonlyMap<string, string>): NamedElement {
	const prefixes = declaredIn(element, outer);
	const attributes = new Map<string, string>();
	for (const { name, value } of element.attributes) {
		if (name === 'xmlns' || name.startsWith('xmlns:')) continue;
		const colon = name.indexOf(':');
		attributes.set(colon === -1 ? name : resolved(prefixes, name), value);
	}
	const key = partsOf(resolved(prefixes, element.name));
	return {
		...key,
		attributes,
		children: element.children.flatMap((node) =>
			node.kind === 'element' ? [named(node.element, prefixes)] : [],
		),
		text: textOf(element),
		prefixes,
	};
}

function declaredIn(
	{ attributes }: XmlElement,
	outer: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
	const declared = attributes.filter(({ name }) => name === 'xmlns' || name.startsWith('xmlns:'));
	if (declared.length === 0) return outer;
	return new Map([
		...outer,
		...declared.map(({ name, value }) => [name.slice('xmlns:'.length), value] as const),
	]);
}

/** The key of a prefixed name. @throws SoapError for an unknown prefix */
function resolved(prefixes: ReadonlyMap<string, string>, name: string): Key {
	const colon = name.indexOf(':');
	const prefix = colon === -1 ? '' : name.slice(0, colon);
	const namespace = prefixes.get(prefix);
	if (namespace === undefined && prefix !== '') {
		throw new SoapError(`The prefix of "${name}" is not declared: it needs xmlns:${prefix}`);
	}
	return keyOf(namespace ?? '', name.slice(colon + 1));
}

/** The key of a name in a text or attribute of an element, such as `tns:Person`. */
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

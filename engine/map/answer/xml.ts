import { readXml, textOf, type XmlElement, type XmlNode } from '../../xml';
import type { Json } from './json';

/**
 * An XML answer as coreBOS has it after SimpleXML and JSON: the root is dropped, an
 * element that begins with text is that text, others are maps of their attributes
 * (`@attributes`) and elements; repeated elements are lists, empty ones empty lists;
 * elements with a prefix are not seen.
 *
 * @param xml the answer's body
 * @returns the content of the root element; undefined if the text is not XML
 */
export function parseXmlAnswer(xml: string): Json | undefined {
	const { text, entities } = withoutDoctype(xml);
	if (text === undefined) return undefined;
	try {
		return propertiesOf(readXml(text, true).root, entities);
	} catch {
		// The result says that it is not XML; the caller knows what to do about it.
		return undefined;
	}
}

/** Entities that an answer may declare; more or longer ones are an attack. */
const MAX_ENTITIES = 20;
const MAX_ENTITY_LENGTH = 1000;
const MAX_REFERENCES = 1000;

/** Surrounds the name of a declared entity where the text refers to it. */
const MARK = '\uE0F0';

/** Looked for once, from where it begins: an answer full of beginnings must not take long. */
function firstDoctype(xml: string): RegExpExecArray | null {
	const start = xml.search(/<!DOCTYPE\s/i);
	// Behind the beginning of an element it is text, such as HTML in a CDATA section.
	if (start === -1 || /<[^!?]/.test(xml.slice(0, start))) return null;
	const whole = /<!DOCTYPE\s[^[>]*(?:\[([^\]]*)\]\s*)?>/iy;
	whole.lastIndex = start;
	return whole.exec(xml);
}

/** Takes the DOCTYPE off and marks references to entities that it declares as plain text. */
function withoutDoctype(xml: string): { text?: string; entities: Map<string, string> } {
	const entities = new Map<string, string>();
	const doctype = firstDoctype(xml);
	if (doctype === null) return { text: xml, entities };
	const declarations = doctype[1] ?? '';
	for (const [, name, value] of declarations.matchAll(/<!ENTITY\s+([\w.-]+)\s+"([^"%&<]*)"\s*>/g)) {
		if (value.length <= MAX_ENTITY_LENGTH) entities.set(name, value);
	}
	if (entities.size > MAX_ENTITIES) return { entities };
	let references = 0;
	const text = xml.replace(doctype[0], '').replace(/&([\w.-]+);/g, (reference, name: string) => {
		if (!entities.has(name)) return reference;
		references++;
		return `${MARK}${name}${MARK}`;
	});
	return references > MAX_REFERENCES ? { entities } : { text, entities };
}

const MARKED = new RegExp(`${MARK}([\\w.-]+)${MARK}`, 'g');

function expanded(text: string, entities: Map<string, string>): string {
	return text.replace(MARKED, (_, name: string) => entities.get(name) ?? '');
}

function valueOf(element: XmlElement, entities: Map<string, string>): Json {
	const [first] = element.children;
	return first !== undefined && isOwnText(first)
		? expanded(textOf(element), entities)
		: propertiesOf(element, entities);
}

/** Not white space to XML: the non-breaking space, for example, which JavaScript trims. */
const NOT_BLANK = /[^ \t\r\n]/;

type XmlText = Extract<XmlNode, { kind: 'text' }>;

/** Text that SimpleXML sees as such: neither CDATA nor blank nor beginning with an entity. */
function isOwnText(node: XmlNode): node is XmlText {
	return (
		node.kind === 'text' && !node.cdata && NOT_BLANK.test(node.text) && !node.text.startsWith(MARK)
	);
}

function propertiesOf(element: XmlElement, entities: Map<string, string>): Json {
	const properties = new Map<string, Json>();
	const attributes = element.attributes.filter(({ name }) => !/:|^xmlns$/.test(name));
	if (attributes.length > 0) {
		properties.set(
			'@attributes',
			new Map(attributes.map(({ name, value }) => [name, expanded(value, entities)])),
		);
	}
	const [only, second] = element.children;
	if (only !== undefined && second === undefined && isOwnText(only)) {
		properties.set('0', expanded(only.text, entities));
	}
	for (const node of element.children) {
		if (node.kind === 'comment') addProperty(properties, 'comment', []);
		else if (node.kind === 'instruction') addProperty(properties, node.name, []);
		else if (node.kind === 'element' && !node.element.name.includes(':')) {
			addProperty(properties, node.element.name, valueOf(node.element, entities));
		} else if (node.kind === 'text') addEntities(properties, node.text, entities);
	}
	return properties.size === 0 ? [] : properties;
}

/** SimpleXML shows a reference to an entity as an element in an element of its name. */
function addEntities(
	properties: Map<string, Json>,
	text: string,
	entities: Map<string, string>,
): void {
	for (const [, name] of text.matchAll(MARKED)) {
		addProperty(properties, name, new Map([[name, entities.get(name) ?? '']]));
	}
}

class RepeatedElements extends Array<Json> {}

function addProperty(properties: Map<string, Json>, name: string, value: Json): void {
	const known = properties.get(name);
	if (known === undefined) properties.set(name, value);
	else if (known instanceof RepeatedElements) known.push(value);
	else properties.set(name, RepeatedElements.of(known, value));
}

import { readXml, textOf, type XmlElement } from '../../xml';
import { grouped } from '../../grouped';
import type { Json } from './json';

const ATTRIBUTES = '@attributes';
const TEXT = '#text';

/**
 * A document type that declares nothing, and what precedes it; with declarations the answer
 * is not read. Behind the beginning of an element it is text, such as HTML in a CDATA section.
 */
const PLAIN_DOCTYPE = /^([^<]*(?:<[!?][^<]*)*?)<!DOCTYPE\s[^[<>]*>/i;

/**
 * An XML answer as it is meant, for native maps: the root is dropped, an element is its text
 * (CDATA as well, an empty one is an empty text) or the elements in it by name, repeated ones
 * as a list. Attributes are under `@attributes`, and next to them an element's own text under
 * `#text`.
 *
 * @param xml the answer's body
 * @returns the content of the root element; undefined if the text is not XML
 */
export function parseTypedXml(xml: string): Json | undefined {
	try {
		return valueOf(readXml(xml.replace(PLAIN_DOCTYPE, '$1')).root);
	} catch {
		// The result says that it is not XML; the caller knows what to do about it.
		return undefined;
	}
}

function valueOf(element: XmlElement): Json {
	const properties = new Map<string, Json>();
	const attributes = element.attributes.filter(({ name }) => !/^xmlns(?::|$)/.test(name));
	if (attributes.length > 0) {
		properties.set(ATTRIBUTES, new Map(attributes.map(({ name, value }) => [name, value])));
	}
	const elements = element.children.flatMap((node) =>
		node.kind === 'element' ? [node.element] : [],
	);
	for (const [name, same] of grouped(elements, (one) => one.name)) {
		properties.set(name, same.length === 1 ? valueOf(same[0]) : same.map(valueOf));
	}
	const text = textOf(element);
	if (properties.size === 0) return text;
	if (text.trim() !== '') properties.set(TEXT, text);
	return properties;
}

/**
 * A member of an element by its name, with or without the prefix of its namespace.
 *
 * @returns undefined where there is none
 */
export function xmlChild(value: Map<string, Json>, name: string): Json | undefined {
	const exact = value.get(name);
	if (exact !== undefined || name.includes(':')) return exact;
	for (const [known, member] of value) if (known.endsWith(`:${name}`)) return member;
	return undefined;
}

/** What a path that ends on an element gives: of one with attributes and text alone, the text. */
export function xmlLeaf(value: Json): Json {
	if (!(value instanceof Map) || !value.has(ATTRIBUTES)) return value;
	if (value.size === 1) return '';
	const text = value.get(TEXT);
	return value.size === 2 && text !== undefined ? text : value;
}

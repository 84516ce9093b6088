import { knownValues } from '../model/directives';
import { jsonText, parseJson, plainJson, type Json } from './json';
import { xmlChild, xmlLeaf } from './typed-xml';

/** Whether coreBOS reads answers of this `outputtype`; of any other it keeps nothing. */
export function isReadType(outputType: string | undefined): boolean {
	return outputType !== undefined && knownValues('outputtype').includes(outputType);
}

/** Finds the values that the entries of a map's Response ask for. */
export interface Answer {
	/** Whether the body could be read as what `outputtype` says. */
	readable: boolean;
	/** The body as it was read; undefined where it could not be. */
	content: Json | undefined;
	/**
	 * @param path the entry's `fieldname`
	 * @returns the value to store, in plain JavaScript; undefined: a native map finds nothing there
	 */
	valueAt(path: string): unknown;
	/** Whether the answer has something at this path. */
	has(path: string): boolean;
}

/**
 * A JSON answer as coreBOS stores it: a single name gives the member's JSON text, a
 * dotted path the value itself, with '' for what PHP takes as empty; a missing step is
 * skipped. Where PHP dies (an object at the end of a path, a list as answer), the
 * object and element 0 of the list are given.
 *
 * @param direct the body as JSON; undefined where it is not JSON
 */
export function jsonAnswer(direct: Json | undefined): Answer {
	const content = decodedTwice(direct);
	return {
		readable: direct !== undefined,
		content,
		valueAt: (path) => storedValue(content, path, Array.isArray(direct)),
		has: (path) => walk(content, path) !== undefined,
	};
}

/** A body that is a JSON string holding JSON is read twice. */
function decodedTwice(direct: Json | undefined): Json | undefined {
	return typeof direct === 'string' ? (parseJson(direct) ?? direct) : direct;
}

/** @param isListAnswer the answer itself is a list, on which PHP fails */
function storedValue(content: Json | undefined, path: string, isListAnswer: boolean): unknown {
	const isIndexed = isListAnswer && child(content, path.split('.')[0]) !== undefined;
	const start = isListAnswer && !isIndexed && Array.isArray(content) ? content[0] : content;
	const value = path.indexOf('.') > 0 ? skippingWalk(start, path) : textOfMember(start, path);
	const isNull = value === null || value === 'null';
	return isNull ? '' : plainJson(value);
}

/** Of a list in a JSON string a single name reads the first element. */
function textOfMember(content: Json | undefined, name: string): string {
	const member = child(content, name) ?? (Array.isArray(content) ? child(content[0], name) : null);
	return member === null || member === undefined ? '' : jsonText(member);
}

function skippingWalk(content: Json | undefined, path: string): Json {
	const steps = path.split('.');
	let at = content;
	let value: Json = '';
	for (const step of steps) {
		const next = child(at, step);
		if (next === undefined || isEmpty(next)) {
			value = '';
		} else {
			value = next;
			at = next;
		}
	}
	return value;
}

/** What a path of members leads to, step by step. */
export function walk(content: Json | undefined, path: string): Json | undefined {
	let at = content;
	for (const step of path.split('.')) at = child(at, step);
	return at;
}

/** A member of an object or an element of a list by its index. */
export function child(value: Json | undefined, name: string): Json | undefined {
	if (value instanceof Map) return value.get(name);
	if (Array.isArray(value) && /^(?:0|[1-9]\d{0,9})$/.test(name)) return value[Number(name)];
	return undefined;
}

/** PHP's empty() for what json_decode gives; an object is never empty. */
function isEmpty(value: Json): boolean {
	if (Array.isArray(value)) return value.length === 0;
	return [null, false, 0, 0n, '', '0'].some((empty) => empty === value);
}

/**
 * An answer as the documentation means it: typed values at paths of any depth, a
 * missing step gives nothing. A member whose own name has dots in it is found, too.
 *
 * @param content the answer; undefined where it could not be read
 * @param format what it was read from: names of XML elements may go without their prefix; default
 * JSON
 */
export function typedAnswer(content: Json | undefined, format: 'json' | 'xml' = 'json'): Answer {
	const step = format === 'xml' ? typedXmlChild : child;
	const find = (path: string): Json | undefined => {
		let at = content;
		for (const name of path.split('.')) at = step(at, name);
		return at === undefined && path.includes('.') ? step(content, path) : at;
	};
	return {
		readable: content !== undefined,
		content,
		valueAt: (path) => {
			const value = find(path);
			if (value === undefined) return undefined;
			return plainJson(format === 'xml' ? xmlLeaf(value) : value);
		},
		has: (path) => find(path) !== undefined,
	};
}

/** A single element may be read as the list that it is elsewhere. */
function typedXmlChild(value: Json | undefined, name: string): Json | undefined {
	if (value === undefined || Array.isArray(value)) return child(value, name);
	const found = value instanceof Map ? xmlChild(value, name) : undefined;
	return found === undefined && name === '0' ? value : found;
}

/**
 * An XML answer as coreBOS stores it: values at paths of any depth or of elements with
 * a dot in their name, '' for what is missing or reads `null`.
 */
export function xmlAnswer(content: Json | undefined): Answer {
	return {
		readable: content !== undefined,
		content,
		valueAt: (path) => {
			const value = walk(content, path) ?? child(content, path);
			return value === undefined || value === null || value === 'null' ? '' : plainJson(value);
		},
		has: (path) => walk(content, path) !== undefined,
	};
}

/** No answer came, or one that cannot be read, and the run is to go on: everything is empty. */
export function emptyAnswer(): Answer {
	return { readable: false, content: undefined, valueAt: () => '', has: () => false };
}

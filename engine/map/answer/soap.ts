import type { Operation, SoapAnswer, SoapFault } from '../../soap';
import { child, typedAnswer, walk, type Answer } from './answer';
import { parseJson, plainJson, type Json } from './json';
import { parseTypedXml } from './typed-xml';
import { parseXmlAnswer } from './xml';

/**
 * A SOAP answer. In coreBOS `<operation>Result` is unwrapped with outputtype JSON, of a list
 * the last part that is not empty is read as XML, and a name is also looked for one level
 * down. A result that is not a structure has the name of its part or `<operation>Result`.
 *
 * Natively `<operation>Result` is always unwrapped and XML (or, with outputtype JSON, JSON)
 * inside a string is read.
 */
export function soapAnswer(
	{ native, outputType }: { native: boolean; outputType: string | undefined },
	operation: Operation,
	answer: SoapAnswer,
): Answer {
	const { value } = answer;
	const resultName = `${operation.name}Result`;
	const wrapped = value instanceof Map ? value.get(resultName) : undefined;
	const isUnwrapped = wrapped !== undefined && wrapped !== null;
	const result: Json = isUnwrapped ? wrapped : value;
	const isStructure = answer.isMultipart || operation.style === 'document';
	const isNamed = !(isStructure && value instanceof Map);
	const ownNames = isNamed ? [resultName, ...answer.parts] : [];
	const names = isUnwrapped ? [resultName] : ownNames;
	if (native) return nativeAnswer(result, value, names, outputType);
	if (outputType === 'XML') return coreBosAnswer(value, value, names);
	const isList = Array.isArray(result) || (answer.isMultipart && !isUnwrapped);
	const content = isList ? (lastAsXml(result) ?? result) : (asXml(result) ?? result);
	return coreBosAnswer(content, result, names);
}

/** What coreBOS keeps of a failed call where that is not an error: the members of the fault. */
export function faultAnswer(fault: SoapFault): Answer {
	const content = new Map<string, Json>([
		['faultstring', fault.string],
		['faultcode', fault.code],
		...(fault.actor === undefined ? [] : [['faultactor', fault.actor] as const]),
		['detail', fault.detail],
	]);
	return coreBosAnswer(content, content, []);
}

function nativeAnswer(
	result: Json,
	whole: Json,
	names: string[],
	outputType: string | undefined,
): Answer {
	const find = (path: string): Json | undefined => {
		const found = valueAt(result, path) ?? valueAt(whole, path);
		return found === undefined && names.includes(path) ? result : found;
	};
	const itself = answerOf(result, find, (found) =>
		found === undefined ? undefined : plainJson(found),
	);
	const inside = documentIn(result, outputType);
	if (inside === undefined) return itself;
	return {
		...inside,
		valueAt: (path) => (inside.has(path) ? inside : itself).valueAt(path),
		has: (path) => inside.has(path) || itself.has(path),
	};
}

/** The XML, or with outputtype JSON the JSON, that a string holds, as an answer of its own. */
function documentIn(result: Json, outputType: string | undefined): Answer | undefined {
	if (typeof result !== 'string') return undefined;
	const xml = /^\s*</.test(result) ? parseTypedXml(result) : undefined;
	if (xml !== undefined) return typedAnswer(xml, 'xml');
	const json = outputType === 'JSON' && /^\s*[[{]/.test(result) ? parseJson(result) : undefined;
	return json === undefined ? undefined : typedAnswer(json);
}

/** @param result the value that the names stand for where nothing else has the name */
function coreBosAnswer(content: Json, result: Json, names: string[]): Answer {
	const find = (path: string): Json | undefined => {
		const isList = Array.isArray(content) && child(content, path.split('.')[0]) === undefined;
		const direct = valueAt(isList ? content[0] : content, path);
		const found = direct ?? inMembers(content, path) ?? direct;
		return found === undefined && names.includes(path) ? result : found;
	};
	return answerOf(content, find, (found) =>
		found === undefined || isLooselyNull(found) ? '' : plainJson(found),
	);
}

function answerOf(
	content: Json,
	find: (path: string) => Json | undefined,
	stored: (found: Json | undefined) => unknown,
): Answer {
	return {
		readable: true,
		content,
		valueAt: (path) => stored(find(path)),
		has: (path) => find(path) !== undefined,
	};
}

/** A name one level down: the last structure that has it. */
function inMembers(content: Json, name: string): Json | undefined {
	if (!(content instanceof Map)) return undefined;
	const found = [...content.values()].flatMap((member) => {
		const value = member instanceof Map ? member.get(name) : undefined;
		return value === undefined || value === null ? [] : [value];
	});
	return found.at(-1);
}

/** What PHP's `==` takes for null, and the text `null`. */
function isLooselyNull(value: Json): boolean {
	if (Array.isArray(value)) return value.length === 0;
	return [null, false, 0, 0n, '', 'null'].some((empty) => empty === value);
}

/** Also a member whose own name has dots in it. */
function valueAt(content: Json | undefined, path: string): Json | undefined {
	const member = child(content, path);
	return member === undefined ? walk(content, path) : member;
}

function lastAsXml(parts: Json): Json | undefined {
	const values = Array.isArray(parts) ? parts : parts instanceof Map ? [...parts.values()] : [];
	const last = values.findLast((value) => value !== '' && value !== null);
	return last === undefined ? undefined : asXml(last);
}

/** XML in a string; undefined for every other value. */
function asXml(value: Json): Json | undefined {
	return typeof value === 'string' && /^\s*</.test(value) ? parseXmlAnswer(value) : undefined;
}

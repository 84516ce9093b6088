import { elementsOf } from './content-model';
import { bodyNames, HEADER_MARK } from './operation-parameters';
import { ContentWriter, type WritingStyle } from './content-writer';
import type { BoundMessage, MessagePart, Operation, Wsdl } from './model';
import { Prefixes } from './prefixes';
import { SoapError } from './soap-error';
import { NAMESPACES } from './xml-elements';
import type { Compatibility } from '../compatibility';

/** What a call sends. */
export interface SoapMessage {
	/** The envelope. */
	body: string;
	/** `Content-Type` and, with SOAP 1.1, `SOAPAction`. */
	headers: Record<string, string>;
}

/** How an envelope is built. */
interface EnvelopeOptions {
	/** `coreBos`: values converted as the SOAP client of PHP does; `native`: they must fit their types. */
	compatibility: Compatibility;
	/** Is told about parameters that are not sent. */
	warn: (text: string) => void;
}

/**
 * The envelope of a call, its elements and namespaces as the WSDL has them.
 *
 * @param wsdl where the operation comes from
 * @param operation the operation
 * @param parameters its parameters by name, in any order: what JSON can hold
 * @throws SoapError naming the parameter that is missing, unknown or of another type
 */
export function buildEnvelope(
	wsdl: Wsdl,
	operation: Operation,
	parameters: Record<string, unknown>,
	{ compatibility, warn }: EnvelopeOptions,
): SoapMessage {
	const { version, input } = operation;
	const isFirst = version === '1.1';
	const envelope = isFirst ? NAMESPACES.envelope11 : NAMESPACES.envelope12;
	const prefix = isFirst ? 'SOAP-ENV' : 'env';
	const prefixes = new Prefixes(envelope, prefix);
	const style: WritingStyle = { compatibility, isEncoded: input.use === 'encoded', version };
	const writer = new ContentWriter(wsdl, style, prefixes, warn);
	const rest = writeHeaders(writer, operation, parameters, prefix);
	writer.raw(`<${prefix}:Body>`);
	if (operation.style === 'rpc') writeCall(writer, operation, rest, prefixes, style, warn);
	else writeDocument(writer, operation, rest, warn, compatibility);
	const encoding = isFirst ? NAMESPACES.encoding11 : NAMESPACES.encoding12;
	if (style.isEncoded) prefixes.name(encoding, '');
	const stylesOfFirst = style.isEncoded && isFirst ? ` ${prefix}:encodingStyle="${encoding}"` : '';
	const content = writer.text();
	return {
		body: `<?xml version="1.0" encoding="UTF-8"?>\n<${prefix}:Envelope${prefixes.declarations()}${stylesOfFirst}>${content}</${prefix}:Body></${prefix}:Envelope>\n`,
		headers: headersOf(operation),
	};
}

function headersOf({ version, action }: Operation): Record<string, string> {
	const safe = action.replace(/["\\\r\n]/g, encodeURIComponent);
	if (version === '1.1') {
		return { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: `"${safe}"` };
	}
	const parameter = safe === '' ? '' : `; action="${safe}"`;
	return { 'Content-Type': `application/soap+xml; charset=utf-8${parameter}` };
}

/**
 * Parameters named as parts of the header travel there. A name that the body has, too, is the
 * body's; `header:name` is always the header's.
 *
 * @returns the others
 */
function writeHeaders(
	writer: ContentWriter,
	{ input }: Operation,
	parameters: Record<string, unknown>,
	prefix: string,
): Record<string, unknown> {
	const inBody = bodyNames(input);
	const given = input.headers.flatMap(({ element }) => {
		const names = [HEADER_MARK + element.name, ...(inBody.has(element.name) ? [] : [element.name])];
		const name = names.find((one) => Object.hasOwn(parameters, one));
		return name === undefined ? [] : [{ element, name }];
	});
	if (given.length === 0) return parameters;
	writer.raw(`<${prefix}:Header>`);
	for (const { element, name } of given) writer.element(element, parameters[name]);
	writer.raw(`</${prefix}:Header>`);
	const names = new Set(given.map(({ name }) => name));
	return Object.fromEntries(Object.entries(parameters).filter(([name]) => !names.has(name)));
}

function writeCall(
	writer: ContentWriter,
	operation: Operation,
	parameters: Record<string, unknown>,
	prefixes: Prefixes,
	{ isEncoded, version, compatibility }: WritingStyle,
	warn: (text: string) => void,
): void {
	const tag = prefixes.name(operation.input.namespace, operation.name);
	const isSecond = isEncoded && version === '1.2';
	const styled = isSecond
		? ` ${prefixes.name(NAMESPACES.envelope12, 'encodingStyle')}="${NAMESPACES.encoding12}"`
		: '';
	const parts = partValues(operation.input, parameters);
	refuseUnknown(operation, parameters, parts, compatibility, warn);
	writer.raw(`<${tag}${styled}>`);
	for (const { part, value } of parts) {
		if (value === undefined && compatibility === 'native') throw missingPart(operation, part);
		// Parts of a call have no namespace, also where an element describes them.
		writer.element({ ...part.element, namespace: '', name: part.name }, value ?? null);
	}
	writer.raw(`</${tag}>`);
}

interface PartValue {
	part: MessagePart;
	value: unknown;
	/** The parameters it is made of. */
	names: string[];
}

/**
 * Values of the parts of a message: the parameter of the part's name or, for an only part that
 * is a structure, all parameters as its members.
 */
function partValues({ parts }: BoundMessage, parameters: Record<string, unknown>): PartValue[] {
	const [only] = parts;
	const isStructure = parts.length === 1 && only.element.type().kind === 'complex';
	const isNamed = parts.some(({ name }) => Object.hasOwn(parameters, name));
	if (isStructure && !(isNamed && !mayBeMembers(only, parameters))) {
		return [{ part: only, value: parameters, names: Object.keys(parameters) }];
	}
	return parts.map((part) => ({
		part,
		value: Object.hasOwn(parameters, part.name) ? parameters[part.name] : undefined,
		names: [part.name],
	}));
}

/** Whether parameters with one of a part's name may be members of the part's structure. */
function mayBeMembers(
	{ element, name }: MessagePart,
	parameters: Record<string, unknown>,
): boolean {
	const type = element.type();
	if (type.kind !== 'complex' || type.content === undefined) return false;
	const members = elementsOf(type.content);
	if (!members.some((one) => one.name === name)) return false;
	const isAlone = Object.keys(parameters).length === 1;
	const needsMore = members.some((one) => one.min > 0 && one.name !== name);
	return !(isAlone && needsMore);
}

function refuseUnknown(
	operation: Operation,
	parameters: Record<string, unknown>,
	parts: PartValue[],
	compatibility: Compatibility,
	warn: (text: string) => void,
): void {
	const known = new Set(parts.flatMap(({ names }) => names));
	const unknown = Object.keys(parameters).filter((name) => !known.has(name));
	if (unknown.length === 0) return;
	const takes = operation.input.parts.map(({ name }) => name).join(', ') || 'no parameters';
	const names = unknown.map((name) => `"${name}"`).join(', ');
	const reason = `the operation "${operation.name}" takes ${takes}`;
	if (compatibility === 'native') throw new SoapError(`There is no parameter ${names}: ${reason}`);
	warn(`${names} is not sent: ${reason}`);
}

function missingPart({ name }: Operation, part: MessagePart): SoapError {
	return new SoapError(`The parameter "${part.name}" of the operation "${name}" is missing`);
}

function writeDocument(
	writer: ContentWriter,
	operation: Operation,
	parameters: Record<string, unknown>,
	warn: (text: string) => void,
	compatibility: Compatibility,
): void {
	const { parts } = operation.input;
	const [only] = parts;
	if (parts.length === 1 && takesMembers(only, parameters)) {
		writer.element(only.element, parameters);
		return;
	}
	const values = parts.map((part) => documentValue(part, parameters));
	refuseUnknown(operation, parameters, values, compatibility, warn);
	for (const { part, value } of values) {
		if (value === undefined) throw missingPart(operation, part);
		writer.element(part.element, value);
	}
}

/** A part is given under its own name or that of its element. */
function documentValue(part: MessagePart, parameters: Record<string, unknown>): PartValue {
	const names = [part.element.name, part.name];
	const name = names.find((one) => Object.hasOwn(parameters, one));
	return { part, value: name === undefined ? undefined : parameters[name], names };
}

/** Whether the parameters are what is in a part's element: its members, or any XML. */
function takesMembers(part: MessagePart, parameters: Record<string, unknown>): boolean {
	const type = part.element.type();
	if (type.kind === 'complex') return true;
	return type.base === 'anyType' && documentValue(part, parameters).value === undefined;
}

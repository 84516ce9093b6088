import { ContentReader } from './content-reader';
import type { Operation, Wsdl } from './model';
import { SoapError, SoapFault, type SoapValue } from './soap-error';
import { childrenOf, NAMESPACES, readElements, type NamedElement } from './xml-elements';
import type { Compatibility } from '../compatibility';

/** What a call answered. */
export interface SoapAnswer {
	/**
	 * The value of the answer's only part (for a document: the structure in its element), or a
	 * map of all parts by name; null where there is none.
	 */
	value: SoapValue;
	/** Names of the parts that the answer may have. */
	parts: string[];
	/** Whether the answer has more than one part, so that `value` is a map of them. */
	isMultipart: boolean;
}

const ENVELOPES: readonly string[] = [NAMESPACES.envelope11, NAMESPACES.envelope12];

/** The body of a SOAP envelope; undefined where the text is not one. */
export function bodyOf(xml: string): NamedElement | undefined {
	const envelope = readEnvelope(xml);
	if (envelope === undefined) return undefined;
	const [body] = childrenOf(envelope, envelope.namespace, 'Body');
	return body;
}

function readEnvelope(xml: string): NamedElement | undefined {
	try {
		const root = readElements(xml);
		const isEnvelope = root.name === 'Envelope' && ENVELOPES.includes(root.namespace);
		return isEnvelope ? root : undefined;
	} catch {
		// What is not XML is not an envelope; the caller knows what to say about it.
		return undefined;
	}
}

/** The fault in an envelope's body; undefined where it holds none. */
export function faultIn(wsdl: Wsdl, body: NamedElement): SoapFault | undefined {
	const [first] = childrenOf(body, NAMESPACES.envelope11, 'Fault');
	if (first !== undefined) return firstFault(wsdl, body, first);
	const [second] = childrenOf(body, NAMESPACES.envelope12, 'Fault');
	return second === undefined ? undefined : secondFault(wsdl, body, second);
}

function firstFault(wsdl: Wsdl, body: NamedElement, fault: NamedElement): SoapFault {
	const child = (name: string) => fault.children.find((one) => one.name === name);
	const detail = child('detail');
	return new SoapFault({
		code: child('faultcode')?.text.trim() ?? '',
		string: child('faultstring')?.text.trim() ?? '',
		actor: child('faultactor')?.text.trim(),
		detail: detail === undefined ? null : detailOf(wsdl, body, detail),
	});
}

function secondFault(wsdl: Wsdl, body: NamedElement, fault: NamedElement): SoapFault {
	const child = (name: string) => childrenOf(fault, NAMESPACES.envelope12, name)[0];
	const [reason, detail, code] = [child('Reason'), child('Detail'), child('Code')];
	const texts = reason === undefined ? [] : childrenOf(reason, NAMESPACES.envelope12, 'Text');
	return new SoapFault({
		code: code === undefined ? '' : codesOf(code).join('/'),
		string: texts[0]?.text.trim() ?? '',
		actor: child('Role')?.text.trim(),
		detail: detail === undefined ? null : detailOf(wsdl, body, detail),
	});
}

/** A code and the codes inside it, from the general to the particular. */
function codesOf(code: NamedElement): string[] {
	const [value] = childrenOf(code, NAMESPACES.envelope12, 'Value');
	const [inner] = childrenOf(code, NAMESPACES.envelope12, 'Subcode');
	const own = value === undefined ? [] : [value.text.trim()];
	return inner === undefined ? own : [...own, ...codesOf(inner)];
}

function detailOf(wsdl: Wsdl, body: NamedElement, detail: NamedElement): SoapValue {
	return new ContentReader(wsdl, body, 'native').value(detail, undefined);
}

/**
 * The answer in an envelope's body as values.
 *
 * @param compatibility as PHP's SOAP client gives values, or as the types mean them
 * @throws SoapError for an answer that refers to what is not there, or to itself
 */
export function readSoapAnswer(
	wsdl: Wsdl,
	operation: Operation,
	body: NamedElement,
	compatibility: Compatibility,
): SoapAnswer {
	const reader = new ContentReader(wsdl, body, compatibility);
	const parts = operation.output?.parts ?? [];
	const names = parts.map(({ name }) => name);
	const isMultipart = parts.length > 1;
	const content = operation.style === 'rpc' ? rpcParts(body) : body.children;
	if (!isMultipart) {
		const [part] = parts;
		const element =
			part === undefined ? undefined : (named(content, part.element.name) ?? content[0]);
		const value = element === undefined ? null : reader.value(element, part?.element.type());
		return { value, parts: names, isMultipart };
	}
	const values = parts.flatMap(({ name, element }): Array<[string, SoapValue]> => {
		const found = named(content, element.name);
		return found === undefined ? [] : [[name, reader.value(found, element.type())]];
	});
	return { value: new Map(values), parts: names, isMultipart };
}

/** The elements in the answer's wrapper: it comes first, what it refers to after it. */
function rpcParts(body: NamedElement): NamedElement[] {
	return body.children[0]?.children ?? [];
}

function named(elements: NamedElement[], name: string): NamedElement | undefined {
	return elements.find((element) => element.name === name);
}

/** The error for an answer that is not a SOAP envelope. */
export function notSoap(text: string): SoapError {
	const isMultipart = /^\s*--\S+/.test(text);
	return new SoapError(
		isMultipart
			? 'the answer has attachments (MIME multipart), which are not supported'
			: 'the answer is not a SOAP envelope',
	);
}

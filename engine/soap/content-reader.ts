import type { Compatibility } from '../compatibility';
import { DeclaredMembers } from './declared-members';
import type { ComplexType, SchemaType, SimpleType, Wsdl } from './model';
import { SoapError, type SoapValue } from './soap-error';
import {
	APACHE_MAP,
	keyIn,
	keyOf,
	NAMESPACES,
	partsOf,
	xmlOf,
	type NamedElement,
} from './xml-elements';
import { isSchema, readScalar } from './xsd-types';

/** Deeper than any answer goes; a limit against answers that refer to themselves. */
const MAX_DEPTH = 100;
/** Values that one answer may refer to; a limit against answers that multiply themselves. */
const MAX_REFERENCES = 100_000;

const ENCODINGS: readonly string[] = [NAMESPACES.encoding11, NAMESPACES.encoding12];

const SOAP_NAMESPACES: readonly string[] = [
	...ENCODINGS,
	NAMESPACES.xsi,
	NAMESPACES.envelope11,
	NAMESPACES.envelope12,
];

/** Reads the elements of an answer as values of their types. */
export class ContentReader {
	private readonly byId = new Map<string, NamedElement>();
	/** What is referred to: its `id` says nothing more. */
	private readonly targets = new Set<string>();
	private references = 0;

	/**
	 * @param wsdl where the types come from
	 * @param body the envelope's body, in which references of SOAP's encoding point
	 * @param compatibility `coreBos`: an element that is there once is not a list, whatever the schema says;
	 * `native`: what may be there more than once is always one
	 */
	constructor(
		private readonly wsdl: Wsdl,
		body: NamedElement,
		private readonly compatibility: Compatibility,
	) {
		this.collectIds(body);
	}

	private collectIds(element: NamedElement): void {
		const id =
			element.attributes.get('id') ?? element.attributes.get(keyOf(NAMESPACES.encoding12, 'id'));
		if (id !== undefined) this.byId.set(id, element);
		const target = referenceOf(element);
		if (target !== undefined) this.targets.add(target);
		element.children.forEach((child) => this.collectIds(child));
	}

	/** The value of an element of a declared type. */
	value(found: NamedElement, declared: SchemaType | undefined, depth = 0): SoapValue {
		if (depth > MAX_DEPTH) {
			throw new SoapError('The answer is nested too deeply, or refers to itself');
		}
		const element = this.referenced(found);
		if (this.compatibility === 'coreBos' && isSchema(element)) return xmlOf(element.source);
		const type = this.typeFor(element, declared);
		if (isNil(element)) return this.nilOf(element, type);
		if (type?.key === APACHE_MAP) return this.mapEntries(element, depth);
		if (type === undefined || (type.kind === 'simple' && type.base === 'anyType')) {
			return this.untyped(element, depth);
		}
		if (type.kind === 'complex') return this.complex(element, type, depth);
		if (element.children.length > 0) return this.untyped(element, depth);
		return this.textValue(type, element.text);
	}

	/** PHP keeps the attributes of a nil where the type is text with attributes. */
	private nilOf(element: NamedElement, type: SchemaType | undefined): SoapValue {
		if (this.compatibility === 'native' || type?.kind !== 'complex' || type.text === undefined) {
			return null;
		}
		const members = new Map<string, SoapValue>([['_', null]]);
		this.readAttributes(element, type, members);
		return members;
	}

	/** A string as a value, or natively the list of values that it is. */
	private textValue(type: SimpleType, text: string): SoapValue {
		if (type.isList !== true) return readScalar(type.base, text, this.compatibility);
		if (this.compatibility === 'coreBos') return readScalar('token', text, 'coreBos');
		const words = text
			.trim()
			.split(/\s+/)
			.filter((word) => word !== '');
		return words.map((word) => readScalar(type.base, word, this.compatibility));
	}

	/** What an element stands for that refers to another (`href`, `ref`). */
	private referenced(element: NamedElement): NamedElement {
		const id = element.children.length > 0 ? undefined : referenceOf(element);
		if (id === undefined) return element;
		this.references++;
		if (this.references > MAX_REFERENCES) {
			throw new SoapError('The answer refers to its own values too often to be read');
		}
		const target = this.byId.get(id);
		if (target !== undefined) return target;
		throw new SoapError(`The answer refers to "${id}", which it does not contain`);
	}

	/** What the answer itself says of a type counts more than what is declared. */
	private typeFor(element: NamedElement, declared: SchemaType | undefined): SchemaType | undefined {
		const written = element.attributes.get(keyOf(NAMESPACES.xsi, 'type'));
		if (written === undefined) return declared;
		return this.wsdl.typeOf(keyIn(element, written)) ?? declared;
	}

	private complex(element: NamedElement, type: ComplexType, depth: number): SoapValue {
		if (type.arrayOf !== undefined) {
			const { type: itemType } = type.arrayOf;
			return element.children.map((child) => this.value(child, itemType(), depth + 1));
		}
		const members = new Map<string, SoapValue>();
		if (type.text !== undefined) {
			members.set('_', this.textValue(type.text, element.text));
		} else this.readMembers(element, type, members, depth);
		this.readAttributes(element, type, members);
		return members;
	}

	private readAttributes(
		element: NamedElement,
		{ attributes, hasAnyAttribute }: ComplexType,
		members: Map<string, SoapValue>,
	): void {
		const declared = new Set<string>();
		for (const { namespace, name, type: typeOf, fixed, default: usual } of attributes) {
			const key = namespace === '' ? name : keyOf(namespace, name);
			declared.add(key);
			const text = element.attributes.get(key) ?? fixed ?? usual;
			if (text === undefined) continue;
			const type = typeOf();
			// An empty attribute is a value: for PHP a boolean one is false.
			const empty = type.base === 'boolean' ? false : '';
			setAttribute(members, name, this.textValue(type, text) ?? empty);
		}
		if (hasAnyAttribute) this.readOtherAttributes(element, members, declared);
	}

	/** Attributes that no schema describes. PHP has none of them. */
	private readOtherAttributes(
		element: NamedElement,
		members: Map<string, SoapValue>,
		declared: ReadonlySet<string> = new Set(),
	): void {
		if (this.compatibility === 'coreBos') return;
		for (const [key, text] of element.attributes) {
			if (!declared.has(key) && !this.isOfSoap(key, text)) {
				setAttribute(members, key.startsWith('{') ? partsOf(key).name : key, text);
			}
		}
	}

	/** Whether an attribute is SOAP's own rather than a value. */
	private isOfSoap(key: string, value: string): boolean {
		if (key === 'href') return value.startsWith('#');
		if (key === 'id') return this.targets.has(value);
		if (!key.startsWith('{')) return false;
		return SOAP_NAMESPACES.includes(partsOf(key).namespace);
	}

	private readMembers(
		element: NamedElement,
		type: ComplexType,
		members: Map<string, SoapValue>,
		depth: number,
	): void {
		const declared = new DeclaredMembers(type, element);
		const isNative = this.compatibility === 'native';
		const lists = new Set(isNative ? declared.listNames() : []);
		// What may be there more than once is a list, also an empty one.
		for (const name of declared.expectedLists()) if (lists.has(name)) members.set(name, []);
		const others: NamedElement[] = [];
		for (const child of element.children) {
			const found = declared.memberOf(child);
			if (found === 'apart') continue;
			if (found === undefined) others.push(child);
			else {
				const value = this.value(child, found.particle.type(), depth + 1);
				addMember(members, found.name, value, lists);
			}
		}
		if (others.length === 0) return;
		// PHP gives what the schema does not name as the XML that it is.
		if (declared.takesAny && !isNative) {
			members.set('any', others.map(({ source }) => xmlOf(source)).join(''));
			return;
		}
		for (const child of others) {
			addMember(members, child.name, this.value(child, undefined, depth + 1), lists);
		}
	}

	private mapEntries(element: NamedElement, depth: number): SoapValue {
		if (this.compatibility === 'coreBos' && element.children.length === 0) return null;
		return new Map(
			element.children.map((item) => {
				const part = (name: string) => item.children.find((child) => child.name === name);
				const [key, value] = [part('key'), part('value')];
				const found = value === undefined ? null : this.value(value, undefined, depth + 2);
				return [key?.text ?? '', found];
			}),
		);
	}

	/** Elements that no schema describes: structures by their names, or the text. */
	private untyped(element: NamedElement, depth: number): SoapValue {
		const isArray = [...element.attributes.keys()].some((key) => {
			const { namespace, name } = key.startsWith('{') ? partsOf(key) : { namespace: '', name: key };
			return ENCODINGS.includes(namespace) && /^(?:arrayType|itemType|arraySize)$/.test(name);
		});
		if (isArray) return element.children.map((child) => this.value(child, undefined, depth + 1));
		const members = new Map<string, SoapValue>();
		for (const child of element.children) {
			addMember(members, child.name, this.value(child, undefined, depth + 1), new Set());
		}
		this.readOtherAttributes(element, members);
		if (element.children.length > 0) return members;
		if (members.size === 0) return element.text;
		// What has attributes alone is a structure of them.
		return element.text.trim() === '' ? members : new Map([['_', element.text], ...members]);
	}
}

function isNil(element: NamedElement): boolean {
	const nil = element.attributes.get(keyOf(NAMESPACES.xsi, 'nil'));
	return nil === 'true' || nil === '1';
}

/** The `id` of another element that one refers to in its place. */
function referenceOf({ attributes }: NamedElement): string | undefined {
	const href = attributes.get('href');
	const ref = attributes.get(keyOf(NAMESPACES.encoding12, 'ref'));
	return (ref ?? (href?.startsWith('#') === true ? href : undefined))?.replace(/^#/, '');
}

/** An attribute is a member by its name; with `@` before it where an element has the name. */
function setAttribute(members: Map<string, SoapValue>, name: string, value: SoapValue): void {
	members.set(members.has(name) ? `@${name}` : name, value);
}

/** A member that came more than once. */
class Repeated extends Array<SoapValue> {}

function addMember(
	members: Map<string, SoapValue>,
	name: string,
	value: SoapValue,
	lists: ReadonlySet<string>,
): void {
	const known = members.get(name);
	if (lists.has(name) && Array.isArray(known)) known.push(value);
	else if (!members.has(name)) members.set(name, lists.has(name) ? [value] : value);
	else if (known instanceof Repeated) known.push(value);
	else members.set(name, Repeated.of(known ?? null, value));
}

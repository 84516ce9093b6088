import type { Compatibility } from '../compatibility';
import type { ComplexType, ElementParticle, SchemaType, Wsdl } from './model';
import { elementsOf, isList } from './content-writer';
import { SoapError, type SoapValue } from './soap-error';
import { keyIn, keyOf, NAMESPACES, partsOf, type NamedElement } from './xml-elements';
import { readScalar } from './xsd-types';

/** Deeper than any answer goes; a limit against answers that refer to themselves. */
const MAX_DEPTH = 100;
/** Values that one answer may refer to; a limit against answers that multiply themselves. */
const MAX_REFERENCES = 100_000;

const APACHE_MAP = keyOf('http://xml.apache.org/xml-soap', 'Map');

const ENCODINGS: readonly string[] = [NAMESPACES.encoding11, NAMESPACES.encoding12];

/** Reads the elements of an answer as values of their types. */
export class ContentReader {
	private readonly byId = new Map<string, NamedElement>();
	private references = 0;

	/**
	 * @param wsdl where the types come from
	 * @param body the envelope's body, in which references of SOAP's encoding point
	 * @param compatibility `coreBos`: an element that is there once is no list, whatever the schema says;
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
		element.children.forEach((child) => this.collectIds(child));
	}

	/** The value of an element of a declared type. */
	value(found: NamedElement, declared: SchemaType | undefined, depth = 0): SoapValue {
		if (depth > MAX_DEPTH) {
			throw new SoapError('The answer is nested too deeply, or refers to itself');
		}
		const element = this.referenced(found);
		if (isNil(element)) return null;
		const type = this.typeFor(element, declared);
		if (type === undefined || (type.kind === 'simple' && type.base === 'anyType')) {
			return this.untyped(element, depth);
		}
		if (type.kind === 'complex') return this.complex(element, type, depth);
		if (element.children.length > 0) return this.untyped(element, depth);
		if (type.isList !== true) return readScalar(type.base, element.text, this.compatibility);
		if (this.compatibility === 'coreBos') return element.text.trim();
		const words = element.text
			.trim()
			.split(/\s+/)
			.filter((word) => word !== '');
		return words.map((word) => readScalar(type.base, word, this.compatibility));
	}

	/** What an element stands for that refers to another (`href`, `ref`). */
	private referenced(element: NamedElement): NamedElement {
		const href = element.attributes.get('href');
		const ref = element.attributes.get(keyOf(NAMESPACES.encoding12, 'ref'));
		const id = ref ?? (href?.startsWith('#') === true ? href.slice(1) : undefined);
		if (id === undefined || element.children.length > 0) return element;
		this.references++;
		if (this.references > MAX_REFERENCES) {
			throw new SoapError('The answer refers to its own values too often to be read');
		}
		const target = this.byId.get(id.replace(/^#/, ''));
		if (target !== undefined) return target;
		throw new SoapError(`The answer refers to "${id}", which it does not hold`);
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
			members.set('_', readScalar(type.text.base, element.text, this.compatibility));
		} else this.readMembers(element, type, members, depth);
		for (const { namespace, name, type: typeOf } of type.attributes) {
			const text = element.attributes.get(namespace === '' ? name : keyOf(namespace, name));
			if (text === undefined) continue;
			const value = readScalar(typeOf().base, text, this.compatibility);
			members.set(members.has(name) ? `@${name}` : name, value);
		}
		return members;
	}

	private readMembers(
		element: NamedElement,
		type: ComplexType,
		members: Map<string, SoapValue>,
		depth: number,
	): void {
		const declared = new Map(
			(type.content === undefined ? [] : elementsOf(type.content)).map((one) => [one.name, one]),
		);
		const lists = new Set(
			[...declared.values()]
				.filter((particle) => this.compatibility === 'native' && isList(particle))
				.map(({ name }) => name),
		);
		// What may be there more than once is a list, also an empty one.
		lists.forEach((name) => members.set(name, []));
		for (const child of element.children) {
			const particle: ElementParticle | undefined = declared.get(child.name);
			const value = this.value(child, particle?.type(), depth + 1);
			addMember(members, child.name, value, lists);
		}
	}

	private mapEntries(element: NamedElement, depth: number): SoapValue {
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
		if (element.children.length === 0) return element.text;
		if (isMap(element)) return this.mapEntries(element, depth);
		const members = new Map<string, SoapValue>();
		for (const child of element.children) {
			addMember(members, child.name, this.value(child, undefined, depth + 1), new Set());
		}
		return members;
	}
}

/** Whether an element is a map as Apache's SOAP began to write them and PHP does. */
function isMap(element: NamedElement): boolean {
	const written = element.attributes.get(keyOf(NAMESPACES.xsi, 'type'));
	return written !== undefined && keyIn(element, written) === APACHE_MAP;
}

function isNil(element: NamedElement): boolean {
	const nil = element.attributes.get(keyOf(NAMESPACES.xsi, 'nil'));
	return nil === 'true' || nil === '1';
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
	else if (known === undefined && !members.has(name)) members.set(name, value);
	else if (known instanceof Repeated) known.push(value);
	else members.set(name, Repeated.of(known ?? null, value));
}

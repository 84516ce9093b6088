import { thrownError } from '../thrown-error';
import type { Compatibility } from '../compatibility';
import type {
	AttributeUse,
	ComplexType,
	ElementParticle,
	GroupParticle,
	Particle,
	SchemaType,
	SimpleType,
	Wsdl,
} from './model';
import {
	elementsOf,
	isList,
	isListType,
	isOptionalPart,
	manyTimes,
	memberName,
	memberNames,
	onlyRepeated,
	takesAny,
} from './content-model';
import { attributeText, escaped, type Prefixes } from './prefixes';
import { SoapError } from './soap-error';
import { APACHE_MAP, keyOf, NAMESPACES, partsOf, readElements, type Key } from './xml-elements';
import { ANY_TYPE, isSchema, MAP, writeScalar } from './xsd-types';

/** A value of a call: what JSON can hold. */
type Plain = unknown;

type Structure = Record<string, Plain>;

/** How values are written. */
export interface WritingStyle {
	compatibility: Compatibility;
	/** SOAP's encoding: each element says its type. */
	isEncoded: boolean;
	version: '1.1' | '1.2';
}

const ANY_TEXT: SimpleType = { kind: 'simple', base: 'string' };

/** A refusal that already names its value. */
class SoapRefusal extends SoapError {}

/** Writes values as the elements that a schema wants, in the schema's order. */
export class ContentWriter {
	private readonly pieces: string[] = [];
	/** Names from the message down to the value being written, for messages. */
	private readonly path: string[] = [];

	constructor(
		private readonly wsdl: Wsdl,
		private readonly style: WritingStyle,
		private readonly prefixes: Prefixes,
		private readonly warn: (text: string) => void,
	) {}

	/** What has been written. */
	text(): string {
		return this.pieces.join('');
	}

	/** Writes what is XML already. */
	raw(xml: string): void {
		this.pieces.push(xml);
	}

	/**
	 * Writes an element of a value.
	 *
	 * @param index its place in a list, for messages
	 * @throws SoapError that names the value and what is wrong with it
	 */
	element(particle: ElementParticle, value: Plain, index?: number): void {
		this.path.push(index === undefined ? particle.name : `${particle.name}[${index}]`);
		// SOAP's encoding knows no namespaces inside of what it encodes.
		const isUnqualified = this.style.isEncoded && this.path.length > 1;
		const namespace = isUnqualified ? '' : particle.namespace;
		const tag = this.prefixes.name(namespace, particle.name);
		if (value === null || value === undefined) this.nil(particle, tag);
		// A schema of a data set is XML, with its own element, as it is in answers.
		else if (isSchema(particle) && typeof value === 'string') this.xml(value);
		else this.typed(tag, this.typeFor(particle.type(), value), value);
		this.path.pop();
	}

	private refuse(reason: string, cause?: unknown): SoapError {
		const path = this.path.filter((name) => name !== '').join('.');
		return new SoapRefusal(`"${path}" ${reason}`, { cause });
	}

	private nil(particle: ElementParticle, tag: string): void {
		if (!particle.isNillable && !this.style.isEncoded && this.style.compatibility === 'native') {
			throw this.refuse('must have a value: it is null, which its type does not allow');
		}
		if (particle.isNillable || this.style.isEncoded) {
			this.pieces.push(`<${tag} ${this.prefixes.name(NAMESPACES.xsi, 'nil')}="true"/>`);
		} else this.pieces.push(`<${tag}/>`);
	}

	/** The type that a structure itself names (`xsi:type`) instead of the declared one. */
	private typeFor(declared: SchemaType, value: Plain): SchemaType {
		const wanted = isStructure(value) ? ownMember(value, 'xsi:type') : undefined;
		if (typeof wanted !== 'string') {
			this.judgeMissing(declared);
			if (declared.kind !== 'complex' || !declared.isAbstract) return declared;
			throw this.refuse(
				`has the abstract type ${localName(declared.key)}: name its type in its member "xsi:type"`,
			);
		}
		const [type, another] = this.meant(declared, wanted);
		if (type === undefined) {
			throw this.refuse(`names the type "${wanted}", which the WSDL does not define`);
		}
		if (another === undefined) return type;
		throw this.refuse(
			`names the type "${wanted}", which exists in more than one namespace: write it as ${type.key ?? ''}`,
		);
	}

	/** The types that a name means: those nearest to the declared type. */
	private meant(declared: SchemaType, name: string): SchemaType[] {
		const keys = this.wsdl.typesCalled(name);
		const types = keys.map((key) => this.wsdl.typeOf(key)).filter((one) => one !== undefined);
		const namespace = declared.key === undefined ? undefined : partsOf(declared.key).namespace;
		const own = types.filter(({ key }) => key && partsOf(key).namespace === namespace);
		const derived = types.filter((type) => this.isDerived(type, declared.key));
		if (!name.includes(':') && own.length > 0) return own;
		return derived.length > 0 ? derived : types;
	}

	private isDerived(type: SchemaType, from: Key | undefined): boolean {
		let at: SchemaType | undefined = type;
		while (from !== undefined && at?.kind === 'complex') {
			if (at.base === from) return true;
			at = at.base === undefined ? undefined : this.wsdl.typeOf(at.base);
		}
		return false;
	}

	/** PHP writes a type that nothing defines as it writes a value without type. */
	private judgeMissing(type: SchemaType): void {
		if (type.missing === undefined) return;
		const { reason, isUnreadable } = type.missing;
		if (isUnreadable) throw this.refuse(`cannot be written: ${reason}`);
		this.warn(`"${this.path.join('.')}" is sent as it is: ${reason}`);
	}

	private typed(tag: string, type: SchemaType, value: Plain): void {
		const isNamed = isStructure(value) && Object.hasOwn(value, 'xsi:type');
		const attributes = this.style.isEncoded || isNamed ? this.typeAttribute(type) : '';
		if (type.kind === 'simple' && type.base === 'anyType') this.untyped(tag, value);
		else if (type.kind === 'simple') {
			const text = isNamed ? (ownMember(value, '_') ?? '') : value;
			this.pieces.push(`<${tag}${attributes}>${this.scalar(type, text)}</${tag}>`);
		} else if (type.arrayOf !== undefined) this.array(tag, type, value);
		else if (type.key === APACHE_MAP) this.map(tag, value, attributes);
		else this.complex(tag, type, value, attributes);
	}

	private typeAttribute(type: SchemaType): string {
		const key = type.key ?? (type.kind === 'simple' ? keyOf(NAMESPACES.xsd, type.base) : type.base);
		if (key === undefined || key === ANY_TYPE) return '';
		const { namespace, name } = partsOf(key);
		const written = this.prefixes.name(namespace, name);
		return ` ${this.prefixes.name(NAMESPACES.xsi, 'type')}="${written}"`;
	}

	private scalar(type: SimpleType, value: Plain): string {
		return this.checked(() => escaped(this.scalarText(type, value)));
	}

	/** A value, or a list of them with spaces between, before it is put into XML. */
	private scalarText(type: SimpleType, value: Plain): string {
		const values = type.isList === true ? wordsOf(value) : [value];
		const texts = values.map((one) =>
			this.checked(() => writeScalar(type.base, one, this.style.compatibility)),
		);
		const allowed = type.enumeration ?? [];
		const fits = allowed.length === 0 || texts.every((one) => allowed.includes(one));
		if (fits || this.style.compatibility === 'coreBos') return texts.join(' ');
		const names = allowed.slice(0, 20).join(', ');
		throw this.refuse(`must be one of ${names}, but is "${texts.join(' ')}"`);
	}

	/** What a value is made into; a refusal names the value. */
	private checked(make: () => string): string {
		try {
			return make();
		} catch (error) {
			throw this.refused(error);
		}
	}

	private refused(error: unknown): SoapError {
		if (error instanceof SoapRefusal) return error;
		return this.refuse(thrownError(error).message, error);
	}

	/** A value whose type nobody knows: structures as elements of their names. */
	private untyped(tag: string, value: Plain): void {
		if (value === null) {
			this.pieces.push(`<${tag} ${this.prefixes.name(NAMESPACES.xsi, 'nil')}="true"/>`);
		} else if (isStructure(value)) {
			if (this.style.isEncoded) this.map(tag, value, this.typeAttribute(MAP));
			else this.untypedStructure(tag, value);
		} else if (Array.isArray(value)) {
			if (this.style.isEncoded) this.array(tag, this.untypedArray(value), value);
			else this.untypedList(tag, value);
		} else {
			const typed: SimpleType = { kind: 'simple', base: this.scalarBase(value) };
			const attributes = this.style.isEncoded ? this.typeAttribute(typed) : '';
			this.pieces.push(`<${tag}${attributes}>${this.scalar(typed, value)}</${tag}>`);
		}
	}

	/** Members as elements, `@name` as an attribute and `_` as the text, as answers have them. */
	private untypedStructure(tag: string, structure: Structure): void {
		const used = new Set(['xsi:type', '_']);
		this.pieces.push(`<${tag}${this.anyAttributes(structure, used)}>`);
		const text = ownMember(structure, '_') ?? '';
		if (text !== '') this.pieces.push(this.scalar(ANY_TEXT, text));
		for (const [name, item] of Object.entries(structure)) {
			if (used.has(name) || (name.startsWith('@') && item === null)) continue;
			if (!isElementName(name))
				throw this.refuse(`contains "${name}", which is not a valid element name`);
			for (const one of Array.isArray(item) ? item : [item]) this.untyped(name, one);
		}
		this.pieces.push(`</${tag}>`);
	}

	private untypedList(tag: string, list: Plain[]): void {
		this.pieces.push(`<${tag}>`);
		for (const one of list) this.untyped('item', one);
		this.pieces.push(`</${tag}>`);
	}

	/** A map of Apache's SOAP, which a structure without type is in SOAP's encoding, as for PHP. */
	private map(tag: string, value: Plain, attributes: string): void {
		this.pieces.push(`<${tag}${attributes}>`);
		for (const [key, entry] of entriesOf(
			Array.isArray(value) ? { ...value } : this.structureOf(MAP, value),
		)) {
			this.pieces.push('<item>');
			this.untyped('key', key);
			this.untyped('value', entry);
			this.pieces.push('</item>');
		}
		this.pieces.push(`</${tag}>`);
	}

	/** A list without type in SOAP's encoding; it says what all of its items are. */
	private untypedArray(list: Plain[]): ComplexType {
		const encoding = this.style.version === '1.2' ? NAMESPACES.encoding12 : NAMESPACES.encoding11;
		const array = keyOf(encoding, 'Array');
		const kinds = new Set(
			list.map((one) => {
				if (one === null) return ANY_TYPE;
				if (Array.isArray(one)) return array;
				return isStructure(one) ? APACHE_MAP : keyOf(NAMESPACES.xsd, this.scalarBase(one));
			}),
		);
		const [key] = kinds.size === 1 ? kinds : [ANY_TYPE];
		const type = (): SimpleType => ({ kind: 'simple', key: ANY_TYPE, base: 'anyType' });
		const item = { key, type };
		return { ...MAP, key: array, arrayOf: item };
	}

	/** What a value without type is; numbers with a fraction are in PHP of the shorter type. */
	private scalarBase(value: Plain): string {
		if (typeof value === 'boolean') return 'boolean';
		if (typeof value === 'bigint' || Number.isSafeInteger(value)) {
			const isLong = BigInt.asIntN(32, BigInt(String(value))) !== BigInt(String(value));
			return isLong ? 'long' : 'int';
		}
		if (typeof value !== 'number') return 'string';
		return this.style.compatibility === 'coreBos' ? 'float' : 'double';
	}

	private array(tag: string, type: ComplexType, value: Plain): void {
		const item = type.arrayOf;
		if (item === undefined) return;
		const items = this.itemsOf(value, item.name ?? 'item');
		const { namespace, name } = partsOf(item.key);
		const encoding = this.style.version === '1.2' ? NAMESPACES.encoding12 : NAMESPACES.encoding11;
		// The any type has another name in the schemas of SOAP 1.1, and PHP uses it.
		const isAny = item.key === ANY_TYPE && this.style.version === '1.1';
		const of = this.prefixes.name(namespace, isAny ? 'ur-type' : name);
		const length = String(items.length);
		const size =
			this.style.version === '1.2'
				? ` ${this.prefixes.name(encoding, 'itemType')}="${of}" ${this.prefixes.name(encoding, 'arraySize')}="${length}"`
				: ` ${this.prefixes.name(encoding, 'arrayType')}="${of}[${length}]"`;
		const attributes = this.style.isEncoded ? `${size}${this.typeAttribute(type)}` : '';
		this.pieces.push(`<${tag}${attributes}>`);
		const particle: ElementParticle = {
			kind: 'element',
			// In SOAP's encoding the names of items mean nothing; PHP calls all of them this. Outside of
			// it those without a name have that of their type.
			...(this.style.isEncoded
				? { namespace: '', name: 'item' }
				: item.name === undefined
					? { namespace, name }
					: { namespace: '', name: item.name }),
			min: 0,
			max: Infinity,
			isNillable: true,
			type: item.type,
		};
		items.forEach((one, index) => this.element(particle, one, index));
		this.pieces.push(`</${tag}>`);
	}

	private itemsOf(value: Plain, itemName: string): Plain[] {
		if (Array.isArray(value)) return value;
		const inner = isStructure(value) ? ownMember(value, itemName) : undefined;
		return inner === undefined ? [value] : Array.isArray(inner) ? inner : [inner];
	}

	private complex(tag: string, type: ComplexType, value: Plain, typeAttribute: string): void {
		const structure = this.structureOf(type, value);
		const used = new Set<string>(['xsi:type']);
		const attributes =
			type.attributes.map((use) => this.attribute(use, type, structure, used)).join('') +
			(type.hasAnyAttribute ? this.anyAttributes(structure, used) : '');
		const open = `<${tag}${typeAttribute}${attributes}`;
		if (type.text !== undefined) {
			used.add('_');
			const text = this.scalar(type.text, ownMember(structure, '_') ?? '');
			this.pieces.push(`${open}>${text}</${tag}>`);
		} else {
			const at = this.pieces.push(`${open}>`);
			if (type.content !== undefined) this.particle(type.content, structure, used);
			if (this.pieces.length === at) this.pieces[at - 1] = `${open}/>`;
			else this.pieces.push(`</${tag}>`);
		}
		this.judgeUnknown(type, structure, used);
	}

	private structureOf(type: ComplexType, value: Plain): Structure {
		if (isStructure(value)) return value;
		if (type.text !== undefined && !Array.isArray(value)) return { _: value };
		const only = type.content === undefined ? undefined : onlyRepeated(type.content);
		// A list stands for the structure that holds nothing but a list.
		if (Array.isArray(value) && only !== undefined) return { [memberName(only)]: value };
		if (value === '' || (Array.isArray(value) && value.length === 0)) return {};
		const members = type.content === undefined ? [] : memberNames(type.content);
		const names = members.join(', ');
		throw this.refuse(
			`must be a structure${names === '' ? '' : ` with ${names}`}, but is ${Array.isArray(value) ? 'a list' : 'one value'}`,
		);
	}

	private attribute(
		use: AttributeUse,
		{ content }: ComplexType,
		structure: Structure,
		used: Set<string>,
	): string {
		// PHP takes one value for an element and an attribute of the same name.
		const isNative = this.style.compatibility === 'native';
		const isElement = isNative && content !== undefined && memberNames(content).includes(use.name);
		const given =
			ownMember(structure, `@${use.name}`) ??
			(isElement ? undefined : ownMember(structure, use.name));
		const value = given === undefined && use.isRequired ? use.fixed : given;
		used.add(use.name).add(`@${use.name}`);
		if (value === undefined || value === null) {
			if (!use.isRequired || this.style.compatibility === 'coreBos') return '';
			throw this.refuse(`lacks its attribute "${use.name}"`);
		}
		this.path.push(use.name);
		const text = this.checked(() => attributeText(this.scalarText(use.type(), value)));
		this.path.pop();
		return ` ${this.prefixes.name(use.namespace, use.name)}="${text}"`;
	}

	/** Attributes that the schema leaves to the caller: `@name`, `@{namespace}name` or `@xml:name`. */
	private anyAttributes(structure: Structure, used: Set<string>): string {
		return Object.entries(structure)
			.filter(([name, value]) => name.startsWith('@') && !used.has(name) && value !== null)
			.map(([written, value]) => {
				used.add(written);
				const key = written.slice(1).replace(/^xml:/, `{${NAMESPACES.xml}}`);
				const { namespace, name } = key.startsWith('{')
					? partsOf(key)
					: { namespace: '', name: key };
				if (!isElementName(name)) {
					throw this.refuse(`contains "${written}", which is not a valid attribute name`);
				}
				this.path.push(written);
				const text = this.checked(() => attributeText(this.scalarText(ANY_TEXT, value)));
				this.path.pop();
				return ` ${this.prefixes.name(namespace, name)}="${text}"`;
			})
			.join('');
	}

	private particle(particle: Particle, structure: Structure, used: Set<string>): void {
		if (particle.kind === 'any') this.any(structure, used);
		else if (particle.kind === 'element') this.member(particle, structure, used);
		else if (particle.min === 0 && !isGiven(particle, structure)) {
			memberNames(particle).forEach((name) => used.add(name));
		} else if (particle.max > 1 && particle.order === 'sequence') {
			this.repeatedSequence(particle, structure, used);
		} else if (particle.order === 'choice') this.choice(particle, structure, used);
		else for (const part of particle.parts) this.particle(part, structure, used);
	}

	/** Elements that alternate: the first of each name, then the second of each… */
	private repeatedSequence(group: GroupParticle, structure: Structure, used: Set<string>): void {
		const names = memberNames(group);
		names.forEach((name) => used.add(name));
		const lists = names.map((name) => {
			const value = ownMember(structure, name);
			return [name, value === undefined ? [] : Array.isArray(value) ? value : [value]] as const;
		});
		const rounds = Math.max(group.min, ...lists.map(([, list]) => list.length));
		for (let round = 0; round < rounds; round++) {
			const one = Object.fromEntries(
				lists.flatMap(([name, list]) => (round < list.length ? [[name, list[round]]] : [])),
			);
			for (const part of group.parts) this.particle(part, one, used);
		}
	}

	private choice(group: GroupParticle, structure: Structure, used: Set<string>): void {
		const members = memberNames(group);
		members.forEach((name) => used.add(name));
		const given = group.parts.filter((part) => isGiven(part, structure));
		if (given.length === 0) {
			if (group.min === 0 || isOptionalPart(group)) return;
			throw this.refuse(`needs one of ${members.join(', ')}`);
		}
		if (group.max > 1) {
			for (const part of given) this.particle(manyTimes(part), structure, used);
			return;
		}
		// A null says that it is not this one, unless nothing else is given.
		const valued = given.filter((part) =>
			elementsOf(part).some((element) => hasValue(structure, memberName(element))),
		);
		const among = valued.length === 0 ? given : valued;
		this.particle(this.chosen(group, among, structure), structure, used);
	}

	/** The alternative that all that is given belongs to; as PHP has it, the first that is whole. */
	private chosen(group: GroupParticle, given: Particle[], structure: Structure): Particle {
		const names = memberNames(group).filter((name) => hasValue(structure, name));
		const holdsAll = (part: Particle) => {
			const own = new Set(memberNames(part));
			return names.every((name) => own.has(name));
		};
		const isWhole = (part: Particle) =>
			elementsOf(part).every((one) => one.min === 0 || Object.hasOwn(structure, memberName(one)));
		const fitting = given.filter(holdsAll);
		const isNative = this.style.compatibility === 'native';
		if (fitting.length === 0 && isNative) {
			throw this.refuse(`may have one of ${memberNames(group).join(', ')}, but has more of them`);
		}
		const among = isNative ? fitting : given;
		return among.find(isWhole) ?? among[0];
	}

	private member(particle: ElementParticle, structure: Structure, used: Set<string>): void {
		used.add(memberName(particle));
		const own = ownMember(structure, memberName(particle));
		// PHP takes one value for the elements of a name in several namespaces.
		const isShared = own === undefined && this.style.compatibility === 'coreBos';
		const given = isShared ? ownMember(structure, particle.name) : own;
		const value = given === undefined && particle.min > 0 ? particle.fixed : given;
		const isLeftOut = value === null && particle.min === 0 && !particle.isNillable;
		if (value === undefined || isLeftOut) {
			this.absent(particle);
			return;
		}
		const isOne = !Array.isArray(value) || (!isList(particle) && isListType(particle.type()));
		if (isOne && !isList(particle)) this.element(particle, value);
		else this.list(particle, Array.isArray(value) ? value : [value]);
	}

	private absent(particle: ElementParticle): void {
		if (particle.min === 0 || particle.default !== undefined) return;
		if (this.style.isEncoded || (particle.isNillable && this.style.compatibility === 'coreBos')) {
			this.element(particle, null);
			return;
		}
		this.path.push(particle.name);
		throw this.refuse(`is missing: ${described(particle)}`);
	}

	private list(particle: ElementParticle, values: Plain[]): void {
		this.path.push(particle.name);
		if (values.length > particle.max) {
			throw this.refuse(
				`takes ${particle.max === 1 ? 'one value' : `at most ${particle.max} values`}, but has ${values.length}`,
			);
		}
		if (values.length < particle.min && this.style.compatibility === 'native') {
			throw this.refuse(`takes at least ${particle.min} values, but has ${values.length}`);
		}
		this.path.pop();
		values.forEach((value, index) => this.element(particle, value, index));
	}

	/** XML of the caller's own, in the member `any`. */
	private any(structure: Structure, used: Set<string>): void {
		const xml = ownMember(structure, 'any');
		used.add('any');
		if (typeof xml === 'string' && xml.trim() !== '') this.xml(xml);
	}

	private xml(xml: string): void {
		try {
			readElements(`<any>${xml}</any>`);
		} catch (error) {
			throw this.refused(error);
		}
		this.pieces.push(xml);
	}

	private judgeUnknown(type: ComplexType, structure: Structure, used: Set<string>): void {
		const unknown = Object.keys(structure).filter((name) => !used.has(name));
		if (unknown.length === 0) return;
		const members = type.content === undefined ? [] : memberNames(type.content);
		const known = [...members, ...type.attributes.map(({ name }) => name)];
		const takes = known.length === 0 ? 'nothing' : known.join(', ');
		const names = unknown.map((name) => `"${name}"`).join(', ');
		if (this.style.compatibility === 'native')
			throw this.refuse(`has no ${names}: it takes ${takes}`);
		this.warn(`${names} is not sent: "${this.path.join('.')}" takes ${takes}`);
	}
}

function isStructure(value: Plain): value is Structure {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ownMember(structure: Structure, name: string): Plain {
	return Object.hasOwn(structure, name) ? structure[name] : undefined;
}

/** The values of a list type: those of a list, or of a text with spaces between. */
function wordsOf(value: Plain): Plain[] {
	if (typeof value !== 'string') return Array.isArray(value) ? value : [value];
	return value.split(/\s+/).filter((word) => word !== '');
}

/** The keys and values of a map: its members, or what its items say, as a schema describes them. */
function entriesOf(structure: Structure): Array<[Plain, Plain]> {
	const members = Object.entries(structure).filter(([name]) => name !== 'xsi:type');
	const { item } = structure;
	const items = Array.isArray(item) ? item : [item];
	if (members.length === 1 && items.every(isEntry)) {
		return items.map(({ key, value }) => [key, value]);
	}
	return members.map(([name, value]) => [
		/^(?:0|-?[1-9]\d{0,17})$/.test(name) ? Number(name) : name,
		value,
	]);
}

function isEntry(item: Plain): item is { key: Plain; value: Plain } {
	return isStructure(item) && Object.keys(item).sort().join() === 'key,value';
}

/** Whether a structure has anything of a part of a content model: a value, or a null that may be. */
function isGiven(part: Particle, structure: Structure): boolean {
	const isElementGiven = (element: ElementParticle) => {
		const name = memberName(element);
		return hasValue(structure, name) || (element.isNillable && ownMember(structure, name) === null);
	};
	if (elementsOf(part).some(isElementGiven)) return true;
	const any = takesAny(part) ? ownMember(structure, 'any') : undefined;
	return any !== undefined && any !== null && any !== '';
}

function hasValue(structure: Structure, name: string): boolean {
	return (ownMember(structure, name) ?? null) !== null;
}

function isElementName(name: string): boolean {
	return /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(name);
}

function localName(key: Key | undefined): string {
	return key === undefined ? '' : partsOf(key).name;
}

/** An element's name, type and how often it may be there, for people. */
function described(particle: ElementParticle): string {
	const type = particle.type();
	const name = type.kind === 'simple' ? type.base : localName(type.key) || 'a structure';
	return `it is required and takes ${isList(particle) ? `a list of ${name}` : name}`;
}

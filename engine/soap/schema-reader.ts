import type {
	ArrayItem,
	AttributeUse,
	ComplexType,
	ElementParticle,
	Particle,
	SchemaType,
	SimpleType,
} from './model';
import { readOnce } from './read-once';
import { SoapError } from './soap-error';
import type { SchemaDocument } from './wsdl-documents';
import {
	childrenOf,
	keyIn,
	keyOf,
	NAMESPACES,
	partsOf,
	type Key,
	type NamedElement,
} from './xml-elements';
import { ANY_TYPE, isBuiltIn } from './xsd-types';

/** Kinds of components that stand at the top of a schema. */
const GLOBALS = ['element', 'attribute', 'simpleType', 'complexType', 'group', 'attributeGroup'];

const ENCODINGS: readonly string[] = [NAMESPACES.encoding11, NAMESPACES.encoding12];

/** A component and the schema document it stands in. */
interface Component {
	element: NamedElement;
	document: SchemaDocument;
}

/**
 * The types and elements of schemas. Each is read when it is asked for, and once: a type may
 * contain itself, and of a large WSDL a call needs little.
 */
export class Schemas {
	private readonly components = new Map<string, Component>();
	private readonly types = new Map<Key, SchemaType>();
	private readonly elements = new Map<Key, ElementParticle>();
	/** What is being read, to find a type that is made of itself. */
	private readonly reading = new Set<string>();

	constructor(documents: SchemaDocument[]) {
		for (const document of documents) {
			for (const element of document.schema.children) {
				if (element.namespace !== NAMESPACES.xsd || !GLOBALS.includes(element.name)) continue;
				const key = keyOf(document.namespace, element.attributes.get('name') ?? '');
				this.components.set(`${element.name} ${key}`, { element, document });
			}
		}
	}

	/** The type of a key; undefined where nothing defines it. */
	typeOf(key: Key): SchemaType | undefined {
		const known = this.types.get(key);
		if (known !== undefined) return known;
		const { namespace, name } = partsOf(key);
		const component =
			this.components.get(`simpleType ${key}`) ?? this.components.get(`complexType ${key}`);
		if (component !== undefined) {
			const type = this.guarded(`type ${key}`, () => this.read(component, key));
			this.types.set(key, type);
			return type;
		}
		const isKnown = namespace === NAMESPACES.xsd || ENCODINGS.includes(namespace);
		if (isKnown && isBuiltIn(name)) return { kind: 'simple', key, base: name };
		return isKnown && name === 'Array' ? anyArray(key) : undefined;
	}

	/** A type that must be there. @throws SoapError where it is not */
	neededType(key: Key): SchemaType {
		const type = this.typeOf(key);
		if (type === undefined) throw missing('type', key);
		return type;
	}

	/** A global element. @throws SoapError where nothing defines it */
	neededElement(key: Key): ElementParticle {
		const known = this.elements.get(key);
		if (known !== undefined) return known;
		const component = this.components.get(`element ${key}`);
		if (component === undefined) throw missing('element', key);
		const { element, document } = component;
		const particle = this.elementParticle(element, document, partsOf(key).namespace);
		this.elements.set(key, particle);
		return particle;
	}

	private guarded<Result>(what: string, read: () => Result): Result {
		if (this.reading.has(what)) throw new SoapError(`In the WSDL the ${what} is made of itself`);
		this.reading.add(what);
		try {
			return read();
		} finally {
			this.reading.delete(what);
		}
	}

	private read({ element, document }: Component, key?: Key): SchemaType {
		return element.name === 'simpleType'
			? this.simpleType(element, key)
			: this.complexType(element, document, key);
	}

	private simpleType(element: NamedElement, key?: Key): SimpleType {
		const [restriction] = childrenOf(element, NAMESPACES.xsd, 'restriction');
		if (restriction !== undefined) return { ...this.restricted(restriction), key };
		const [list] = childrenOf(element, NAMESPACES.xsd, 'list');
		if (list === undefined) return { kind: 'simple', key, base: 'string' };
		const item = list.attributes.get('itemType');
		const [inline] = childrenOf(list, NAMESPACES.xsd, 'simpleType');
		const { base } =
			item === undefined
				? inline === undefined
					? { base: 'string' }
					: this.simpleType(inline)
				: this.simpleTypeOf(keyIn(list, item));
		return { kind: 'simple', key, base, isList: true };
	}

	private restricted(restriction: NamedElement): SimpleType {
		const base = restriction.attributes.get('base');
		const [inline] = childrenOf(restriction, NAMESPACES.xsd, 'simpleType');
		const type: SimpleType =
			base !== undefined
				? this.simpleTypeOf(keyIn(restriction, base))
				: inline !== undefined
					? this.simpleType(inline)
					: { kind: 'simple', base: 'string' };
		const values = childrenOf(restriction, NAMESPACES.xsd, 'enumeration');
		if (values.length === 0) return type;
		return { ...type, enumeration: values.map((value) => value.attributes.get('value') ?? '') };
	}

	private simpleTypeOf(key: Key): SimpleType {
		const type = this.neededType(key);
		if (type.kind === 'simple') return type;
		return type.text ?? { kind: 'simple', base: 'string' };
	}

	private complexType(element: NamedElement, document: SchemaDocument, key?: Key): ComplexType {
		const isAbstract = element.attributes.get('abstract') === 'true';
		const [derived] = childrenOf(element, NAMESPACES.xsd, 'simpleContent', 'complexContent');
		const [derivation] =
			derived === undefined ? [] : childrenOf(derived, NAMESPACES.xsd, 'extension', 'restriction');
		if (derivation === undefined) {
			return {
				kind: 'complex',
				key,
				isAbstract,
				content: this.contentOf(element, document),
				attributes: this.attributesOf(element, document),
			};
		}
		return { ...this.derivedType(derivation, document), key, isAbstract };
	}

	private derivedType(derivation: NamedElement, document: SchemaDocument): ComplexType {
		const base = keyIn(derivation, derivation.attributes.get('base') ?? '');
		const baseType = this.neededType(base);
		const attributes = this.attributesOf(derivation, document);
		const own = this.contentOf(derivation, document);
		const shared = { kind: 'complex' as const, base, isAbstract: false };
		if (baseType.kind === 'simple') return { ...shared, text: baseType, attributes };
		const all = withInherited(baseType.attributes, attributes);
		if (baseType.text !== undefined) return { ...shared, text: baseType.text, attributes: all };
		const arrayOf = this.arrayItem(derivation, baseType, own);
		if (arrayOf !== undefined) return { ...shared, arrayOf, attributes: [] };
		const isExtension = derivation.name === 'extension';
		return {
			...shared,
			content: isExtension ? joined(baseType.content, own) : own,
			attributes: all,
		};
	}

	/** What is in an array of SOAP's encoding, by `wsdl:arrayType` or by the element it holds. */
	private arrayItem(
		derivation: NamedElement,
		base: ComplexType,
		own: Particle | undefined,
	): ArrayItem | undefined {
		if (base.arrayOf === undefined) return undefined;
		const item = own === undefined ? undefined : onlyElement(own);
		for (const attribute of childrenOf(derivation, NAMESPACES.xsd, 'attribute')) {
			const written = attribute.attributes.get(keyOf(NAMESPACES.wsdl, 'arrayType'));
			if (written === undefined) continue;
			const [name, ...inner] = written.split('[');
			const key = inner.length > 1 ? ANY_TYPE : keyIn(attribute, name);
			return { name: item?.name ?? 'item', key, type: () => this.neededType(key) };
		}
		if (item === undefined) return base.arrayOf;
		const { type } = item;
		return { name: item.name, key: type().key ?? ANY_TYPE, type };
	}

	private contentOf(element: NamedElement, document: SchemaDocument): Particle | undefined {
		const [content] = childrenOf(element, NAMESPACES.xsd, 'sequence', 'choice', 'all', 'group');
		return content === undefined ? undefined : this.particle(content, document);
	}

	private particle(element: NamedElement, document: SchemaDocument): Particle {
		const occurrence = occurrenceOf(element);
		if (element.name === 'any') return { kind: 'any', ...occurrence };
		if (element.name === 'element') {
			return this.elementParticle(element, document, this.namespaceOf(element, document));
		}
		const ref = element.attributes.get('ref');
		if (element.name === 'group' && ref !== undefined) {
			const key = keyIn(element, ref);
			const group = this.components.get(`group ${key}`);
			if (group === undefined) throw missing('group', key);
			const content = this.guarded(`group ${key}`, () =>
				this.contentOf(group.element, group.document),
			);
			const parts = content === undefined ? [] : [content];
			return { kind: 'group', order: 'sequence', parts, ...occurrence };
		}
		const parts = childrenOf(
			element,
			NAMESPACES.xsd,
			'element',
			'sequence',
			'choice',
			'all',
			'group',
			'any',
		);
		return {
			kind: 'group',
			order: element.name === 'choice' ? 'choice' : element.name === 'all' ? 'all' : 'sequence',
			parts: parts.map((part) => this.particle(part, document)),
			...occurrence,
		};
	}

	private namespaceOf(element: NamedElement, { schema, namespace }: SchemaDocument): string {
		const form =
			element.attributes.get('form') ??
			schema.attributes.get('elementFormDefault') ??
			'unqualified';
		return form === 'qualified' ? namespace : '';
	}

	private elementParticle(
		element: NamedElement,
		document: SchemaDocument,
		namespace: string,
	): ElementParticle {
		const ref = element.attributes.get('ref');
		if (ref !== undefined) {
			const key = keyIn(element, ref);
			if (partsOf(key).namespace === NAMESPACES.xsd) return schemaElement(occurrenceOf(element));
			const { min, max } = occurrenceOf(element);
			return { ...this.neededElement(key), min, max };
		}
		return {
			kind: 'element',
			namespace,
			name: element.attributes.get('name') ?? '',
			isNillable: element.attributes.get('nillable') === 'true',
			type: readOnce(() => this.typeOfElement(element, document)),
			default: element.attributes.get('default'),
			fixed: element.attributes.get('fixed'),
			...occurrenceOf(element),
		};
	}

	private typeOfElement(element: NamedElement, document: SchemaDocument): SchemaType {
		const written = element.attributes.get('type');
		if (written !== undefined) return this.neededType(keyIn(element, written));
		const [inline] = childrenOf(element, NAMESPACES.xsd, 'simpleType', 'complexType');
		if (inline !== undefined) return this.read({ element: inline, document });
		const head = element.attributes.get('substitutionGroup');
		if (head !== undefined) return this.neededElement(keyIn(element, head)).type();
		return this.neededType(ANY_TYPE);
	}

	private attributesOf(element: NamedElement, document: SchemaDocument): AttributeUse[] {
		const own = childrenOf(element, NAMESPACES.xsd, 'attribute').flatMap((attribute) =>
			this.attributeUse(attribute, document),
		);
		const groups = childrenOf(element, NAMESPACES.xsd, 'attributeGroup').flatMap((reference) => {
			const key = keyIn(reference, reference.attributes.get('ref') ?? '');
			const group = this.components.get(`attributeGroup ${key}`);
			if (group === undefined) throw missing('attributeGroup', key);
			return this.guarded(`attributeGroup ${key}`, () =>
				this.attributesOf(group.element, group.document),
			);
		});
		return withInherited(groups, own);
	}

	private attributeUse(attribute: NamedElement, document: SchemaDocument): AttributeUse[] {
		const use = attribute.attributes.get('use');
		const ref = attribute.attributes.get('ref');
		const fixed = attribute.attributes.get('fixed');
		if (use === 'prohibited') return [];
		const isRequired = use === 'required';
		if (ref === undefined) {
			const form =
				attribute.attributes.get('form') ?? document.schema.attributes.get('attributeFormDefault');
			const namespace = form === 'qualified' ? document.namespace : '';
			const name = attribute.attributes.get('name') ?? '';
			return [{ namespace, name, type: this.attributeType(attribute), isRequired, fixed }];
		}
		const key = keyIn(attribute, ref);
		const global = this.components.get(`attribute ${key}`);
		// What xml: and SOAP's encoding have as attributes is no value of the caller's.
		if (global === undefined) return [];
		return [{ ...partsOf(key), type: this.attributeType(global.element), isRequired, fixed }];
	}

	private attributeType(attribute: NamedElement): () => SimpleType {
		return readOnce(() => {
			const written = attribute.attributes.get('type');
			if (written !== undefined) return this.simpleTypeOf(keyIn(attribute, written));
			const [inline] = childrenOf(attribute, NAMESPACES.xsd, 'simpleType');
			return inline === undefined ? { kind: 'simple', base: 'string' } : this.simpleType(inline);
		});
	}
}

function missing(what: string, key: Key): SoapError {
	const { namespace, name } = partsOf(key);
	const where = namespace === '' ? 'no namespace' : `the namespace ${namespace}`;
	return new SoapError(
		`The WSDL uses the ${what} "${name}" of ${where}, which neither it nor its imports define`,
	);
}

function anyArray(key: Key): ComplexType {
	const item: ArrayItem = {
		name: 'item',
		key: ANY_TYPE,
		type: () => ({ kind: 'simple', key: ANY_TYPE, base: 'anyType' }),
	};
	return { kind: 'complex', key, isAbstract: false, attributes: [], arrayOf: item };
}

/** An element that holds a schema of its own, as ADO.NET's data sets have it: any XML. */
function schemaElement(occurrence: { min: number; max: number }): ElementParticle {
	return {
		kind: 'element',
		namespace: NAMESPACES.xsd,
		name: 'schema',
		isNillable: false,
		type: () => ({ kind: 'simple', key: ANY_TYPE, base: 'anyType' }),
		...occurrence,
	};
}

function occurrenceOf({ attributes }: NamedElement): { min: number; max: number } {
	const max = attributes.get('maxOccurs') ?? '1';
	return {
		min: Number(attributes.get('minOccurs') ?? '1'),
		max: max === 'unbounded' ? Infinity : Number(max),
	};
}

function joined(first: Particle | undefined, second: Particle | undefined): Particle | undefined {
	if (first === undefined || second === undefined) return first ?? second;
	return { kind: 'group', order: 'sequence', parts: [first, second], min: 1, max: 1 };
}

/** Attributes of a type and of what it is made from; its own ones count. */
function withInherited(inherited: AttributeUse[], own: AttributeUse[]): AttributeUse[] {
	const names = new Set(own.map(({ namespace, name }) => keyOf(namespace, name)));
	return [...inherited.filter(({ namespace, name }) => !names.has(keyOf(namespace, name))), ...own];
}

function onlyElement(particle: Particle): ElementParticle | undefined {
	if (particle.kind === 'element') return particle;
	if (particle.kind === 'any' || particle.parts.length !== 1) return undefined;
	return onlyElement(particle.parts[0]);
}

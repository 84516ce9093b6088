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
import { apart } from './content-model';
import { SchemaComponents, type Component } from './schema-components';
import { SoapError } from './soap-error';
import type { AbsentSchema, SchemaDocument } from './wsdl-documents';
import {
	APACHE_MAP,
	childrenOf,
	keyIn,
	keyOf,
	NAMESPACES,
	partsOf,
	undeclaredPrefix,
	type Key,
	type NamedElement,
} from './xml-elements';
import { ANY_TYPE, isBuiltIn, MAP } from './xsd-types';

const ENCODINGS: readonly string[] = [NAMESPACES.encoding11, NAMESPACES.encoding12];

/**
 * The types and elements of schemas. Each is read when it is asked for, and once: a type may
 * contain itself, and of a large WSDL a call needs little.
 */
export class Schemas {
	private readonly components: SchemaComponents;
	private readonly types = new Map<Key, SchemaType>();
	private readonly elements = new Map<Key, ElementParticle>();
	private readonly substitutes = new Map<Key, ElementParticle[]>();

	constructor(
		documents: SchemaDocument[],
		private readonly absent: AbsentSchema[],
	) {
		this.components = new SchemaComponents(documents);
	}

	/** The type of a key; undefined where nothing defines it. */
	typeOf(key: Key): SchemaType | undefined {
		// Also where a WSDL describes it, as Axis does.
		if (key === APACHE_MAP) return MAP;
		const known = this.types.get(key);
		if (known !== undefined) return known;
		const { namespace, name } = partsOf(key);
		const component =
			this.components.find('simpleType', key) ?? this.components.find('complexType', key);
		if (component !== undefined) {
			const isInner = this.components.isReading('type', key);
			const type = this.components.whileReading('type', key, component, (one) =>
				this.read(one, key),
			);
			if (!isInner) this.types.set(key, type);
			return type;
		}
		const isKnown = namespace === NAMESPACES.xsd || ENCODINGS.includes(namespace);
		if (isKnown && isBuiltIn(name)) return { kind: 'simple', key, base: name };
		return isKnown && name === 'Array' ? anyArray(key) : undefined;
	}

	/** The types that a name in a value may mean. */
	typesCalled(written: string): Key[] {
		const name = written.trim();
		if (name.startsWith('{')) return [name];
		const [local, prefix] = name.split(':').reverse();
		const keys = this.components.typesOf(local);
		if (prefix === undefined) return keys;
		const namespaces = this.components.namespacesOf(prefix);
		const meant = keys.filter((key) => namespaces.has(partsOf(key).namespace));
		const isSchema = namespaces.has(NAMESPACES.xsd) || /^xsd?$/.test(prefix);
		if (meant.length === 0 && isSchema && isBuiltIn(local)) return [keyOf(NAMESPACES.xsd, local)];
		return meant.length === 0 ? keys : meant;
	}

	/** A type, or what stands for it where nothing defines it. */
	neededType(key: Key): SchemaType {
		return this.typeOf(key) ?? this.missing('type', key);
	}

	/** Whether a global element is defined. */
	hasElement(key: Key): boolean {
		return this.components.find('element', key) !== undefined;
	}

	/** A global element, or what stands for it where nothing defines it. */
	neededElement(key: Key): ElementParticle {
		const known = this.elements.get(key);
		if (known !== undefined) return known;
		const component = this.components.find('element', key);
		const { namespace, name } = partsOf(key);
		const particle: ElementParticle =
			component === undefined
				? {
						kind: 'element',
						namespace: undeclaredPrefix(namespace) === undefined ? namespace : '',
						name,
						isNillable: false,
						min: 1,
						max: 1,
						type: () => this.missing('element', key),
					}
				: this.elementParticle(component.element, component.document, namespace);
		this.elements.set(key, particle);
		return particle;
	}

	/** What stands for a type or an element that nothing defines: any XML. */
	private missing(what: string, key: Key): SimpleType {
		const { namespace, name } = partsOf(key);
		const where = whereOf(namespace);
		const said = `The WSDL uses the ${what} "${name}" of ${where}, which neither it nor its imports define`;
		const absent = this.absent.find((one) => (one.namespace ?? namespace) === namespace);
		const reason = absent === undefined ? said : `${said}: ${absent.reason}`;
		return {
			kind: 'simple',
			base: 'anyType',
			missing: { reason, isUnreadable: absent !== undefined },
		};
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
				content: told(this.contentOf(element, document)),
				attributes: this.attributesOf(element, document),
				hasAnyAttribute: this.hasAnyAttribute(element),
			};
		}
		const isText = derived.name === 'simpleContent';
		return { ...this.derivedType(derivation, document, isText), key, isAbstract };
	}

	private derivedType(
		derivation: NamedElement,
		document: SchemaDocument,
		isText: boolean,
	): ComplexType {
		const base = keyIn(derivation, derivation.attributes.get('base') ?? '');
		const baseType = this.neededType(base);
		const attributes = this.attributesOf(derivation, document);
		const own = this.contentOf(derivation, document);
		const shared = {
			kind: 'complex' as const,
			base,
			isAbstract: false,
			hasAnyAttribute: this.hasAnyAttribute(derivation),
		};
		if (baseType.kind === 'simple') {
			const content = isText ? { text: baseType } : { content: own };
			const { missing } = derivation.name === 'extension' ? baseType : {};
			return { ...shared, ...content, attributes, missing };
		}
		if (derivation.name === 'extension') shared.hasAnyAttribute ||= baseType.hasAnyAttribute;
		const all = withInherited(baseType.attributes, attributes);
		if (baseType.text !== undefined) return { ...shared, text: baseType.text, attributes: all };
		const arrayOf = this.arrayItem(derivation, baseType, own);
		if (arrayOf !== undefined) return { ...shared, arrayOf, attributes: [] };
		const isExtension = derivation.name === 'extension';
		return {
			...shared,
			content: told(isExtension ? joined(baseType.content, own) : own),
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
			return { name: item?.name, key, type: () => this.neededType(key) };
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
		this.components.spend(1);
		if (element.name === 'any') return { kind: 'any', ...occurrence };
		if (element.name === 'element') {
			const reference = element.attributes.get('ref');
			if (reference !== undefined) return this.referred(keyIn(element, reference), occurrence);
			return this.elementParticle(element, document, this.namespaceOf(element, document));
		}
		const ref = element.attributes.get('ref');
		if (element.name === 'group' && ref !== undefined) {
			const key = keyIn(element, ref);
			const group = this.components.find('group', key);
			if (group === undefined) throw undefinedIn('group', key);
			const content = this.components.whileReading('group', key, group, (one) =>
				this.contentOf(one.element, one.document),
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

	/** A global element, or one of those that may stand for it. */
	private referred(key: Key, occurrence: { min: number; max: number }): Particle {
		if (partsOf(key).namespace === NAMESPACES.xsd) return schemaElement(occurrence);
		const substitutes = this.substitutesFor(key);
		const head = this.neededElement(key);
		if (substitutes.length === 0) return { ...head, ...occurrence };
		this.components.spend(substitutes.length);
		const parts = this.isAbstract(key) ? substitutes : [head, ...substitutes];
		return { kind: 'group', order: 'choice', parts, ...occurrence };
	}

	private substitutesFor(head: Key): ElementParticle[] {
		const known = this.substitutes.get(head);
		if (known !== undefined) return known;
		const found = this.components
			.substitutesOf(head)
			.filter((key) => !this.isAbstract(key))
			.map((key) => ({ ...this.neededElement(key), isSubstitute: true }));
		this.substitutes.set(head, found);
		return found;
	}

	private isAbstract(key: Key): boolean {
		return this.components.find('element', key)?.element.attributes.get('abstract') === 'true';
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
		return {
			kind: 'element',
			namespace,
			name: (element.attributes.get('name') ?? '').trim(),
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
		this.components.spend(own.length);
		const groups = this.attributeGroups(element).flatMap(({ key, group }) =>
			this.components.whileReading('attributeGroup', key, group, (one) =>
				this.attributesOf(one.element, one.document),
			),
		);
		return withInherited(groups, own);
	}

	private attributeGroups(element: NamedElement): Array<{ key: Key; group: Component }> {
		return childrenOf(element, NAMESPACES.xsd, 'attributeGroup').map((reference) => {
			this.components.spend(1);
			const key = keyIn(reference, reference.attributes.get('ref') ?? '');
			const group = this.components.find('attributeGroup', key);
			if (group === undefined) throw undefinedIn('attributeGroup', key);
			return { key, group };
		});
	}

	private hasAnyAttribute(element: NamedElement): boolean {
		if (childrenOf(element, NAMESPACES.xsd, 'anyAttribute').length > 0) return true;
		return this.attributeGroups(element).some(({ key, group }) =>
			this.components.whileReading('attributeGroup', key, group, (one) =>
				this.hasAnyAttribute(one.element),
			),
		);
	}

	private attributeUse(attribute: NamedElement, document: SchemaDocument): AttributeUse[] {
		const use = attribute.attributes.get('use');
		const ref = attribute.attributes.get('ref');
		if (use === 'prohibited') return [];
		const shared = {
			isRequired: use === 'required',
			fixed: attribute.attributes.get('fixed'),
			default: attribute.attributes.get('default'),
		};
		if (ref === undefined) {
			const form =
				attribute.attributes.get('form') ?? document.schema.attributes.get('attributeFormDefault');
			const namespace = form === 'qualified' ? document.namespace : '';
			const name = attribute.attributes.get('name') ?? '';
			return [{ namespace, name, type: this.attributeType(attribute), ...shared }];
		}
		const key = keyIn(attribute, ref);
		const { namespace, name } = partsOf(key);
		const global = this.components.find('attribute', key);
		// Those of SOAP's encoding are written with what they belong to.
		if (global === undefined && ENCODINGS.includes(namespace)) return [];
		if (global === undefined) return [{ namespace, name, type: anyText, ...shared }];
		const { attributes } = global.element;
		return [
			{
				namespace,
				name,
				type: this.attributeType(global.element),
				...shared,
				fixed: shared.fixed ?? attributes.get('fixed'),
				default: shared.default ?? attributes.get('default'),
			},
		];
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

function anyText(): SimpleType {
	return { kind: 'simple', base: 'string' };
}

function whereOf(namespace: string): string {
	const prefix = undeclaredPrefix(namespace);
	if (prefix !== undefined) return `the prefix "${prefix}", which is not declared`;
	return namespace === '' ? 'no namespace' : `the namespace ${namespace}`;
}

/** A group that its users cannot do without. */
function undefinedIn(what: string, key: Key): SoapError {
	const { namespace, name } = partsOf(key);
	return new SoapError(
		`The WSDL uses the ${what} "${name}" of ${whereOf(namespace)}, which neither it nor its imports define`,
	);
}

function anyArray(key: Key): ComplexType {
	const item: ArrayItem = {
		key: ANY_TYPE,
		type: () => ({ kind: 'simple', key: ANY_TYPE, base: 'anyType' }),
	};
	return { ...MAP, key, arrayOf: item };
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

function told(content: Particle | undefined): Particle | undefined {
	return content === undefined ? undefined : apart(content);
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

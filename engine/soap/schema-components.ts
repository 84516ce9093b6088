import { SoapError } from './soap-error';
import type { SchemaDocument } from './wsdl-documents';
import { childrenOf, keyIn, keyOf, NAMESPACES, type Key, type NamedElement } from './xml-elements';

/** Kinds of components at the top of a schema. */
const KINDS = [
	'element',
	'attribute',
	'simpleType',
	'complexType',
	'group',
	'attributeGroup',
] as const;

type Kind = (typeof KINDS)[number];

/** A component and the schema document it is in. */
export interface Component {
	element: NamedElement;
	document: SchemaDocument;
	/** For one that redefines another (`xs:redefine`): the other, which it refers to by its own name. */
	original?: Component;
}

/** Types made of types are never as deep; a limit against schemas made to exhaust the stack. */
const MAX_DEPTH = 300;
/** Far more than the types of a call are made of; a limit against groups that multiply. */
const MAX_PARTICLES = 300_000;

/** What is at the top of schemas, by kind and name. */
export class SchemaComponents {
	private readonly components = new Map<string, Component>();
	private readonly members = new Map<Key, Key[]>();
	private readonly typeKeys = new Map<string, Key[]>();
	/** What is being read, to find what is made of itself. */
	private readonly reading = new Map<string, Component>();
	private particles = 0;

	constructor(private readonly documents: SchemaDocument[]) {
		for (const document of documents) {
			for (const element of childrenOf(document.schema, NAMESPACES.xsd, ...KINDS)) {
				this.add(element, document);
			}
		}
	}

	private add(element: NamedElement, document: SchemaDocument): void {
		const name = element.attributes.get('name') ?? '';
		const key = keyOf(document.namespace, name);
		const id = `${element.name} ${key}`;
		const isRedefinition = document.schema.name === 'redefine';
		const known = this.components.get(id);
		this.components.set(id, {
			element,
			document,
			...(isRedefinition && known !== undefined ? { original: known } : {}),
		});
		if (known !== undefined) return;
		if (element.name.endsWith('Type')) append(this.typeKeys, name, key);
		const heads = element.attributes.get('substitutionGroup')?.trim().split(/\s+/) ?? [];
		for (const head of heads) {
			append(this.members, keyIn(element, head), key);
		}
	}

	find(kind: Kind, key: Key): Component | undefined {
		return this.components.get(`${kind} ${key}`);
	}

	/** The types of a local name. */
	typesOf(name: string): Key[] {
		return this.typeKeys.get(name) ?? [];
	}

	/** The namespaces that a prefix stands for in the schemas. */
	namespacesOf(prefix: string): Set<string> {
		const found = this.documents.map(({ schema }) => schema.prefixes.get(prefix));
		return new Set(found.filter((namespace) => namespace !== undefined));
	}

	/** The elements that may stand for another, directly or for one that may. */
	substitutesOf(head: Key): Key[] {
		const found = new Set<Key>();
		const waiting = [head];
		for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
			for (const member of this.members.get(key) ?? []) {
				if (member === head || found.has(member)) continue;
				found.add(member);
				waiting.push(member);
			}
		}
		return [...found];
	}

	/** Whether a component is being read. */
	isReading(kind: string, key: Key): boolean {
		return this.reading.has(`${kind} ${key}`);
	}

	/**
	 * Reads a component. One that is being read and asked for again is made of itself, but for a
	 * redefinition, which means what it redefines.
	 *
	 * @throws SoapError for what is made of itself or nested beyond measure
	 */
	whileReading<Result>(
		kind: string,
		key: Key,
		component: Component,
		read: (component: Component) => Result,
	): Result {
		const id = `${kind} ${key}`;
		const open = this.reading.get(id);
		const next = open === undefined ? component : open.original;
		if (next === undefined) throw new SoapError(`In the WSDL, the ${id} contains itself`);
		if (this.reading.size >= MAX_DEPTH) {
			throw new SoapError(`In the WSDL, the ${id} is nested too deeply`);
		}
		this.reading.set(id, next);
		try {
			return read(next);
		} finally {
			if (open === undefined) this.reading.delete(id);
			else this.reading.set(id, open);
		}
	}

	/** Counts pieces of types. @throws SoapError where they are beyond measure */
	spend(count: number): void {
		this.particles += count;
		if (this.particles <= MAX_PARTICLES) return;
		throw new SoapError(
			`The types of the WSDL have more than ${MAX_PARTICLES} elements and attributes, which is the limit`,
		);
	}
}

function append(lists: Map<string, Key[]>, name: string, key: Key): void {
	const list = lists.get(name);
	if (list === undefined) lists.set(name, [key]);
	else list.push(key);
}

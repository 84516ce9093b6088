import type { Key } from './xml-elements';

/** What a type may be. */
export type SchemaType = SimpleType | ComplexType;

/** A type of texts. */
export interface SimpleType {
	kind: 'simple';
	/** Key of a named type. */
	key?: Key;
	/** The built-in type of XML Schema that it is or restricts: `string`, `int`, `dateTime`… */
	base: string;
	/** Whether it is a list of `base`, with spaces between the values. */
	isList?: boolean;
	/** The texts that are allowed. */
	enumeration?: string[];
	/** For what stands for a type that nothing defines. */
	missing?: MissingType;
}

/** A type that the WSDL uses and nothing defines. */
interface MissingType {
	/** What is missing, and why. */
	reason: string;
	/** Whether its schema cannot be read: what is sent would be guessed. */
	isUnreadable: boolean;
}

/** A type of elements with attributes or elements in them. */
export interface ComplexType {
	kind: 'complex';
	key?: Key;
	/** Key of the type that it extends or restricts. */
	base?: Key;
	isAbstract: boolean;
	/** The elements in it. */
	content?: Particle;
	/** The type of its text, for one that has text instead of elements. */
	text?: SimpleType;
	attributes: AttributeUse[];
	/** Whether it may have attributes that the schema does not name. */
	hasAnyAttribute: boolean;
	/** For an array of SOAP's encoding: what is in it. */
	arrayOf?: ArrayItem;
	/** For one that extends a type that nothing defines. */
	missing?: MissingType;
}

/** The items of a SOAP array. */
export interface ArrayItem {
	/** Undefined where the type does not name them. */
	name?: string;
	key: Key;
	type: () => SchemaType;
}

export interface AttributeUse {
	namespace: string;
	name: string;
	type: () => SimpleType;
	isRequired: boolean;
	fixed?: string;
	default?: string;
}

/** A piece of a content model. */
export type Particle = ElementParticle | GroupParticle | AnyParticle;

interface Occurrence {
	/** How often it must be there. */
	min: number;
	/** How often it may be there; Infinity: without a limit. */
	max: number;
}

export interface ElementParticle extends Occurrence {
	kind: 'element';
	/** Empty for an unqualified element. */
	namespace: string;
	name: string;
	isNillable: boolean;
	/** What it is called in values where another member has its name: `{namespace}name`. */
	memberName?: string;
	/** Whether it may stand for another, the head of its substitution group. */
	isSubstitute?: boolean;
	/** Read when it is asked for: types may contain themselves. */
	type: () => SchemaType;
	default?: string;
	fixed?: string;
}

export interface GroupParticle extends Occurrence {
	kind: 'group';
	order: 'sequence' | 'choice' | 'all';
	parts: Particle[];
}

/** Elements that the schema does not name. */
interface AnyParticle extends Occurrence {
	kind: 'any';
}

/** A part of a message. */
export interface MessagePart {
	/** Name of the part. */
	name: string;
	/** `element`: the part is this element; `type`: an element with the name and type of the part. */
	kind: 'element' | 'type';
	element: ElementParticle;
}

/** A message as a binding sends it. */
export interface BoundMessage {
	parts: MessagePart[];
	/** Parts that travel in the envelope's header. */
	headers: MessagePart[];
	use: 'literal' | 'encoded';
	/** Namespace of the wrapper element of an rpc call. */
	namespace: string;
}

/** An operation as one port offers it. */
export interface Operation {
	name: string;
	service: string;
	port: string;
	/** Where it is called. */
	address: string;
	version: '1.1' | '1.2';
	style: 'document' | 'rpc';
	/** The `soapAction` of the binding. */
	action: string;
	/** What the WSDL says about it that is passed over or read differently. */
	warnings: string[];
	documentation?: string;
	input: BoundMessage;
	/** Undefined for a one-way operation. */
	output?: BoundMessage;
}

/** What a WSDL offers. */
export interface Wsdl {
	/** Address of the document. */
	url: string;
	/** The operations of all SOAP ports, in the order of the document. */
	operations: Operation[];
	/** What was passed over while the documents were read. */
	warnings: string[];
	/** Finds a named type; undefined where there is none. */
	typeOf(key: Key): SchemaType | undefined;
	/** The types that a name may mean: `Customer`, with a prefix of the WSDL, or `{namespace}Customer`. */
	typesCalled(name: string): Key[];
}

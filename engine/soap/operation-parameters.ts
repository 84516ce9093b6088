import { elementsOf, isList, memberName } from './content-model';
import type {
	BoundMessage,
	ComplexType,
	ElementParticle,
	Operation,
	SchemaType,
	Wsdl,
} from './model';
import { APACHE_MAP, partsOf } from './xml-elements';
import { plainKind } from './xsd-types';

/** A parameter of an operation, as a person fills it in. */
export interface OperationParameter {
	name: string;
	/** Name of its type in the WSDL, such as `string`, `dateTime` or `Address`. */
	type: string;
	/** What its values are. */
	kind: 'string' | 'number' | 'boolean' | 'dateTime' | 'time' | 'array' | 'object';
	isRequired: boolean;
	/** The values that it may have, where its type names them. */
	allowed: string[];
}

/** An operation that a WSDL offers. */
interface OfferedOperation {
	/** What a map names it in `methodname`. */
	name: string;
	/** What the WSDL says about it; empty where it says nothing. */
	description: string;
}

/**
 * The operations of a WSDL, each once, by name: the same operation is often offered over
 * several versions of SOAP.
 */
export function offeredOperations({ operations }: Wsdl): OfferedOperation[] {
	const offered = new Map<string, OfferedOperation>();
	const services = new Map<string, Set<string>>();
	for (const { name, service } of operations) {
		services.set(name, (services.get(name) ?? new Set()).add(service));
	}
	for (const { name, port, service, version, documentation } of operations) {
		const isAmbiguous = (services.get(name)?.size ?? 0) > 1;
		const shown = isAmbiguous ? `${port}.${name}` : name;
		const description = documentation ?? `${service}, SOAP ${version}`;
		if (!offered.has(shown)) offered.set(shown, { name: shown, description });
	}
	return [...offered.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * The parameters of an operation, in the order of the WSDL: what a call of it takes by name.
 *
 * @throws SoapError where the WSDL uses types that it does not define
 */
export function operationParameters({ input, style }: Operation): OperationParameter[] {
	const inBody = bodyNames(input);
	const headers = input.headers.map(({ element }) => ({
		...parameter(element),
		name: inBody.has(element.name) ? HEADER_MARK + element.name : element.name,
		isRequired: false,
	}));
	const type = onlyStructure(input);
	if (type !== undefined) {
		const elements = type.content === undefined ? [] : elementsOf(type.content);
		const names = new Set(elements.map(({ name }) => name));
		const attributes = type.attributes.map((attribute) => {
			const name = names.has(attribute.name) ? `@${attribute.name}` : attribute.name;
			return described(name, attribute.type(), attribute.isRequired, false);
		});
		return [...elements.map(parameter), ...attributes, ...headers];
	}
	const parts = input.parts.map(({ name, element }) => ({
		...parameter(element),
		name: style === 'rpc' ? name : element.name,
		isRequired: true,
	}));
	return [...parts, ...headers];
}

/** Precedes the name of a header that the body has as well. */
export const HEADER_MARK = 'header:';

/** The names that a message's body takes: the members of its only structure, or its parts. */
export function bodyNames(input: BoundMessage): Set<string> {
	const type = onlyStructure(input);
	const names = input.parts.flatMap(({ name, element }) => [name, element.name]);
	if (type === undefined) return new Set(names);
	const elements = type.content === undefined ? [] : elementsOf(type.content);
	return new Set([...elements.map(memberName), ...type.attributes.map(({ name }) => name)]);
}

function onlyStructure({ parts }: BoundMessage): ComplexType | undefined {
	const [only] = parts;
	const type = parts.length === 1 ? only.element.type() : undefined;
	const isStructure = type?.kind === 'complex' && type.arrayOf === undefined;
	return isStructure && type.key !== APACHE_MAP ? type : undefined;
}

function parameter(element: ElementParticle): OperationParameter {
	const isRequired = element.min > 0 && !element.isNillable && element.default === undefined;
	return described(memberName(element), element.type(), isRequired, isList(element));
}

function described(
	name: string,
	type: SchemaType,
	isRequired: boolean,
	isRepeated: boolean,
): OperationParameter {
	const typeName = type.key === undefined ? '' : partsOf(type.key).name;
	const isArray =
		isRepeated || (type.kind === 'simple' ? type.isList === true : type.arrayOf !== undefined);
	const scalar = type.kind === 'simple' ? plainKind(type.base) : 'object';
	const shown = typeName || (type.kind === 'simple' ? type.base : 'structure');
	return {
		name,
		type: isRepeated ? `list of ${shown}` : shown,
		kind: isArray ? 'array' : scalar,
		isRequired,
		allowed: type.kind === 'simple' ? (type.enumeration ?? []) : [],
	};
}

import type { ElementParticle, GroupParticle, Particle, SchemaType } from './model';
import { keyOf } from './xml-elements';

/** What an element is called in values. */
export function memberName({ memberName: own, name }: ElementParticle): string {
	return own ?? name;
}

/** The names of the members of a content model, in its order. */
export function memberNames(particle: Particle): string[] {
	return elementsOf(particle).map(memberName);
}

/** A content model whose members of the same name in several namespaces are told apart. */
export function apart(content: Particle): Particle {
	const first = new Map<string, string>();
	for (const { namespace, name } of elementsOf(content)) {
		if (!first.has(name)) first.set(name, namespace);
	}
	const isOther = ({ namespace, name }: ElementParticle) => first.get(name) !== namespace;
	return elementsOf(content).some(isOther) ? renamed(content, isOther) : content;
}

function renamed(particle: Particle, isOther: (element: ElementParticle) => boolean): Particle {
	if (particle.kind === 'any') return particle;
	if (particle.kind === 'element') {
		if (!isOther(particle)) return particle;
		return { ...particle, memberName: keyOf(particle.namespace, particle.name) };
	}
	return { ...particle, parts: particle.parts.map((part) => renamed(part, isOther)) };
}

/** Whether an element may be there more than once. */
export function isList(particle: ElementParticle): boolean {
	return particle.max > 1;
}

/** Whether a list is one value of a type. */
export function isListType(type: SchemaType): boolean {
	if (type.kind === 'simple') return type.isList === true || type.base === 'anyType';
	return type.arrayOf !== undefined || (type.content && onlyRepeated(type.content)) !== undefined;
}

/** The element of a content model that is nothing but a list of it. */
export function onlyRepeated(particle: Particle): ElementParticle | undefined {
	const elements = elementsOf(particle);
	return elements.length === 1 && isList(elements[0]) && !takesAny(particle)
		? elements[0]
		: undefined;
}

const known = new WeakMap<Particle, ElementParticle[]>();

/**
 * The elements of a content model, in its order: how often each may be there in the whole, and
 * whether the whole can do without it.
 */
export function elementsOf(particle: Particle): ElementParticle[] {
	const found = known.get(particle) ?? listed(particle);
	known.set(particle, found);
	return found;
}

function listed(particle: Particle): ElementParticle[] {
	if (particle.kind === 'element') return [particle];
	if (particle.kind === 'any') return [];
	const isAlternative = particle.order === 'choice' && particle.parts.length > 1;
	const isOptional = particle.min === 0 || isAlternative;
	return particle.parts.flatMap(elementsOf).map((element) => ({
		...element,
		min: isOptional ? 0 : element.min,
		max: particle.max > 1 ? Infinity : element.max,
	}));
}

/** Whether a content model has a place for elements that the schema does not name. */
export function takesAny(particle: Particle): boolean {
	if (particle.kind === 'element') return false;
	return particle.kind === 'any' || particle.parts.some(takesAny);
}

/** A part of a repeated choice: it is there as often as the choice is. */
export function manyTimes<Kind extends Particle>(particle: Kind): Kind {
	return { ...particle, max: Infinity };
}

/** Whether nothing of a part need be there. */
export function isOptionalPart(particle: Particle): boolean {
	if (particle.min === 0 || particle.kind === 'any') return true;
	return particle.kind === 'group' && isOptionalGroup(particle);
}

function isOptionalGroup({ order, parts }: GroupParticle): boolean {
	return order === 'choice' ? parts.some(isOptionalPart) : parts.every(isOptionalPart);
}

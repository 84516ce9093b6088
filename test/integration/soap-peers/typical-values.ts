import type { Compatibility } from '../../../engine/compatibility';
import { manyTimes, memberName } from '../../../engine/soap/content-model';
import type {
	ComplexType,
	ElementParticle,
	Operation,
	Particle,
	SchemaType,
	SimpleType,
} from '../../../engine/soap/model';

/** Values that cannot be made: a type that is abstract, or that contains itself without end. */
export class NoTypicalValue extends Error {}

/** Deeper than this, what may be left out is. */
const DEPTH = 3;
const MAX_DEPTH = 12;

/** What texts are, where they may be anything. */
export const TYPICAL_TEXT = 'a & <b>';

/** Typical parameters of an operation: for the engine by name, for PHP in their order. */
export interface TypicalCall {
	parameters: Record<string, unknown>;
	args: unknown[];
}

/**
 * Typical values by the model of the WSDL.
 *
 * @param compatibility natively binary data is Base64 text, in PHP it is the text itself
 * @param isFull everything that may be there, or only what must
 * @param text of what may be any text
 */
export function typicalCall(
	{ input, style }: Operation,
	compatibility: Compatibility,
	isFull: boolean,
	text = TYPICAL_TEXT,
): TypicalCall {
	const values = (mode: Compatibility) => {
		const typical = new TypicalValues(mode, isFull, text);
		return input.parts.map(({ element }) => typical.value(element.type(), 0));
	};
	const [own, args] = [values(compatibility), values('coreBos')];
	const [only] = input.parts;
	if (style === 'document' && input.parts.length === 1 && only.element.type().kind === 'complex') {
		return { parameters: own[0] as Record<string, unknown>, args };
	}
	const names = input.parts.map(({ name, element }) => (style === 'rpc' ? name : element.name));
	return { parameters: Object.fromEntries(names.map((name, index) => [name, own[index]])), args };
}

class TypicalValues {
	constructor(
		private readonly compatibility: Compatibility,
		private readonly isFull: boolean,
		private readonly text: string,
	) {}

	value(type: SchemaType, depth: number): unknown {
		if (depth > MAX_DEPTH) throw new NoTypicalValue('nested without end');
		if (type.kind === 'simple') return this.scalar(type);
		if (type.isAbstract) throw new NoTypicalValue('abstract');
		if (type.arrayOf !== undefined) {
			const item = type.arrayOf.type();
			return [this.value(item, depth + 1), this.value(item, depth + 1)];
		}
		const members: Record<string, unknown> = {};
		if (type.text !== undefined) members._ = this.scalar(type.text);
		if (type.content !== undefined) this.particle(type.content, members, depth, false);
		this.attributes(type, members);
		return members;
	}

	private attributes({ attributes }: ComplexType, members: Record<string, unknown>): void {
		for (const { name, type, isRequired, fixed } of attributes) {
			if (Object.hasOwn(members, name) || !(this.isFull || isRequired)) continue;
			members[name] = fixed ?? this.scalar(type());
		}
	}

	private particle(
		particle: Particle,
		members: Record<string, unknown>,
		depth: number,
		isOptional: boolean,
	): void {
		if (particle.kind === 'any') return;
		const mayMiss = isOptional || particle.min === 0;
		if (mayMiss && (!this.isFull || depth >= DEPTH)) return;
		if (particle.kind === 'element') {
			this.element(particle, members, depth, mayMiss);
			return;
		}
		const parts = particle.order === 'choice' ? particle.parts.slice(0, 1) : particle.parts;
		for (const part of parts) {
			// What is repeated in whole is a list in each of its elements.
			const repeated = part.kind === 'element' && particle.max > 1 ? manyTimes(part) : part;
			this.particle(repeated, members, depth, mayMiss);
		}
	}

	private element(
		particle: ElementParticle,
		members: Record<string, unknown>,
		depth: number,
		mayMiss: boolean,
	): void {
		try {
			const make = () => particle.fixed ?? this.value(particle.type(), depth + 1);
			members[memberName(particle)] = particle.max > 1 ? [make(), make()] : make();
		} catch (error) {
			if (!(error instanceof NoTypicalValue) || !mayMiss) throw error;
		}
	}

	private scalar(type: SimpleType): unknown {
		if (type.isList !== true) return this.one(type);
		return [this.one(type), this.one(type)];
	}

	private one({ base, enumeration }: SimpleType): unknown {
		if (enumeration !== undefined) return enumeration[0];
		if (base === 'boolean') return true;
		if (/^(?:negativeInteger|nonPositiveInteger)$/.test(base)) return -7;
		if (/int|long|short|byte/i.test(base)) return 7;
		if (/^(?:decimal|double|float)$/.test(base)) return 1.5;
		if (base === 'date') return '2026-01-31';
		if (base === 'dateTime') return '2026-01-31T12:00:00Z';
		if (base === 'time') return '12:00:00';
		if (base.startsWith('base64')) return this.compatibility === 'native' ? 'w7E=' : 'ñ';
		if (base === 'hexBinary') return this.compatibility === 'native' ? 'C3B1' : 'ñ';
		return this.text;
	}
}

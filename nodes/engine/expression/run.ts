import type { Environment } from '../environment';
import type { Value } from './values';

/** A `$(link : (Module) field)`. */
export interface Reference {
	link: string;
	module: string;
	field: string;
}

/**
 * How names are read. Whoever runs an expression may replace each of these:
 * a map reads fields, the context or the name itself, depending on whether it
 * has a record.
 */
export interface Lookup {
	/**
	 * @param name a bare symbol
	 * @param raw the stored value is wanted, not the display name of a linked record
	 */
	symbol(name: string, raw: boolean): Value | Promise<Value>;
	reference(reference: Reference): Value | Promise<Value>;
	/** A template shows `0` as it is, not as nothing, as coreBOS does. */
	showsZero?: boolean;
}

/** What the functions of one evaluation see. */
export interface Run {
	environment: Environment;
	lookup: Lookup;
	/** "Now", taken once. */
	now: Date;
	/** How many `evaluateExpression` calls are inside each other. */
	depth: number;
	/** Evaluates a text as an expression in the same surroundings. */
	evaluate(source: string, run: Run): Value | Promise<Value>;
}

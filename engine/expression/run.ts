import type { CoreBosClient, Environment } from '../environment';
import { searchBudget, type SearchBudget, type Value } from '../php';
import { memoryBudget, type MemoryBudget } from './memory-budget';

/** A `$(link : (Module) field)`. */
export interface Reference {
	link: string;
	module: string;
	field: string;
}

/**
 * How names are read. A caller may replace each of these:
 * a map reads fields, the context or the name itself, depending on whether it
 * has a record.
 */
export interface Lookup {
	/**
	 * @param name a bare symbol
	 * @param raw the stored value is wanted, not the display name of a linked record
	 */
	symbol(name: string, raw: boolean): Value | Promise<Value>;
	/**
	 * @param reference a field of a linked record
	 * @param shown it is wanted as a template shows it, not as an expression calculates with it
	 */
	reference(reference: Reference, shown: boolean): Value | Promise<Value>;
	/** A template shows `0` as it is, not as nothing, as coreBOS does. */
	showsZero?: boolean;
	/** A template leaves a name without a value as it is written, for who renders it next. */
	keepsEmpty?: boolean;
	/** A template reads `Çname.path` out of the context: there is no record. */
	readsContextPaths?: boolean;
}

/** What an evaluation may still do; shared with the expressions that it evaluates inside. */
interface RunLimits {
	/** For all its regular expressions together; each call has a budget of its own besides. */
	search: SearchBudget;
	/** What the values it makes may take. */
	memory: MemoryBudget;
	/** How many more times `evaluateExpression` may be called. */
	evaluations: number;
}

/** Limits that no expression meets but one that would hang the process. */
export function runLimits(): RunLimits {
	return {
		search: { steps: 30_000_000, linearSteps: 90_000_000 },
		memory: memoryBudget(),
		evaluations: 1_000,
	};
}

/** Does the searches of one function call, with a budget of its own as long as the run has one. */
export function withSearchBudget<Result>(
	{ search }: RunLimits,
	work: (budget: SearchBudget) => Result,
): Result {
	const whole = searchBudget();
	const steps = Math.min(whole.steps, search.steps);
	const linearSteps = Math.min(whole.linearSteps, search.linearSteps);
	const budget = { steps, linearSteps };
	try {
		return work(budget);
	} finally {
		search.steps -= steps - budget.steps;
		search.linearSteps -= linearSteps - budget.linearSteps;
	}
}

/** What the functions of one evaluation see. */
export interface Run {
	environment: Environment;
	lookup: Lookup;
	/** The client of the environment, asking everything once per run; undefined without one. */
	coreBos(): CoreBosClient | undefined;
	/** "Now", taken once. */
	now: Date;
	limits: RunLimits;
	/** How many `evaluateExpression` calls are inside each other. */
	depth: number;
	/** Evaluates a string as an expression in the same surroundings. */
	evaluate(source: string, run: Run): Value | Promise<Value>;
	/** Renders a string as a template in the same surroundings. */
	render(source: string, run: Run): Value | Promise<Value>;
}

import type { CoreBosClient, Environment } from '../../environment';
import { isWebServiceId, ReadCache, recordNumberOf } from '../../corebos';
import { compileExpression } from '../../expression';
import { getOwn, type Value } from '../../php';
import { PREVIOUS_VALUE } from '../calling-workflow';
import type { ConditionEnvironment } from '../conditions/evaluate';
import { moduleFields, type ModuleFields } from '../module-fields';

/** What a task sees is what its conditions see. */
export type TaskEnvironment = ConditionEnvironment;

/** One run of a task. */
export interface TaskRun {
	environment: TaskEnvironment;
	/** Fields of the record as expressions see them: they change while the task sets them. */
	fields: Record<string, unknown>;
	/** The context of the workflow, a copy that the task writes into. */
	context: Record<string, unknown>;
	/** The context as it was when the task began. */
	contextBefore: Readonly<Record<string, unknown>>;
	client: CoreBosClient | undefined;
	now: Date;
}

/** What coreBOS calls the old value of a field in expressions and mappings. */
const PREVIOUS = 'previousvalue_';

/** A run of a task in an environment, which it does not change. */
export function startTask(environment: TaskEnvironment): TaskRun {
	const { coreBos, fields, before, context } = environment;
	const previous = Object.entries(before ?? {});
	const contextBefore = {
		...Object.fromEntries(
			previous.map(([name, value]) => [PREVIOUS_VALUE + name, withPlainId(value)]),
		),
		...context,
	};
	// Without a save, or of a new record, the old value of every field is empty.
	const old = before ?? Object.fromEntries(Object.keys(fields ?? {}).map((name) => [name, '']));
	return {
		environment,
		fields: {
			...Object.fromEntries(Object.entries(old).map(([name, value]) => [PREVIOUS + name, value])),
			...fields,
		},
		context: { ...contextBefore },
		contextBefore,
		client: coreBos === undefined ? undefined : new ReadCache(coreBos),
		now: environment.now ?? new Date(),
	};
}

/** A value as the database of coreBOS holds it: a record by its number. */
export function withPlainId(value: unknown): unknown {
	return isWebServiceId(value) ? recordNumberOf(value) : value;
}

/** The environment of an expression or template in a task. */
export function environmentOf({ environment, fields, context, client, now }: TaskRun): Environment {
	return { ...environment, fields, context, coreBos: client, now };
}

/** Evaluates an expression of a task; it may write into the context. */
export async function evaluate(run: TaskRun, expression: string): Promise<Value> {
	return await compileExpression(expression).evaluate(environmentOf(run));
}

/** A field of the record, as it is now. */
export function fieldOf(run: TaskRun, name: string): unknown {
	return getOwn(run.fields, name);
}

/** What the install says of a module; undefined where it cannot be asked. */
export async function fieldsOfModule(
	{ client }: TaskRun,
	module: string | undefined,
): Promise<ModuleFields | undefined> {
	if (client === undefined || module === undefined) return undefined;
	return await moduleFields(client, module);
}

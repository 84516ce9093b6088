import { thrownError } from '../../thrown-error';
import { BoundedCache } from '../../bounded-cache';
import { compileExpression, type CompiledExpression } from '../../expression';
import { bytesOfText, decodeHtml, isTruthy, textOfBytes, trim } from '../../php';
import { WorkflowError } from '../workflow-error';
import { OPERATIONS, type OperationName } from './operations';
import { storedConditions, type StoredCondition } from './stored-conditions';

/** What a condition compares the field with. */
export type Comparand =
	| { kind: 'text'; text: string }
	/** A field of the same record, by name or as `link : (Module) field`. */
	| { kind: 'field'; name: string }
	| { kind: 'expression'; expression: CompiledExpression };

/** The field that a condition looks at. */
type ConditionField =
	| { kind: 'own'; name: string }
	| { kind: 'linked'; link: string; module: string; name: string };

/** One condition, ready to be evaluated. */
export interface Condition {
	/** Its number in the list, from 1. */
	number: number;
	field: ConditionField;
	/** Undefined: coreBOS takes a condition without an operation for false. */
	operation: OperationName | undefined;
	comparand: Comparand;
	/** The value as it is written, for what only asks whether it is empty. */
	writtenValue: string;
}

/** Conditions of one group with the way each is joined to what the group gave so far. */
export interface ConditionGroup {
	/** `start`: the condition replaces what the group gave so far. */
	members: Array<{ condition: number; join: 'start' | 'and' | 'or' }>;
	/** How the group is joined to the groups before it; the first one is joined to true. */
	join: 'and' | 'or';
}

/** Conditions of a workflow or a task that have been read. */
interface ConditionList {
	/** In the order in which they are evaluated, each of them always. */
	conditions: Condition[];
	groups: ConditionGroup[];
	/** One for each condition, as it is stored. */
	stored: StoredCondition[];
}

/** `link : (Module) field`, also inside other text. */
export const LINKED_FIELD = /\b(\w+) : \((\w+)\) (\w+)/;

/** Longer texts are read each time: they would fill the memory. */
const CACHED_LENGTH = 50_000;
/** Lists that are kept compiled. */
const cache = new BoundedCache<string, ConditionList>(200);

/**
 * Reads the conditions of a workflow or a task, once for each text.
 *
 * @param text as {@link storedConditions} takes it; no conditions are true, as in coreBOS
 * @throws WorkflowError for an operation that coreBOS does not have, and for a list that is too
 * long; ExpressionError for an expression that cannot be read
 */
export function compileConditions(text: string): ConditionList {
	if (text.length > CACHED_LENGTH) return readList(text);
	return cache.getOrMake(text, () => readList(text));
}

function readList(text: string): ConditionList {
	const stored = storedConditions(text);
	return {
		conditions: stored.map((condition, index) => readCondition(condition, index + 1)),
		groups: readGroups(stored),
		stored,
	};
}

function readCondition(stored: StoredCondition, number: number): Condition {
	return {
		number,
		field: readField(stored.fieldname),
		operation: readOperation(stored.operation, number),
		comparand: readComparand(stored, number),
		writtenValue: stored.value,
	};
}

function readField(text: string): ConditionField {
	const linked = LINKED_FIELD.exec(text);
	if (linked === null) return { kind: 'own', name: text };
	const [, link, module, name] = linked;
	return { kind: 'linked', link, module, name };
}

function readOperation(text: string, number: number): OperationName | undefined {
	if (!isTruthy(text)) return undefined;
	if (isOperation(text)) return text;
	throw new WorkflowError(`Condition ${number}: coreBOS has no operation "${text.slice(0, 60)}"`, {
		description: `Operations are written in lowercase: ${Object.keys(OPERATIONS).join(', ')}.`,
		condition: number,
	});
}

function isOperation(text: string): text is OperationName {
	return Object.hasOwn(OPERATIONS, text);
}

function readComparand({ valuetype, value }: StoredCondition, number: number): Comparand {
	const text = textOfBytes(trim(bytesOfText(decodeHtml(value))));
	if (valuetype === 'fieldname') return { kind: 'field', name: text };
	if (valuetype !== 'expression' || text === '') return { kind: 'text', text };
	return { kind: 'expression', expression: readExpression(text, number) };
}

function readExpression(text: string, number: number): CompiledExpression {
	try {
		return compileExpression(withoutOpenQuote(text));
	} catch (error) {
		const reason = thrownError(error).message;
		throw new WorkflowError(`Condition ${number}: the expression cannot be read`, {
			description: reason,
			condition: number,
			cause: error,
		});
	}
}

/**
 * coreBOS passes over a quote that is never closed: its workflows run with such conditions
 * (recorded), so they run here.
 */
function withoutOpenQuote(source: string): string {
	let open = -1;
	for (let index = 0; index < source.length; index++) {
		if (source[index] === '\\') index++;
		else if (source[index] === "'") open = open === -1 ? index : -1;
	}
	return open === -1 ? source : source.slice(0, open) + source.slice(open + 1);
}

/**
 * coreBOS's rule, as recorded: groups in the order in which they first appear; inside a group
 * from left to right, each condition joined by the `joincondition` of the one right before it in
 * the list. Where the one right before it is of another group, it replaces what its group gave
 * so far. A group is joined by the `groupjoin` of its last condition.
 */
function readGroups(conditions: StoredCondition[]): ConditionGroup[] {
	const groups = new Map<string, ConditionGroup>();
	let before: StoredCondition | undefined;
	conditions.forEach((stored, condition) => {
		const group = groups.get(stored.group) ?? { members: [], join: 'and' };
		groups.set(stored.group, group);
		group.members.push({
			condition,
			join: before?.group === stored.group ? before.next : 'start',
		});
		group.join = stored.groups;
		before = stored;
	});
	return [...groups.values()];
}

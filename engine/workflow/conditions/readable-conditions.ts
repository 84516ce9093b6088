import { grouped } from '../../grouped';
import { storedConditions, type StoredCondition } from './stored-conditions';

/**
 * Conditions of a workflow as readable text: one line for each condition, grouped.
 *
 * @param text coreBOS's JSON text
 * @throws WorkflowError for a list that is too long
 */
export function readableConditions(text: string): string {
	const groups = grouped(storedConditions(text), ({ group }) => group);
	if (groups.size === 0) return 'Every record';
	const texts = [...groups.values()].map((members, index) => {
		const join = index === 0 ? '' : `${members[members.length - 1].groups}\n`;
		return `${join}${groupText(members)}`;
	});
	return texts.join('\n');
}

function groupText(members: StoredCondition[]): string {
	const lines = members.map((condition, index) => {
		const isLast = index === members.length - 1;
		return isLast ? conditionText(condition) : `${conditionText(condition)} ${condition.next}`;
	});
	return `(${lines.join('\n ')})`;
}

function conditionText({ fieldname, operation, value, valuetype }: StoredCondition): string {
	const what = `${fieldname} ${operation}`;
	if (value === '') return what;
	if (valuetype === 'fieldname') return `${what} the field ${value}`;
	if (valuetype === 'expression') return `${what} the expression ${value}`;
	return `${what} "${value}"`;
}

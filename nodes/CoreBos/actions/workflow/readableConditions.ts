import { storedConditions, storedJoin, type StoredCondition } from '../../../../engine';

/**
 * Conditions of a workflow as readable text: one line for each condition, grouped.
 *
 * @param test coreBOS's JSON text
 */
export function readableConditions(test: string): string {
	const conditions = storedConditions(test);
	if (conditions.length === 0) return 'Every record';
	const groups = new Map<string, StoredCondition[]>();
	for (const condition of conditions) {
		const group = String(condition.groupid ?? '') || '0';
		groups.set(group, [...(groups.get(group) ?? []), condition]);
	}
	const texts = [...groups.values()].map((members, index) => {
		const glue = index === 0 ? '' : `${storedJoin(members.at(-1)?.groupjoin)}\n`;
		return `${glue}${groupText(members)}`;
	});
	return texts.join('\n');
}

function groupText(members: StoredCondition[]): string {
	const lines = members.map((condition, index) => {
		const isLast = index === members.length - 1;
		return isLast
			? conditionText(condition)
			: `${conditionText(condition)} ${storedJoin(condition.joincondition)}`;
	});
	return `(${lines.join('\n ')})`;
}

function conditionText({ fieldname, operation, value, valuetype }: StoredCondition): string {
	const what = `${String(fieldname ?? '')} ${String(operation ?? '')}`;
	const text = String(value ?? '');
	if (text === '') return what;
	if (valuetype === 'fieldname') return `${what} the field ${text}`;
	if (valuetype === 'expression') return `${what} the expression ${text}`;
	return `${what} "${text}"`;
}

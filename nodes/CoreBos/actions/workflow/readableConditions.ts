import { jsonValue } from '../../../../engine';

/** A condition as coreBOS stores it. */
interface StoredCondition {
	fieldname?: unknown;
	operation?: unknown;
	value?: unknown;
	valuetype?: unknown;
	joincondition?: unknown;
	groupid?: unknown;
	groupjoin?: unknown;
}

/**
 * Conditions of a workflow as readable text: one line for each condition, grouped.
 *
 * @param test coreBOS's JSON text
 */
export function readableConditions(test: string): string {
	const conditions = listIn(test);
	if (conditions.length === 0) return 'Every record';
	const groups = new Map<string, StoredCondition[]>();
	for (const condition of conditions) {
		const group = String(condition.groupid ?? '') || '0';
		groups.set(group, [...(groups.get(group) ?? []), condition]);
	}
	const texts = [...groups.values()].map((members, index) => {
		const glue = index === 0 ? '' : `${joinOf(members.at(-1)?.groupjoin)}\n`;
		return `${glue}${groupText(members)}`;
	});
	return texts.join('\n');
}

/** coreBOS treats anything but a list as no conditions. */
function listIn(test: string): StoredCondition[] {
	const list = jsonValue(test);
	return typeof list === 'object' && list !== null ? Object.values(list) : [];
}

/** coreBOS treats any text but "and" as "or". */
function joinOf(join: unknown): string {
	return ['', 'and'].includes(String(join ?? '')) ? 'and' : 'or';
}

function groupText(members: StoredCondition[]): string {
	const lines = members.map((condition, index) => {
		const isLast = index === members.length - 1;
		return isLast
			? conditionText(condition)
			: `${conditionText(condition)} ${joinOf(condition.joincondition)}`;
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

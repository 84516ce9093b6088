import type { INodeParameters } from 'n8n-workflow';
import { storedConditions, type StoredCondition } from '../../engine';
import { storedParameters } from '../map';

/** Operations that mean the same in a query of the web service. */
const OPERATORS: Readonly<Record<string, string>> = {
	is: 'equals',
	'equal to': 'equals',
	'starts with': 'startsWith',
	'greater than': 'greaterThan',
	'greater than or equal to': 'greaterOrEqual',
	'less than': 'lessThan',
	'less than or equal to': 'lessOrEqual',
};

/** Fields that hold records or users, which coreBOS compares by name and a query by id. */
const BY_NAME = /(?:_?id|_to|_by|by|user|owner|contact|account)$|^linkto/i;
/** Compared by month and day alone. */
const BIRTHDAY = 'birthday';

/**
 * The part of the conditions that a query can check, so that not all records are read. It never
 * leaves out a record that meets them all; the rest is left to Check Conditions.
 *
 * @param text coreBOS's JSON text
 */
export function queryFilters(text: string): INodeParameters[] {
	return conditionsThatAllHold(text)
		.map(filterOf)
		.filter((filter) => filter !== undefined);
}

/** Operations that hold only for a field that has changed. */
const CHANGES = ['has changed', 'has changed to'];

/**
 * Fields that have all changed where the conditions are met.
 *
 * @param text coreBOS's JSON text
 */
export function fieldsThatChange(text: string): string[] {
	const names = conditionsThatAllHold(text)
		.filter(({ operation }) => CHANGES.includes(operation))
		.map(({ fieldname }) => fieldname);
	return [...new Set(names)].filter((name) => /^\w+$/.test(name));
}

/** The conditions, or none where there are alternatives. */
function conditionsThatAllHold(text: string): StoredCondition[] {
	const conditions = storedConditions(text);
	return conditions.some(({ next, groups }) => [next, groups].includes('or')) ? [] : conditions;
}

function filterOf({
	fieldname,
	operation,
	value,
	valuetype,
}: StoredCondition): INodeParameters | undefined {
	if (!['', 'rawtext'].includes(valuetype)) return undefined;
	const operator = Object.hasOwn(OPERATORS, operation) ? OPERATORS[operation] : '';
	const wanted = CHECK_BOX.get(value.trim()) ?? value.trim();
	const isPlain = /^[\w .:-]+$/.test(wanted) && /^\w+$/.test(fieldname);
	if (operator === '' || !isPlain || BY_NAME.test(fieldname) || fieldname === BIRTHDAY) {
		return undefined;
	}
	return storedParameters({ field: fieldname, operator, value: wanted });
}

const CHECK_BOX = new Map([
	['true:boolean', '1'],
	['false:boolean', '0'],
]);

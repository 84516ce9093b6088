import {
	getOwn,
	parseDate,
	phpDate,
	textOfBytes,
	timeZone,
	toBytes,
	toText,
	wallOf,
} from '../../php';
import type { Condition } from './condition-list';
import { columnKind } from './database-values';
import { recordOf, valueOf, type Evaluation } from './evaluate';
import { fieldValue } from './field-values';
import type { OperationName } from './operations';
import { queryColumn } from './query-columns';
import { linkedRecord } from './record-view';

/**
 * The value that the query compares with.
 *
 * @returns undefined where coreBOS's query fails on it
 */
export async function queryValue(
	condition: Condition,
	operation: OperationName,
	evaluation: Evaluation,
): Promise<string | undefined> {
	const { comparand, field, writtenValue } = condition;
	const span = DAY_SPANS[operation];
	if (span !== undefined) return span(writtenValue, evaluation);
	if (comparand.kind === 'field') return await fieldComparand(condition, evaluation);
	if (comparand.kind === 'text') {
		const value = await valueOf(comparand, recordOf(evaluation), undefined, evaluation);
		return toText(value);
	}
	if (dies(comparand.expression.source)) return undefined;
	const record =
		field.kind === 'own'
			? recordOf(evaluation)
			: await linkedRecord(recordOf(evaluation), field.link, field.module, evaluation.client);
	if (record === undefined) return '';
	return toText(await valueOf(comparand, record, undefined, evaluation));
}

/** Expressions that coreBOS cannot write as SQL. */
function dies(source: string): boolean {
	return /^\s*if\b/.test(source) || /^\s*\$\(/.test(source);
}

/** Numbers are compared with the field, all others with the name of its column. */
async function fieldComparand(
	condition: Condition,
	evaluation: Evaluation,
): Promise<string | undefined> {
	const column = await queryColumn(condition, evaluation);
	if (condition.comparand.kind !== 'field' || column === undefined) return '';
	const { name } = condition.comparand;
	if (columnKind(column.facts.type) !== 'number') return `vtiger_column.${name}`;
	const other = getOwn(column.record.fields, name);
	return other === undefined ? `vtiger_column.${name}` : textOfBytes(toBytes(fieldValue(other)));
}

type Span = (written: string, evaluation: Evaluation) => string | undefined;

const DAY_SPANS: Readonly<Partial<Record<OperationName, Span>>> = {
	'is today': (_, evaluation) => dateOf('now', evaluation),
	'less than days ago': (days, evaluation) =>
		`${dateOf(`-${days} days`, evaluation)},${dateOf('+1 day', evaluation)}`,
	'more than days ago': (days, evaluation) =>
		withNumber(days, (count) => dateOf(`-${count - 1} days`, evaluation)),
	'in less than': (days, evaluation) =>
		withNumber(
			days,
			(count) => `${dateOf('-1 day', evaluation)},${dateOf(`+${count + 1} days`, evaluation)}`,
		),
	'in more than': (days, evaluation) =>
		withNumber(days, (count) => dateOf(`+${count - 1} days`, evaluation)),
	'days ago': (days, evaluation) => dateOf(`-${days} days`, evaluation),
	'days later': (days, evaluation) => dateOf(`+${days} days`, evaluation),
	'less than hours before': (hours, evaluation) =>
		`${dateTimeOf(`-${hours} hours`, evaluation)},${dateTimeOf('now', evaluation)}`,
	'less than hours later': (hours, evaluation) =>
		`${dateTimeOf('now', evaluation)},${dateTimeOf(`+${hours} hours`, evaluation)}`,
	'more than hours later': (hours, evaluation) => dateTimeOf(`+${hours} hours`, evaluation),
	'more than hours before': (hours, evaluation) => dateTimeOf(`-${hours} hours`, evaluation),
};

/** PHP fails on counting with a string that is not a number. */
function withNumber(text: string, span: (count: number) => string): string | undefined {
	const number = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)/.exec(text);
	return number === null ? undefined : span(Number(number[0]));
}

function dateOf(text: string, evaluation: Evaluation): string {
	return formatted('Y-m-d', text, evaluation);
}

function dateTimeOf(text: string, evaluation: Evaluation): string {
	return formatted('Y-m-d H:i:s', text, evaluation);
}

function formatted(format: string, text: string, { environment, now }: Evaluation): string {
	const zone = timeZone(environment.timeZone);
	const wall = parseDate(text, () => wallOf(now.getTime(), zone), zone);
	return phpDate(format, wall ?? wallOf(0, zone), zone);
}

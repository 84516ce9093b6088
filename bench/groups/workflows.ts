/**
 * Conditions of workflows without n8n: ten lists of 20 conditions on up to 1,000 records, next to
 * the same lists when each check has to read its list anew.
 */
import { figureOf, inTurns, median, millisecondsOf, scaled, type Results } from '../measure';
import { builtEngine } from '../n8n';

const RECORDS = 1_000;
const LISTS = 10;
const CONDITIONS = 20;

/** Conditions that hold for half of the records. */
function conditionsOf(list: number): string {
	return JSON.stringify(
		Array.from({ length: CONDITIONS }, (_, index) => ({
			fieldname: `field${index}`,
			operation: index % 2 ? 'contains' : 'is',
			value: index % 2 ? 'al' : `value ${list % 2}`,
			valuetype: 'rawtext',
			joincondition: 'and',
			groupid: String(index % 4),
			groupjoin: 'and',
		})),
	);
}

function recordsOf(count: number): Array<Record<string, unknown>> {
	return Array.from({ length: count }, (_, number) =>
		Object.fromEntries(
			Array.from({ length: CONDITIONS }, (_value, index) => [
				`field${index}`,
				`value ${number % 2}`,
			]),
		),
	);
}

/** How checks grow with their number, and what it saves to read a list once. */
export async function measure(): Promise<Results> {
	const { evaluateConditions } = builtEngine();
	const lists = Array.from({ length: LISTS }, (_, list) => conditionsOf(list));
	const check = async (records: number, textOf: (list: string, number: number) => string) => {
		const known = recordsOf(records);
		return await millisecondsOf(async () => {
			let met = 0;
			for (const list of lists) {
				for (const [number, fields] of known.entries()) {
					if (await evaluateConditions(textOf(list, number), { fields })) met++;
				}
			}
			if (met !== (records * LISTS) / 2) throw new Error(`${met} checks are met`);
		});
	};
	const asItIs = (list: string): string => list;
	const anew = (list: string, number: number): string => list + ' '.repeat(number);
	const points = [];
	// Node compiles what it runs first.
	await check(100, asItIs);
	for (const records of [10, 100, 1_000]) {
		const times = [];
		for (let round = 0; round < 3; round++) times.push(await check(records, asItIs));
		points.push({ size: records * LISTS, milliseconds: median(times) });
	}
	const records = scaled(RECORDS);
	const [mine, theirs] = await inTurns([
		async () => await check(records, asItIs),
		async () => await check(records, anew),
	]);
	const about = {
		title: `${records * LISTS} checks of ${CONDITIONS} conditions on ${records} records`,
		peer: 'the same, each list read again',
		kind: 'speed' as const,
		unit: 'ms',
	};
	return {
		figures: [figureOf(about, mine, theirs)],
		curves: [{ title: 'checking 20 conditions', of: 'checks', points }],
	};
}

/**
 * Conditions of coreBOS workflows: a list of 20 entries on records, checks per second, and how
 * the time grows with the number of checks. The list is read once.
 *
 *     npm run bench:conditions
 */
import { evaluateConditions } from '../engine';

const FIELDS = Array.from({ length: 20 }, (_, index) => `field${index}`);

const CONDITIONS = JSON.stringify(
	FIELDS.map((fieldname, index) => ({
		fieldname,
		operation: ['is', 'contains', 'greater than', 'is not empty'][index % 4],
		value: ['value', 'al', '5', ''][index % 4],
		valuetype: 'rawtext',
		joincondition: index % 3 === 0 ? 'or' : 'and',
		groupid: String(Math.floor(index / 5)),
		groupjoin: 'and',
	})),
);

const RECORDS = Array.from({ length: 1_000 }, (_, number) =>
	Object.fromEntries(
		FIELDS.map((name, index) => [name, index % 4 === 2 ? String(number % 10) : 'value']),
	),
);

async function seconds(checks: number): Promise<number> {
	const start = performance.now();
	for (let check = 0; check < checks; check++) {
		await evaluateConditions(CONDITIONS, { fields: RECORDS[check % RECORDS.length] });
	}
	return (performance.now() - start) / 1000;
}

async function main(): Promise<void> {
	await seconds(1_000);
	const rows: string[] = [];
	for (const checks of [2_500, 5_000, 10_000, 20_000]) {
		const rounds: number[] = [];
		for (let round = 0; round < 5; round++) rounds.push(await seconds(checks));
		const median = rounds.sort((one, other) => one - other)[2];
		const each = (median / checks) * 1e6;
		rows.push(`| ${checks} | ${median.toFixed(3)} | ${each.toFixed(1)} |`);
	}
	console.log(`| checks of 20 conditions | seconds | µs each |\n| ---: | ---: | ---: |`);
	console.log(rows.join('\n'));
}

void main();

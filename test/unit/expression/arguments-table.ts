import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One call of a coreBOS function, as PHP answered it. */
export interface RecordedCall {
	function: string;
	arguments: unknown[];
	type?: string;
	value?: unknown;
	/** What PHP throws; `endless` for a call that does not come back. */
	error?: string;
}

interface Recordings {
	/** The moment that the functions took for now. */
	now: string;
	cases: RecordedCall[];
}

export const recordedCalls = JSON.parse(
	readFileSync(join(__dirname, '../../recordings/expression-arguments.json'), 'utf8'),
) as Recordings;

/** A call as it is written, for titles and the document. */
export function writtenCall({ function: name, arguments: values }: RecordedCall): string {
	return `${name}(${values.map((value) => JSON.stringify(value)).join(', ')})`;
}

/** The arguments of every kind that the document has a column for. */
const KINDS = [null, true, 5, 2.5, 'abc', [1, 'b'], { a: 1, b: 'x' }];

const LONGEST_RESULT = 34;

function resultOf(call: RecordedCall | undefined): string {
	if (call === undefined) return '';
	if (call.error !== undefined) return 'error';
	const text = JSON.stringify(call.value);
	const shown = text.length > LONGEST_RESULT ? `${text.slice(0, LONGEST_RESULT)}…` : text;
	return `\`${shown.replaceAll('|', '\\|')}\``;
}

/** The rows of docs/expression-arguments.md: per function a call, and what others like it give. */
export function argumentRows(): string[][] {
	const calls = new Map(recordedCalls.cases.map((call) => [writtenCall(call), call]));
	const result = (name: string, values: unknown[]): string =>
		resultOf(calls.get(writtenCall({ function: name, arguments: values })));
	return typicalCalls().map((call) => {
		const { function: name, arguments: values } = call;
		// Of a statistic the list is the argument that matters, not its name.
		const changed = name === 'statistics' || name === 'frequency' ? 1 : 0;
		return [
			`\`${writtenCall(call).replaceAll('|', '\\|')}\``,
			resultOf(call),
			result(name, []),
			values.length > 1 ? result(name, values.slice(0, -1)) : '',
			result(name, [...values, 'x']),
			...KINDS.map((kind) =>
				result(
					name,
					values.map((value, index) => (index === changed ? kind : value)),
				),
			),
		];
	});
}

/** The call of each function, and of each statistic, that the others vary: the longest ones follow it. */
function typicalCalls(): RecordedCall[] {
	const { cases } = recordedCalls;
	return cases.filter(
		(call, index) =>
			cases[index + 1]?.arguments.at(-1) === 'x' &&
			cases[index + 1].arguments.length === call.arguments.length + 1 &&
			cases[index + 2]?.arguments.at(-1) === 'y' &&
			cases[index + 2].arguments.length === call.arguments.length + 2,
	);
}

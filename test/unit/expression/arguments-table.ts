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
	/** What asks for something that is not there has an empty result in coreBOS, and is refused here. */
	here?: 'error';
}

interface Recordings {
	/** The moment that the functions took for now. */
	now: string;
	cases: RecordedCall[];
}

/** Calls of functions that ask the install, and what it answers. */
interface InstallRecordings extends Recordings {
	/** The record at hand, an account. */
	fields: Record<string, unknown> & { id: string };
	/** By operation and parameters. */
	answers: Record<string, { result?: unknown; code?: string; message?: string }>;
}

function recordings(name: string): unknown {
	return JSON.parse(readFileSync(join(__dirname, `../../recordings/${name}.json`), 'utf8'));
}

export const recordedCalls = recordings('expression-arguments') as Recordings;
export const installCalls = recordings('expression-arguments-install') as InstallRecordings;

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
	if (call.here === 'error') return 'refused';
	const text = JSON.stringify(call.value);
	const shown = text.length > LONGEST_RESULT ? `${text.slice(0, LONGEST_RESULT)}…` : text;
	return `\`${shown.replaceAll('|', '\\|')}\``;
}

/** The rows of docs/expression-arguments.md: per function a call, and what others like it give. */
export function argumentRows({ cases }: Recordings): string[][] {
	const calls = new Map(cases.map((call) => [writtenCall(call), call]));
	const result = (name: string, values: unknown[]): string =>
		resultOf(calls.get(writtenCall({ function: name, arguments: values })));
	return typicalCalls(cases).map((call) => {
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
function typicalCalls(cases: RecordedCall[]): RecordedCall[] {
	return cases.filter(
		(call, index) =>
			cases[index + 1]?.arguments.at(-1) === 'x' &&
			cases[index + 1].arguments.length === call.arguments.length + 1 &&
			cases[index + 2]?.arguments.at(-1) === 'y' &&
			cases[index + 2].arguments.length === call.arguments.length + 2,
	);
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listOperations } from '../../../engine';
import { isHarmless, isReading, needsSession } from '../../../engine/corebos/operations';

const FILE = join(__dirname, '../../../../shared/recordings/ws_operations.tsv');

/** The operations table of a coreBOS install. */
function installed(): Array<{ name: string; prelogin: string; parameters: string }> {
	const [, ...rows] = readFileSync(FILE, 'utf8').trimEnd().split('\n');
	return rows.map((row) => {
		const [, name, , prelogin, , parameters = ''] = row.split('\t');
		return { name, prelogin, parameters };
	});
}

const withTable = existsSync(FILE) ? describe : describe.skip;

withTable('the table of operations, beside that of an install', () => {
	test('has the same operations with the same parameters', () => {
		const names = (list: string): string =>
			list
				.split(',')
				.map((parameter) => parameter.split(':')[0])
				.join(', ');
		expect(listOperations()).toEqual(
			installed()
				.map(({ name, parameters }) => ({ name, parameters: names(parameters) }))
				.sort((one, other) => one.name.toLowerCase().localeCompare(other.name.toLowerCase())),
		);
	});

	test('agrees on those that need no session', () => {
		for (const { name, prelogin } of installed()) expect(needsSession(name)).toBe(prelogin === '0');
	});
});

describe('every operation', () => {
	test.each(listOperations())('$name is known in any letter case', ({ name }) => {
		const facts = [isReading, isHarmless, needsSession].map((tells) => tells(name));
		const others = [isReading, isHarmless, needsSession].map((tells) => tells(name.toUpperCase()));
		expect(others).toEqual(facts);
	});
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resources } from '../../nodes/CoreBos/resources';

const document = (name: string) => readFileSync(join(__dirname, '../../docs', name), 'utf8');

/** Cells of the rows of all tables, without the lines below their heads. */
function rowsOf(markdown: string): string[][] {
	return markdown
		.split('\n')
		.filter((line) => line.startsWith('|') && !/^\|[\s|-]+$/.test(line))
		.map((line) =>
			line
				.split('|')
				.slice(1, -1)
				.map((cell) => cell.trim()),
		);
}

const OPERATIONS = resources.flatMap(({ choice, actions }) =>
	actions.map((action) => [choice.name, action.choice.name] as const),
);

describe('docs/corebos-node.md', () => {
	const listed: string[] = [];
	let resource = '';
	for (const [first, operation] of rowsOf(document('corebos-node.md'))) {
		resource = /^\*\*(.*)\*\*$/.exec(first)?.[1] ?? (first === '' ? resource : '');
		if (resource !== '') listed.push(`${resource}: ${operation}`);
	}

	test('lists exactly the operations of the node', () => {
		expect(listed.sort()).toEqual(OPERATIONS.map((names) => names.join(': ')).sort());
	});
});

describe('docs/comparison.md', () => {
	const rows = rowsOf(document('comparison.md')).filter(
		(cells) => cells.length === 6 && cells[0] !== 'operation',
	);
	const ours = rows.map(([, cell]) => cell).join('; ');

	test('has no row where another one has something that this package has not', () => {
		expect(rows.length).toBeGreaterThan(50);
		const without = rows.filter(([, own, ...others]) => own === '' && others.some((cell) => cell));
		expect(without).toEqual([]);
	});

	test.each(OPERATIONS)('tells of %s: %s', (resource, operation) => {
		expect(ours).toContain(`${resource}: ${operation}`);
	});

	test('names no operation that the node does not have', () => {
		const named = ours.match(/[A-Z][\w ]+: [A-Z][\w ]+?(?=;| \(|,|$)/g) ?? [];
		const known = new Set(OPERATIONS.map((names) => names.join(': ')));
		expect(named.filter((name) => !known.has(name))).toEqual([]);
	});
});

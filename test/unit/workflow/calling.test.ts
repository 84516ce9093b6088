import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callingWorkflowCsv, parseWorkflowExport, WorkflowError } from '../../../engine';

/** The file that was imported into a running coreBOS and then ran. */
const IMPORTED = readFileSync(
	join(__dirname, '../../recordings/workflow-exports/import-that-works.csv'),
	'latin1',
);

const lean = {
	module: 'Products',
	description: 'n8n lean wf',
	when: 'save',
	map: { id: '8823', name: 'calls n8n' },
} as const;

/** Reads such a file byte by byte, as PHP's fgetcsv does: rows of cells. */
function rowsOf(csv: string): string[][] {
	const rows: string[][] = [];
	let position = 0;
	while (position < csv.length) {
		const row: string[] = [];
		for (;;) {
			expect(csv[position++]).toBe('"');
			let cell = '';
			while (csv[position] !== '"' || csv[position + 1] === '"') {
				if (csv[position] === '"') position++;
				cell += csv[position++];
			}
			row.push(cell);
			position++;
			if (csv[position] !== ',') break;
			position++;
		}
		expect(csv.slice(position, position + 2)).toBe('\r\n');
		position += 2;
		rows.push(row);
	}
	return rows;
}

function workflowIn(csv: string): Record<string, unknown> {
	const bytes = Buffer.from(rowsOf(csv)[1][0], 'base64');
	return JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
}

describe('the file for Settings → Workflows → Import', () => {
	test('its workflow is byte for byte the leanest one that was imported and ran', () => {
		const [headings, , , wanted] = rowsOf(IMPORTED);
		const [gotHeadings, got, ...others] = rowsOf(callingWorkflowCsv(lean));
		expect(others).toEqual([]);
		expect(gotHeadings).toEqual(headings);
		expect(got[0]).toBe(wanted[0]);
		// The other two are only shown; the recorded file had a shorter name there.
		expect(got.slice(1)).toEqual(['Products', 'n8n lean wf']);
	});

	test('the whole file is byte for byte the recorded one with that row', () => {
		const [headings, , , wanted] = IMPORTED.split('\r\n');
		const row = wanted.replace('"lean wf"', '"n8n lean wf"');
		expect(callingWorkflowCsv(lean)).toBe(`${headings}\r\n${row}\r\n`);
	});

	test.each([
		['create', 1],
		['save', 3],
		['change', 4],
		['delete', 5],
	] as const)('%s is execution condition %i', (when, executionCondition) => {
		expect(workflowIn(callingWorkflowCsv({ ...lean, when }))).toMatchObject({
			executionCondition,
			active: 'true',
		});
	});

	test('lengths in the task count bytes', () => {
		const map = { id: '44x9', name: 'Añadir "x" €' };
		const { tasks } = workflowIn(callingWorkflowCsv({ ...lean, map }));
		expect(tasks).toEqual([
			'O:25:"RunWebserviceWorkflowTask":4:{s:7:"summary";s:8:"Call n8n";s:6:"active";b:1;s:6:"bmapid";s:1:"9";s:14:"bmapid_display";s:15:"Añadir "x" €";}',
		]);
	});

	test('our own reader takes it, with a name of quotes, commas and line ends', () => {
		const conditions = '[{"fieldname":"productname","operation":"is","value":"Ñ"}]';
		const description = 'a "b", c\r\nd';
		const csv = callingWorkflowCsv({ ...lean, description, conditions });
		expect(rowsOf(csv)[1][2]).toBe(description);
		expect(parseWorkflowExport(csv)).toMatchObject([
			{
				description,
				moduleName: 'Products',
				test: conditions,
				trigger: { when: 'save' },
				tasks: [{ does: 'runMap', active: true, map: lean.map }],
			},
		]);
	});

	test.each([
		['a module that is not one', { module: 'My products' }],
		['no name', { description: ' ' }],
		['a map without a number', { map: { id: 'calls n8n', name: 'calls n8n' } }],
		['an unknown operation', { conditions: '[{"fieldname":"a","operation":"like"}]' }],
	])('%s is refused', (_what, fault) => {
		expect(() => callingWorkflowCsv({ ...lean, ...fault })).toThrow(WorkflowError);
	});
});

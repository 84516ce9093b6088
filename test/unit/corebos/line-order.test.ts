import { CoreBosError, withOrderedLines } from '../../../engine';
import type { CoreBosClient } from '../../../engine';

const LINES = [{ comment: 'one' }, { comment: 'two' }, { comment: 'three' }];
/** What coreBOS knows of these lines, in any order. */
const ROWS = [
	{ lineitem_id: '1000', sequence_no: '1' },
	{ lineitem_id: '998', sequence_no: '3' },
	{ lineitem_id: '999', sequence_no: '2' },
];

async function ordered(pdoInformation: unknown, rows: unknown) {
	const queries: string[] = [];
	const client: CoreBosClient = {
		call: async (_operation, parameters) => {
			queries.push(String(parameters?.query));
			if (rows instanceof Error) throw rows;
			return rows;
		},
	};
	const document = await withOrderedLines(client, { id: '7x1', pdoInformation });
	return { lines: document.pdoInformation, queries };
}

const denied = new CoreBosError({ code: 'ACCESS_DENIED', operation: 'query', reason: 'denied' });

test('the lines of a document have the order of their places', async () => {
	const { lines, queries } = await ordered(LINES, ROWS);
	expect(lines).toEqual([{ comment: 'three' }, { comment: 'two' }, { comment: 'one' }]);
	expect(queries).toEqual([
		"select lineitem_id,sequence_no from InventoryDetails where related_to = '7x1' order by id limit 0,4;",
	]);
});

test.each<[string, unknown]>([
	['of which the user may not see the records', denied],
	['of which some have no record', ROWS.slice(1)],
	['of which there are more records', [...ROWS, { lineitem_id: '1001', sequence_no: '4' }]],
	['of which nothing is answered', null],
])('lines %s stay as they are', async (_reason, rows) => {
	expect((await ordered(LINES, rows)).lines).toEqual(LINES);
});

test.each<[string, unknown]>([
	['without lines', undefined],
	['with one line', LINES.slice(1, 2)],
])('nothing is asked about a record %s', async (_what, lines) => {
	expect(await ordered(lines, ROWS)).toEqual({ lines, queries: [] });
});

test('an error that says nothing of the lines is not swallowed', async () => {
	const lost = new CoreBosError({ code: 'NO_ANSWER', operation: 'query', reason: 'lost' });
	await expect(ordered(LINES, lost)).rejects.toBe(lost);
});

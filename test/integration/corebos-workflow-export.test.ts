import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCoreBos } from '../corebos';
import { locatorValue, runCoreBos } from './corebos-node';
import { runNodes } from './n8n-engine';

const EXPORT = readFileSync(
	join(__dirname, '../recordings/workflow-exports/more/31-product-sync-update.csv'),
	'utf8',
);
const convert = { operation: 'convert', mapSource: 'workflows', exportTrigger: 'watch' };

test.each([
	['text', { exportText: EXPORT }, {}],
	[
		'a file',
		{ exportText: '' },
		{ data: { data: Buffer.from(EXPORT).toString('base64'), mimeType: 'text/csv' } },
	],
])('an export as %s becomes n8n workflows, each with a file', async (_, parameters, binary) => {
	const node = { name: 'Convert', parameters: { ...convert, ...parameters } };
	const { error, items } = await runNodes([{}], [node], [binary]);
	expect(error).toBeUndefined();
	const [{ json, binary: files }] = items('Convert');
	expect(json).toMatchObject({ name: 'Product Sync Update', notConverted: [] });
	expect(files?.data).toMatchObject({ fileName: 'Product Sync Update.json' });
	const file = JSON.parse(Buffer.from(String(files?.data.data), 'base64').toString()) as unknown;
	expect(file).toEqual(json.workflow);
});

test('a text that is not an export fails with what is wrong', async () => {
	const node = { name: 'Convert', parameters: { ...convert, exportText: '"a","b"\r\n"1","2"' } };
	const { error } = await runNodes([{}], [node]);
	expect(error?.message).toMatch(/workflow_id/);
});

test('a workflow of the install, with readable conditions', async () => {
	const test = JSON.stringify([
		{ fieldname: 'amount', operation: 'greater than', value: '1000', joincondition: 'or' },
		{ fieldname: 'stage', operation: 'has changed', value: '' },
		{ fieldname: 'a', operation: 'is', value: 'b', valuetype: 'fieldname', groupid: '1' },
	]);
	const workflow = { id: '48x7', module_name: 'Potentials', summary: 'Big', test };
	const coreBos = await startCoreBos({
		records: { Workflow: [{ ...workflow, execution_condition: '4' }] },
	});
	try {
		const parameters = { resource: 'workflow', operation: 'get', workflowId: locatorValue('7') };
		const { json, error } = await runCoreBos(coreBos, parameters);
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({
			...workflow,
			runs: 'when a record that exists is saved',
			conditions: '(amount greater than "1000" or\n stage has changed)\nand\n(a is the field b)',
		});
	} finally {
		await coreBos.close();
	}
});

test('maps by name or record number are embedded; the others are read from coreBOS', async () => {
	const xml = (method: string) =>
		`<map><wsconfig><wsurl>http://x.example</wsurl><methodname>${method}</methodname><wshttpmethod>POST</wshttpmethod></wsconfig><fields></fields></map>`;
	const exportMaps = { coreBOSSyncLogin: xml('by name'), 8903: xml('by number') };
	const parameters = { ...convert, exportText: EXPORT, exportMaps: JSON.stringify(exportMaps) };
	const { error, items } = await runNodes([{}], [{ name: 'Convert', parameters }]);
	expect(error).toBeUndefined();
	const { nodes } = items('Convert')[0].json.workflow as {
		nodes: Array<{
			type: string;
			parameters: { settings?: { methodName?: string }; mapSource?: string };
		}>;
	};
	const maps = nodes.filter(({ type }) => type.endsWith('.runWebServiceMap'));
	expect(maps.map(({ parameters: map }) => map.settings?.methodName ?? map.mapSource)).toEqual([
		...['coreBos', 'by name', 'by number', 'coreBos'],
	]);
});

test.each(['[]', '"text"', '{'])(
	'maps that are not an object are refused: %s',
	async (exportMaps) => {
		const parameters = { ...convert, exportText: EXPORT, exportMaps };
		const { error } = await runNodes([{}], [{ name: 'Convert', parameters }]);
		expect(error?.message).toMatch(/Maps \(JSON\).* is not a JSON object/);
	},
);

test('a workflow of the install: trigger and conditions; its tasks are said to be missing', async () => {
	const workflow = { id: '48x7', module_name: 'Potentials', summary: 'Big', test: '[]' };
	const item = { ...workflow, execution_condition: '4', active: 'true' };
	const parameters = { ...convert, exportTrigger: 'calls', workflowsFrom: 'items' };
	const node = { name: 'Convert', parameters };
	const { error, items } = await runNodes([item], [node]);
	expect(error).toBeUndefined();
	const { json } = items('Convert')[0];
	expect(json).toMatchObject({
		name: 'Big',
		notConverted: [{ task: 'Tasks', reason: expect.stringContaining('does not return the tasks') }],
	});
	expect(JSON.stringify(json.workflow)).toContain('"workflows":"7"');
	const other = await runNodes([{ some: 'item' }], [node]);
	expect(other.error?.message).toMatch(/not a coreBOS workflow/);
});

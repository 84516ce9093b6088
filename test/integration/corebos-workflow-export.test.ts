import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCoreBos } from '../corebos';
import { locatorValue, runCoreBos } from './coreBosNode';
import { runNodes } from './n8nEngine';

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

test('a text that is no export fails with what is wrong', async () => {
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

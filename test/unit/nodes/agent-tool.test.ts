import type { IExecuteFunctions } from 'n8n-workflow';
import { toldToAgent } from '../../../nodes/CoreBos/agentTool';

const context = (type: string, retryOnFail?: boolean, aborted = false) =>
	({
		getNode: () => ({ type: `n8n-nodes-corebos.${type}`, retryOnFail }),
		getExecutionCancelSignal: () => ({ aborted }),
	}) as unknown as IExecuteFunctions;

const fails = async () => await Promise.reject(new Error('The query is not valid'));

test('an agent is told the error of its tool', async () => {
	const output = await toldToAgent(context('coreBosTool'), fails);
	expect(output).toEqual([
		[{ json: { error: 'The query is not valid' }, pairedItem: { item: 0 } }],
	]);
});

test.each([
	['a node that is no tool', context('coreBos')],
	['a tool that n8n is to try again', context('coreBosTool', true)],
	['a tool whose execution was cancelled', context('coreBosTool', false, true)],
])('the error of %s is thrown', async (_, node) => {
	await expect(toldToAgent(node, fails)).rejects.toThrow('The query is not valid');
});

test('the output of a tool is left as it is', async () => {
	const output = [[{ json: { id: '11x1' } }]];
	expect(await toldToAgent(context('coreBosTool'), async () => output)).toBe(output);
});

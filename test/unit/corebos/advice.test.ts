import type { IExecuteFunctions } from 'n8n-workflow';
import { CoreBosError, type CoreBosClient } from '../../../engine';
import type { ActionRun, ConnectedAction } from '../../../nodes/CoreBos/action';
import { processMap } from '../../../nodes/CoreBos/actions/businessMap/process.operation';
import { getComments } from '../../../nodes/CoreBos/actions/comment/getMany.operation';

/** inputs.json 034 and 041: what coreBOS answers in a way that misleads. */

function refusal(code: string, message: string): CoreBosError {
	return new CoreBosError({ code, operation: 'ProcessMap', reason: message });
}

/** A run of an action against a client that answers as given. */
function runOf(
	parameters: Record<string, unknown>,
	call: CoreBosClient['call'],
): Pick<ActionRun, 'node' | 'client'> {
	const node = {
		getNodeParameter: (name: string, _: number, otherwise?: unknown) =>
			parameters[name] ?? otherwise,
	} as unknown as IExecuteFunctions;
	return { node, client: { call } as ActionRun['client'] };
}

async function outputOf(action: object, run: Pick<ActionRun, 'node' | 'client'>) {
	return await (action as ConnectedAction).execute(run as ActionRun, 0);
}

describe('034 comments', () => {
	const given = { commentcontent: '&ntilde; &amp; &lt;b&gt;', owner_name: 'O&#039;Hara', id: 0 };
	const decoded = { commentcontent: 'ñ & <b>', owner_name: "O'Hara", id: 0 };

	test.each([
		['HelpDesk', '17x1', decoded],
		['Faq', '3x1', decoded],
		['Accounts', '11x1', given],
	])('of %s', async (module, recordId, comment) => {
		const run = runOf({ module, recordId, returnAll: true }, async () => ({ records: [given] }));
		expect(await outputOf(getComments, run)).toEqual([{ json: comment }]);
	});
});

describe('041 Business Map: Process', () => {
	const parameters = { businessMap: '33x5', parameters: '{"infields":{"productname":"x"}}' };
	const call: CoreBosClient['call'] = async () => {
		throw refusal('MANDATORY_FIELDS_MISSING', 'infields');
	};

	test('a Mapping without a record says that it needs one', async () => {
		const outcome = outputOf(processMap, runOf(parameters, call));
		await expect(outcome).rejects.toMatchObject({
			code: 'INVALID_PARAMETER',
			message: expect.stringContaining('needs a record'),
		});
		await expect(outcome).rejects.not.toThrow(/mandatory field/i);
	});

	test('another refusal, and one with a record, stay as coreBOS says them', async () => {
		const denied: CoreBosClient['call'] = async () => {
			throw refusal('ACCESS_DENIED', 'no');
		};
		await expect(outputOf(processMap, runOf(parameters, denied))).rejects.toMatchObject({
			code: 'ACCESS_DENIED',
		});
		const withRecord = runOf({ ...parameters, recordId: '14' }, call);
		await expect(outputOf(processMap, withRecord)).rejects.toMatchObject({
			code: 'MANDATORY_FIELDS_MISSING',
		});
	});
});

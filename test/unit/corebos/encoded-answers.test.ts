import { readFileSync } from 'node:fs';
import {
	CoreBosError,
	getRelatedRecords,
	workflowFailures,
	type CoreBosClient,
} from '../../../engine';
import { decodedResult } from '../../../engine/corebos/encoded-answers';

const DECODED: Array<[string, string, unknown, unknown]> = [
	['011 a setting', 'getSetting', '&ntilde; &amp; &lt;b&gt; &quot;q&quot;', 'ñ & <b> "q"'],
	['a setting that is not text', 'getSetting', false, false],
	[
		'032 a queued result',
		'getQueuedOperationResult',
		'{&quot;id&quot;:&quot;14x1&quot;,&quot;name&quot;:&quot;&ntilde;&quot;}',
		{ id: '14x1', name: 'ñ' },
	],
	['a queued result that is not there', 'getQueuedOperationResult', 'not queued', 'not queued'],
	['an answer of another operation', 'retrieve', '&amp;', '&amp;'],
];
test.each(DECODED)('%s is what was meant', (_, operation, answer, result) => {
	expect(decodedResult(operation, answer)).toEqual(result);
});

test('the default of a setting stays as it was given', () => {
	expect(decodedResult('getSetting', '&amp;', { default: '&amp;' })).toBe('&amp;');
});

const failed = (reason: unknown) => JSON.stringify({ '11x1': JSON.stringify(reason) });
const REASONS: Array<[string, string, string]> = [
	['a text', '{"14x9010":"modules do not match"}', '14x9010: modules do not match'],
	['the whole record', failed([{ entitydata: { a: 1 }, error: 'bracket' }]), '11x1: bracket'],
	['two tasks', failed([{ error: 'one' }, { error: 'two' }]), '11x1: one, two'],
	['no JSON', 'failed', 'failed'],
];
test.each(REASONS)(
	'033 of a workflow error with %s, the reasons alone are left',
	(_, message, reason) => {
		expect(workflowFailures(message)).toBe(reason);
	},
);

test('033 the reason of a recorded failure', () => {
	const file = readFileSync(`${__dirname}/../../recordings/webservice-live.json`, 'utf8');
	const calls = JSON.parse(file) as Array<{
		id: string;
		response: { body: { error: { message: string } } };
	}>;
	const call = calls.find(({ id }) => id === 'trigger4-008');
	expect(workflowFailures(String(call?.response.body.error.message))).toBe(
		'11x10305: Was expecting a closing bracket',
	);
});

describe('010 related records', () => {
	const clientOf = (code: string) => {
		const asked: unknown[] = [];
		const client: CoreBosClient = {
			call: async (operation, { queryParameters } = {}) => {
				asked.push(queryParameters);
				const { columns } = queryParameters as { columns?: string };
				if (columns === undefined) return { records: [{ id: '7x1' }] };
				return await Promise.reject(new CoreBosError({ code, operation, reason: 'died' }));
			},
		};
		return { client, asked };
	};
	const ends = { id: '11x1', module: 'Accounts', relatedModule: 'Invoice' };

	test.each(['INTERNAL_SERVER_ERROR', 'EMPTY_ANSWER'])(
		'are asked for again without columns after %s',
		async (code) => {
			const { client, asked } = clientOf(code);
			const answer = await getRelatedRecords(client, ends, { columns: 'id', limit: '5' });
			expect([answer, asked]).toEqual([
				{ records: [{ id: '7x1' }] },
				[{ columns: 'id', limit: '5' }, { limit: '5' }],
			]);
		},
	);

	test('are not asked for again after another error', async () => {
		const { client, asked } = clientOf('ACCESS_DENIED');
		await expect(getRelatedRecords(client, ends, { columns: 'id' })).rejects.toThrow('died');
		expect(asked).toHaveLength(1);
	});
});

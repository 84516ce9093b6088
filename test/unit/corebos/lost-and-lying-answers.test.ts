import {
	afterWrite,
	CoreBosError,
	createCoreBosClient,
	createOnce,
	listAssignableUsers,
	massCreate,
	oneAfterTheOther,
	readPicklists,
	referenceValue,
} from '../../../engine/corebos';
import type { CoreBosClient, Http } from '../../../engine/environment';
import { failure } from '../../corebos/failure';
import { operationOf } from '../../corebos/http';
import { failure as mapFailure, runSmall, smallMap } from '../map/small-map';

/** Answers that lie, answers that come late, and logins that are refused. */

let install = 0;

/** A client whose install answers what it is told to, and the operations that it was asked for. */
function scripted(answers: Record<string, (count: number) => unknown>, now = () => 0) {
	const calls: string[] = [];
	const http: Http = async (request) => {
		const operation = operationOf(request);
		calls.push(operation);
		const count = calls.filter((one) => one === operation).length;
		const answer = answers[operation]?.(count) ?? usual(operation);
		if (answer instanceof Error) throw answer;
		return { status: 200, headers: {}, body: JSON.stringify(answer) };
	};
	const connection = { url: `https://lies${++install}.example.com`, username: 'a', accessKey: 'k' };
	return { client: createCoreBosClient(connection, http, { now }), calls };
}

const result = (value: unknown) => ({ success: true, result: value });

function usual(operation: string): unknown {
	if (operation === 'getchallenge') return result({ token: 't', serverTime: 1, expireTime: 7201 });
	if (operation === 'login') return result({ sessionName: 's', userId: '19x1' });
	return result([]);
}

describe('an answer that is not a result of its operation', () => {
	const element = { id: '14x852', productname: 'p' };

	test.each<[string, Record<string, unknown>, unknown, string, RegExp]>([
		['query', { query: 'select * from Products;' }, null, 'notDone', /null where a list/],
		['query', { query: 'select * from Products;' }, {}, 'notDone', /an object where a list/],
		['query', { query: 'select * from Products;' }, 'none', 'notDone', /a string where a list/],
		['retrieve', { id: '14x852' }, null, 'notDone', /null where a record/],
		['describe', { elementType: 'Products' }, true, 'notDone', /true where an object/],
		['create', { elementType: 'Products', element: {} }, null, 'unknown', /null where a record/],
		['create', { elementType: 'Products', element: {} }, {}, 'unknown', /object without an ID/],
		['revise', { element }, null, 'unknown', /for the record 14x852/],
		['update', { element: JSON.stringify(element) }, [], 'unknown', /for the record 14x852/],
		['delete', { id: '14x852' }, null, 'unknown', /for the record 14x852/],
		['MassCreate', { elements: [] }, null, 'unknown', /null where an object/],
		['convertlead', { element: { leadId: '10x1' } }, false, 'unknown', /false where an object/],
		['getchallenge', { username: 'a' }, [], 'notDone', /an empty list where an object/],
		['login', { username: 'a' }, [], 'notDone', /an empty list where an object/],
		['getAllUsers', {}, [], 'notDone', /an empty list where an object/],
		['getAssignedUserList', { module: 'Leads' }, null, 'notDone', /null where a string/],
		['getPicklistValues', { module: 'Leads' }, [], 'notDone', /an empty list where a string/],
		['getViewsByModule', { module: 'Leads' }, [], 'notDone', /an empty list where an object/],
		['ValidateInformation', { context: {} }, null, 'notDone', /null where true/],
		['getRecordImages', { id: '12x1' }, null, 'notDone', /null where an object/],
		['getpdfdata', { id: '7x1' }, null, 'unknown', /null where an object/],
		['getmergedtemplate', { template: 'T' }, [], 'unknown', /an empty list where an object/],
		['retrievedocattachment', { id: '15x1' }, null, 'notDone', /null where an object/],
		['getRelatedModulesInfomation', { module: 'Leads' }, null, 'notDone', /null where an object/],
		['GetRelatedModulesOneToMany', { module: 'Leads' }, null, 'notDone', /null where an object/],
		['getRelatedModulesManytoOne', { module: 'Leads' }, '', 'notDone', /string where an object/],
		['getUsersInSameGroup', { id: '1' }, null, 'notDone', /null where an object/],
		['extendsession', { sessionName: 's' }, null, 'unknown', /null where an object/],
		['extendsession', { sessionName: 's' }, [], 'unknown', /an empty list where an object/],
	])('%s %j answered with %j: %s', async (operation, parameters, answer, outcome, text) => {
		const { client } = scripted({ [operation]: () => result(answer) });
		const error = await failure(client.call(operation, parameters));
		expect(error).toMatchObject({ code: 'UNEXPECTED_RESULT', outcome });
		expect(error.message).toMatch(text);
	});

	test('a call that is queued answers where it waits', async () => {
		const { client } = scripted({ create: () => result('track-1') });
		const cbwsOptions = { launchfromqueue: 1 };
		expect(await client.call('create', { element: {}, cbwsOptions })).toBe('track-1');
	});

	test('many records of such an answer are unknown, one by one', async () => {
		const { client } = scripted({ MassCreate: () => result(null) });
		const records = ['a', 'b'].map((productname) => ({
			module: 'Products',
			element: { productname },
		}));
		const outcomes = await massCreate(client, records, { chunkSize: 9, concurrency: 1 });
		expect(outcomes).toMatchObject([
			{ error: { outcome: 'unknown' } },
			{ error: { outcome: 'unknown' } },
		]);
	});
});

describe('a record that is there, and a question after it that failed', () => {
	test('the error names the record and says that it was written', async () => {
		const lost = new CoreBosError({ code: 'ANSWER_LOST', operation: 'retrieve', reason: 'reset' });
		const error = await failure(afterWrite('15x7', async () => await Promise.reject(lost)));
		expect(error).toMatchObject({ code: 'ANSWER_LOST', outcome: 'done' });
		expect(error.message).toMatch(/the record 15x7 was written.*do not repeat it/i);
	});
});

describe('a text that is not in the format of its operation', () => {
	test.each<[string, string[], (client: CoreBosClient) => Promise<unknown>]>([
		[
			'getAssignedUserList',
			['<b>no</b>', '{}', '[{"userid":5}]', '', 'null'],
			async (client) => await listAssignableUsers(client, 'Leads'),
		],
		[
			'getPicklistValues',
			['<b>no</b>', 'a:2:{', ''],
			async (client) => await readPicklists(client, 'Leads'),
		],
		[
			'getReferenceValue',
			['<b>no</b>', 'a:2:{', ''],
			async (client) => await referenceValue(client, '12x1'),
		],
	])('%s: is an error of coreBOS, which was only read', async (operation, texts, read) => {
		for (const text of texts) {
			const { client } = scripted({ [operation]: () => result(text) });
			const error = await failure(read(client));
			expect(error).toMatchObject({ code: 'UNEXPECTED_RESULT', operation, outcome: 'notDone' });
			expect(error.message).toMatch(/the text that coreBOS answered is not/);
		}
	});
});

describe('several writes of which one fails', () => {
	const refused = (code: string) => ({ success: false, error: { code, message: 'No' } });
	const ids = ['12x1', '12x2', '12x3'];
	const write = async (answers: (count: number) => unknown) => {
		const { client, calls } = scripted({ delete: answers });
		const written = oneAfterTheOther(ids, 'deleted', async (id) => {
			await client.call('delete', { id });
			return [id];
		});
		return { error: await failure(written), calls };
	};

	test.each<[string, (count: number) => unknown, string, RegExp]>([
		[
			'refused',
			(count) => (count < 3 ? result({ status: 'successful' }) : refused('ACCESS_DENIED')),
			'notDone',
			/failed: 12x3: No; deleted before: 12x1, 12x2 \(ACCESS_DENIED\)/,
		],
		[
			'lost',
			(count) => (count < 2 ? result({ status: 'successful' }) : new Error('ECONNRESET')),
			'unknown',
			/failed: 12x2: .*; deleted before: 12x1\..*look before you repeat/,
		],
		['the first', () => refused('ACCESS_DENIED'), 'notDone', /failed: No \(ACCESS_DENIED\)/],
	])('%s: the error names what was done before', async (_, answers, outcome, message) => {
		const { error } = await write(answers);
		expect(error).toMatchObject({ outcome });
		expect(error?.message).toMatch(message);
	});

	test('nothing is tried after the one that failed', async () => {
		const { calls } = await write(() => refused('ACCESS_DENIED'));
		expect(calls.filter((operation) => operation === 'delete')).toHaveLength(1);
	});

	test('of very many, fifty are named and the others counted', async () => {
		const many = Array.from({ length: 60 }, (_, index) => `12x${index + 1}`);
		const { client } = scripted({
			delete: (count) => (count < 60 ? result({ status: 'successful' }) : refused('X')),
		});
		const error = await failure(
			oneAfterTheOther(many, 'deleted', async (id) => {
				await client.call('delete', { id });
				return [id];
			}),
		);
		expect(error?.message).toContain('12x49, 12x50 and 9 more');
		expect(error?.message).not.toContain('12x51,');
	});
});

describe('a create whose answer is lost, with a unique field', () => {
	const wanted = {
		module: 'Products',
		element: { productname: 'p', serial_no: 'S-1' },
		uniqueField: 'serial_no',
	};
	const row = { id: '14x1', serial_no: 'S-1' };
	const lost = () => new Error('socket hang up');

	/** @param appears the look-up that finds the record; 0: none does */
	async function run(appears: number) {
		const waited: number[] = [];
		const { client, calls } = scripted({
			create: (count) => (count === 1 ? lost() : result(row)),
			query: (count) => result(count === appears ? [row] : []),
		});
		const wait = async (milliseconds: number) => {
			waited.push(milliseconds);
			await Promise.resolve();
		};
		const created = await createOnce(client, { ...wanted, wait });
		const creates = calls.filter((one) => one === 'create').length;
		return { created, creates, waited };
	}

	test.each([
		[1, 0],
		[2, 1],
		[3, 2],
	])('found by look-up %i: created once, after %i waits', async (appears, waits) => {
		const { created, creates, waited } = await run(appears);
		expect(created).toEqual({ record: row, lookedUp: true });
		expect(creates).toBe(1);
		expect(waited).toHaveLength(waits);
	});

	test('found by none: created again, and told that nobody can know more', async () => {
		const { created, creates, waited } = await run(0);
		expect(created).toEqual({ record: row, lookedUp: false, repeated: true });
		expect(creates).toBe(2);
		expect(waited).toEqual([1000, 3000]);
	});
});

describe('a login that is refused', () => {
	const refusal = (code: string) => () => ({ success: false, error: { code, message: 'no' } });

	test('is not tried again for each item of a run', async () => {
		const { client, calls } = scripted({ login: refusal('INVALID_USER_CREDENTIALS') });
		for (let item = 0; item < 200; item++) {
			expect(await failure(client.call('query'))).toMatchObject({
				code: 'INVALID_USER_CREDENTIALS',
				outcome: 'notDone',
			});
		}
		expect(calls).toEqual(['getchallenge', 'login']);
	});

	test('is tried again when someone may have corrected the user', async () => {
		let time = 0;
		const { client, calls } = scripted(
			{ login: (count) => (count === 1 ? refusal('INVALID_USER_CREDENTIALS')() : undefined) },
			() => time,
		);
		await failure(client.call('query'));
		time = 31_000;
		expect(await client.call('query')).toEqual([]);
		expect(calls.filter((one) => one === 'login')).toHaveLength(2);
	});
});

describe('an address that names two hosts', () => {
	test.each([
		'http://good.example#@evil.example/x',
		'http://good.example\\@evil.example/x',
		'http://good.example @evil.example/x',
		'http://u:p#q@good.example/',
	])('%s is refused before anything is sent', async (wsurl) => {
		const sent: unknown[] = [];
		const error = await mapFailure(
			runSmall(smallMap({ config: { wsurl } })).then((run) => sent.push(run)),
		);
		expect(error.message).toContain('it names two hosts');
		expect(sent).toEqual([]);
	});

	test('escaped, it is part of the user name', async () => {
		const { sent } = await runSmall(smallMap({ config: { wsurl: 'http://a%23b@good.example/x' } }));
		expect(sent[0].url).toBe('http://good.example/x');
	});
});

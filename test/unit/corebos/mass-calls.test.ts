import {
	CoreBosError,
	massCreate,
	massDelete,
	massRetrieve,
	massUpdate,
	type CoreBosWebService,
	type MassOutcome,
} from '../../../engine';

type Answer = (parameters: Record<string, unknown>) => unknown;

/** A client that answers by functions; an error is thrown. */
function clientOf(answers: Record<string, Answer>) {
	const calls: Array<{ operation: string } & Record<string, unknown>> = [];
	const call = async (operation: string, parameters: Record<string, unknown> = {}) => {
		calls.push({ operation, ...parameters });
		const answer = answers[operation](parameters);
		return answer instanceof Error ? await Promise.reject(answer) : answer;
	};
	const client: CoreBosWebService = {
		call,
		request: async (operation, parameters) => ({
			result: await call(operation, parameters),
			moreInfo: null,
			warnings: [],
		}),
		session: { name: async () => 'session', drop: async () => undefined },
		onOneSession: () => client,
	};
	return { client, calls, operations: () => calls.map(({ operation }) => operation) };
}

const TURNS = { chunkSize: 2, concurrency: 1 };
const element = (name: string) => ({ module: 'Products', element: { name } });
const listed = (value: unknown) => value as Array<Record<string, Record<string, string>>>;
const told = (outcomes: MassOutcome[]) =>
	outcomes.map((outcome) => ('error' in outcome ? outcome.error.message : outcome.record.id));
const lost = new CoreBosError({
	code: 'ANSWER_LOST',
	operation: 'MassCreate',
	reason: 'no answer',
	uncertain: true,
});

/** MassCreate that makes an id of the name, and fails records without one. */
const making: Answer = ({ elements }) => ({
	success_creates: listed(elements)
		.filter((one) => one.element.name !== '')
		.map((one) => ({ id: `14x${one.element.name}` })),
	failed_creates: listed(elements)
		.filter((one) => one.element.name === '')
		.map((record) => ({ record, code: 'MANDATORY_FIELDS_MISSING', message: 'no name' })),
});

describe('MassCreate', () => {
	test('gives each record its own outcome, in order', async () => {
		const { client, operations } = clientOf({ MassCreate: making });
		const outcomes = await massCreate(client, ['1', '', '3', '', '5'].map(element), TURNS);
		const failed = expect.stringContaining('no name (MANDATORY_FIELDS_MISSING)');
		expect(told(outcomes)).toEqual(['14x1', failed, '14x3', failed, '14x5']);
		expect(operations()).toEqual(['MassCreate', 'MassCreate', 'MassCreate']);
	});

	test('measures what is sent, and nothing that callers keep beside it', async () => {
		const { client, operations } = clientOf({ MassCreate: making });
		const kept = { fields: 'x'.repeat(1_500_000) };
		const wanted = ['1', '2'].map((name) => ({ ...element(name), ...kept }));
		expect(told(await massCreate(client, wanted, TURNS))).toEqual(['14x1', '14x2']);
		expect(operations()).toEqual(['MassCreate']);
	});

	test('reads the records that were made out of an answer that says all failed', async () => {
		const { client } = clientOf({
			MassCreate: (parameters) =>
				new CoreBosError({
					code: 'PARTLY_FAILED',
					operation: 'MassCreate',
					reason: '1 of 2',
					result: making(parameters),
				}),
		});
		const outcomes = await massCreate(client, ['1', ''].map(element), TURNS);
		expect(told(outcomes)).toEqual(['14x1', expect.stringContaining('no name')]);
	});

	test('creates by itself what MassCreate has only found', async () => {
		let created = 0;
		const { client, operations } = clientOf({
			// Equal records: the second answer is a change of the first one.
			MassCreate: () => ({ success_creates: [{ id: '14x1' }, { id: '14x1' }], failed_creates: [] }),
			create: () => ({ id: `14x9${++created}` }),
		});
		const outcomes = await massCreate(client, ['a', 'a'].map(element), TURNS);
		expect(told(outcomes)).toEqual(['14x1', '14x91']);
		expect(operations()).toEqual(['MassCreate', 'create']);
	});

	test('creates by itself what is equal to an older record', async () => {
		const older = { id: '14x1', modifiedbyename: { module: 'Users', reference: 'x' } };
		const { client } = clientOf({
			MassCreate: () => ({ success_creates: [older], failed_creates: [] }),
			create: () => ({ id: '14x2' }),
		});
		expect(told(await massCreate(client, [element('a')], TURNS))).toEqual(['14x2']);
	});

	test('leaves what was found and changed alone where that is asked for', async () => {
		const older = { id: '14x1', modifiedbyename: { module: 'Users', reference: 'x' } };
		const { client, calls } = clientOf({
			MassCreate: () => ({ success_creates: [older], failed_creates: [] }),
		});
		const wanted = [{ ...element('a'), searchOn: ['name', 'code'] }];
		expect(told(await massCreate(client, wanted, TURNS))).toEqual(['14x1']);
		expect(listed(calls[0].elements)[0]).toMatchObject({ searchon: 'name,code' });
	});

	test.each([
		['a list', { name: '1', lines: [{ a: 1 }] }],
		['a reference', { name: '1', note: '@{acc}' }],
	])('does not send %s together with others', async (_, values) => {
		const { client, operations } = clientOf({
			MassCreate: making,
			create: () => ({ id: '14xalone' }),
		});
		const wanted = [element('1'), { module: 'Products', element: values }, element('3')];
		expect(told(await massCreate(client, wanted, TURNS))).toEqual(['14x1', '14xalone', '14x3']);
		expect(operations().sort()).toEqual(['MassCreate', 'create']);
	});

	test('tells all records of a lost call as uncertain', async () => {
		const { client } = clientOf({ MassCreate: () => lost });
		const outcomes = await massCreate(client, ['1', '2'].map(element), TURNS);
		for (const outcome of outcomes) expect(outcome).toMatchObject({ error: { uncertain: true } });
	});

	test('looks up the records of a lost call by their unique field, and makes the missing', async () => {
		const { client, operations } = clientOf({
			MassCreate: () => lost,
			query: ({ query }) => (String(query).includes("'1'") ? [{ id: '14x1', name: '1' }] : []),
			create: () => ({ id: '14xnew' }),
		});
		const wanted = ['1', '2'].map((name) => ({ ...element(name), uniqueField: 'name' }));
		expect(told(await massCreate(client, wanted, TURNS))).toEqual(['14x1', '14xnew']);
		expect(operations()).toEqual(['MassCreate', 'query', 'query', 'create']);
	});

	test('does not guess where the answer does not fit', async () => {
		const { client } = clientOf({
			MassCreate: () => ({ success_creates: [{ id: '14x1' }], failed_creates: [] }),
		});
		const outcomes = await massCreate(client, ['1', '2'].map(element), TURNS);
		for (const outcome of outcomes) expect(outcome).toMatchObject({ error: { uncertain: true } });
	});
});

describe('MassUpdate', () => {
	test('knows records by id, number and cbuuid, also the same one twice', async () => {
		const cbuuid = '24c0daf40b4274558259dcad482c1182f2edc9ab';
		const { client } = clientOf({
			MassUpdate: () => ({
				success_updates: [{ id: '14x5', cbuuid }, { id: '14x6' }, { id: '14x7' }, { id: '14x7' }],
				failed_updates: [{ id: '14x9', code: 'ACCESS_DENIED', message: 'denied' }],
			}),
		});
		const ids = ['14x7', cbuuid, '6', '14x9', '14x7'];
		const outcomes = await massUpdate(
			client,
			ids.map((id) => ({ id, a: 1 })),
			{ ...TURNS, chunkSize: 10 },
		);
		expect(told(outcomes)).toEqual([
			'14x7',
			'14x5',
			'14x6',
			expect.stringContaining('denied (ACCESS_DENIED)'),
			'14x7',
		]);
	});
});

describe('MassDelete', () => {
	test('deletes by number and cbuuid alone', async () => {
		const { client, operations } = clientOf({
			MassDelete: ({ ids }) => ({ success_deletes: String(ids).split(','), failed_deletes: [] }),
			delete: ({ id }) => (id === '7' ? new Error('no such record') : { status: 'successful' }),
		});
		const outcomes = await massDelete(client, ['14x1', '7', '14x2', '8'], TURNS);
		expect(told(outcomes)).toEqual(['14x1', 'no such record', '14x2', '8']);
		expect(operations().sort()).toEqual(['MassDelete', 'delete', 'delete']);
	});

	test('tells one of two equal ids as failed, as coreBOS does', async () => {
		const { client } = clientOf({
			MassDelete: () => ({
				success_deletes: ['14x1'],
				failed_deletes: [{ id: '14x1', code: 'ACCESS_DENIED', message: 'denied' }],
			}),
		});
		expect(told(await massDelete(client, ['14x1', '14x1'], TURNS))).toEqual([
			'14x1',
			expect.stringContaining('denied'),
		]);
	});
});

describe('MassRetrieve', () => {
	test('asks for the records of a module together, and for the missing alone', async () => {
		const { client, calls } = clientOf({
			MassRetrieve: ({ ids }) =>
				Object.fromEntries(
					String(ids)
						.split(',')
						.filter((id) => id !== '14x9')
						.map((id) => [id, { id }]),
				),
			retrieve: ({ id }) =>
				id === '14x9' ? new Error('no such record') : { id: `12x${String(id)}` },
		});
		const ids = ['14x1', '11x2', '14x9', '852', '11x3', '14x4'];
		expect(told(await massRetrieve(client, ids, TURNS))).toEqual([
			'14x1',
			'11x2',
			'no such record',
			'12x852',
			'11x3',
			'14x4',
		]);
		const asked = calls.filter(({ operation }) => operation === 'MassRetrieve');
		expect(asked.map((one) => one.ids)).toEqual(['14x1,14x9', '14x4', '11x2,11x3']);
	});

	test('does not ask for every record alone when the call itself fails', async () => {
		const { client, operations } = clientOf({ MassRetrieve: () => lost });
		const outcomes = await massRetrieve(client, ['14x1', '14x2'], TURNS);
		expect(told(outcomes)).toEqual([lost.message, lost.message]);
		expect(operations()).toEqual(['MassRetrieve']);
	});
});

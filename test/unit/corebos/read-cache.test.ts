import { ReadCache, type CoreBosClient } from '../../../engine';

/** A client that answers with how often it was called; operations in `failing` fail. */
function numbering(failing: string[] = []): CoreBosClient & { calls: number } {
	const client = {
		calls: 0,
		call: async (operation: string): Promise<unknown> => {
			client.calls++;
			if (failing.includes(operation)) throw new Error('refused');
			return client.calls;
		},
	};
	return client;
}

describe('a client of one run', () => {
	test('answers calls that are still awaited together', async () => {
		const client = numbering();
		const once = new ReadCache(client);
		const both = [once.call('retrieve', { id: '1x1' }), once.call('RETRIEVE', { id: '1x1' })];
		expect(await Promise.all(both)).toEqual([1, 1]);
	});

	test('tells parameters and operations apart, and passes on what is worked out anew', async () => {
		const once = new ReadCache(numbering());
		expect(await once.call('retrieve', { id: '1x1' })).toBe(1);
		expect(await once.call('retrieve', { id: '1x2' })).toBe(2);
		expect(await once.call('query', { id: '1x1' })).toBe(3);
		expect(await once.call('getUItype')).toBe(4);
		expect(await once.call('getUItype')).toBe(5);
	});

	test.each([
		['setSetting', 'getSetting', true],
		['delsetting', 'getSetting', true],
		['setSetting', 'retrieve', false],
		['revise', 'retrieve', true],
		['MassCreate', 'query', true],
		['SetRelation', 'getRelatedRecords', true],
		['ExecuteWorkflow', 'retrieve', true],
		['revise', 'describe', false],
		['revise', 'getSetting', false],
		['revise', 'cbRule', true],
		['operationOfAnInstall', 'query', true],
		['getUItype', 'query', false],
		['ProcessMap', 'query', false],
	])('after %s %s is asked again: %s', async (write, read, again) => {
		const once = new ReadCache(numbering());
		await once.call(read);
		await once.call(write);
		expect(await once.call(read)).toBe(again ? 3 : 1);
	});

	test('reads again after a write that failed, which may have been done in part', async () => {
		const once = new ReadCache(numbering(['MassCreate']));
		await once.call('query');
		await expect(once.call('MassCreate')).rejects.toThrow('refused');
		expect(await once.call('query')).toBe(3);
	});

	test('keeps a business rule, which the client of many items does not', async () => {
		const [run, items] = [new ReadCache(numbering()), new ReadCache(numbering(), 'items')];
		for (const client of [run, items]) await client.call('cbRule', { conditionid: '1' });
		expect(await run.call('cbRule', { conditionid: '1' })).toBe(1);
		expect(await items.call('cbRule', { conditionid: '1' })).toBe(2);
	});

	test('keeps the new answer when the one before it, made stale by a write, fails late', async () => {
		const waiting: Array<(reason?: Error) => void> = [];
		const client = new ReadCache({
			call: async (operation) => {
				if (operation !== 'retrieve') return undefined;
				return await new Promise((resolve, reject) => {
					waiting.push((reason) => (reason === undefined ? resolve('read') : reject(reason)));
				});
			},
		});
		const first = client.call('retrieve', { id: '1x1' });
		await client.call('delete', { id: '1x1' });
		const second = client.call('retrieve', { id: '1x1' });
		waiting[0](new Error('lost'));
		await expect(first).rejects.toThrow('lost');
		waiting[1]();
		await expect(second).resolves.toBe('read');
		await expect(client.call('retrieve', { id: '1x1' })).resolves.toBe('read');
		expect(waiting).toHaveLength(2);
	});
});

type Call = [operation: string, parameters?: Record<string, unknown>];

/** A client that counts what reaches coreBOS. */
function counting(answer: (operation: string) => Promise<unknown> = async () => ({})) {
	const made: string[] = [];
	const call: CoreBosClient['call'] = async (operation, parameters) => {
		made.push(`${operation} ${JSON.stringify(parameters ?? {})}`);
		return await answer(operation);
	};
	return { client: new ReadCache({ call }, 'items'), made };
}

const VENDOR: Call = ['retrieve', { id: '2x9' }];
const PRODUCT: Call = ['retrieve', { id: '14x1' }];
const DESCRIBE: Call = ['describe', { elementType: 'Products' }];
const QUERY: Call = ['query', { query: 'select * from Vendors;' }];
const SETTING: Call = ['getSetting', { key: 'a' }];
const REFERENCE: Call = ['getReferenceValue', { id: 'a:1:{i:0;s:3:"2x9";}' }];
const READS = { VENDOR, PRODUCT, DESCRIBE, QUERY, SETTING, REFERENCE };

describe('what many items read is asked for once', () => {
	test.each(Object.entries(READS))('%s', async (_name, [operation, parameters]) => {
		const { client, made } = counting();
		const asked = [operation, operation.toUpperCase(), operation];
		await Promise.all(asked.map(async (name) => await client.call(name, parameters)));
		expect(made).toHaveLength(1);
	});

	test.each<Call>([
		['cbRule', { conditionid: '1' }],
		['ProcessMap', {}],
		['unknownOperation', {}],
	])('but not what coreBOS works out anew: %s', async (operation, parameters) => {
		const { client, made } = counting();
		await client.call(operation, parameters);
		await client.call(operation, parameters);
		expect(made).toHaveLength(2);
	});

	test('a failed call is made again', async () => {
		let fails = true;
		const { client, made } = counting(async () => {
			if (fails) throw new Error('down');
			return { id: '2x9' };
		});
		await expect(client.call(...VENDOR)).rejects.toThrow('down');
		fails = false;
		await expect(client.call(...VENDOR)).resolves.toEqual({ id: '2x9' });
		expect(made).toHaveLength(2);
	});
});

describe('what was written is read again, and nothing else', () => {
	test.each<[write: Call, again: Array<keyof typeof READS>]>([
		[
			['revise', { element: { id: '2x9', a: 1 } }],
			['VENDOR', 'QUERY', 'REFERENCE'],
		],
		[
			['update', { element: { id: '14x1' } }],
			['PRODUCT', 'QUERY'],
		],
		[
			['delete', { id: '14x1' }],
			['PRODUCT', 'QUERY'],
		],
		[['revise', { element: { id: '14x11' } }], ['QUERY']],
		[
			['create', { elementType: 'Vendors', element: {} }],
			['VENDOR', 'PRODUCT', 'QUERY', 'REFERENCE'],
		],
		[
			['ExecuteWorkflow', { workflow: '3' }],
			['VENDOR', 'PRODUCT', 'QUERY', 'REFERENCE'],
		],
		[['setSetting', { key: 'a', value: 'b' }], ['SETTING']],
		[['delSetting', { key: 'a' }], ['SETTING']],
		[['cbRule', { conditionid: '2x9' }], []],
	])('%j', async (write, again) => {
		const { client, made } = counting();
		for (const read of Object.values(READS)) await client.call(...read);
		await client.call(...write);
		const before = made.length;
		for (const read of Object.values(READS)) await client.call(...read);
		const asked = Object.entries(READS).filter(([, [operation, parameters]]) =>
			made.slice(before).includes(`${operation} ${JSON.stringify(parameters)}`),
		);
		expect(asked.map(([name]) => name)).toEqual(again);
	});

	test('a write that failed may have been done nevertheless', async () => {
		const { client, made } = counting(async (operation) => {
			if (operation === 'revise') throw new Error('lost');
		});
		await client.call(...VENDOR);
		await expect(client.call('revise', { element: { id: '2x9' } })).rejects.toThrow('lost');
		await client.call(...VENDOR);
		expect(made).toHaveLength(3);
	});
});

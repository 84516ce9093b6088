import { sharedReads } from '../../nodes/RunWebServiceMap/sharedReads';

type Call = [operation: string, parameters?: Record<string, unknown>];

/** A client that counts what reaches coreBOS. */
function counting(answer: (operation: string) => Promise<unknown> = async () => ({})) {
	const made: string[] = [];
	const client = sharedReads({
		call: async (operation, parameters) => {
			made.push(`${operation} ${JSON.stringify(parameters ?? {})}`);
			return await answer(operation);
		},
	});
	return { client, made };
}

const VENDOR: Call = ['retrieve', { id: '2x9' }];
const PRODUCT: Call = ['retrieve', { id: '14x1' }];
const DESCRIBE: Call = ['describe', { elementType: 'Products' }];
const QUERY: Call = ['query', { query: 'select * from Vendors;' }];
const SETTING: Call = ['getSetting', { key: 'a' }];
const REFERENCE: Call = ['getReferenceValue', { id: 'a:1:{i:0;s:3:"2x9";}' }];
const READS = { VENDOR, PRODUCT, DESCRIBE, QUERY, SETTING, REFERENCE };

describe('what is read is asked for once', () => {
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

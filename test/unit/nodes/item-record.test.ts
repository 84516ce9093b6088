import { recordOfItem } from '../../../nodes/environment/itemRecord';

const contextProperty = 'context';

describe('an item as the record of a run', () => {
	test.each([
		[
			'properties are fields, one is the context',
			{ productname: 'Widget', context: { cb_token: 'abc' } },
			{ fields: { productname: 'Widget' }, context: { cb_token: 'abc' }, recordId: undefined },
		],
		[
			'id is the record id',
			{ id: '14x852', record_id: '7' },
			{ fields: { id: '14x852', record_id: '7' }, context: {}, recordId: '14x852' },
		],
		[
			'an id of something else gives way to record_id',
			{ id: 'abc', record_id: 852 },
			{ fields: { id: 'abc', record_id: 852 }, context: {}, recordId: '852' },
		],
		[
			'spaces around an id are none of it',
			{ id: ' 14x852\n' },
			{ fields: { id: ' 14x852\n' }, context: {}, recordId: '14x852' },
		],
		[
			"the trigger's 0 is not a record id",
			{ record_id: '0' },
			{ fields: { record_id: '0' }, context: {}, recordId: undefined },
		],
		[
			'a null context is an empty one',
			{ context: null },
			{ fields: {}, context: {}, recordId: undefined },
		],
	])('%s', (_title, json, expected) => {
		expect(recordOfItem(json, { contextProperty })).toEqual(expected);
	});

	test('without a record the map sees the context alone', () => {
		const json = { productname: 'Widget', context: { record_id: '0x0', a: 1 } };
		expect(recordOfItem(json, { contextProperty, record: 'none' })).toEqual({
			context: { record_id: '0x0', a: 1 },
			recordId: '0x0',
		});
	});

	test('the option names the record', () => {
		const json = { id: '14x1' };
		expect(recordOfItem(json, { contextProperty, recordId: '14x2' }).recordId).toBe('14x2');
	});

	test.each([
		['text', 'a string'],
		[[1], 'a list'],
		[5, 'a number'],
	])('a context that is not one is an error: %j', (context, what) => {
		expect(() => recordOfItem({ context }, { contextProperty })).toThrow(
			`The property "context" of the item must be an object, the workflow context, but is ${what}`,
		);
	});
});

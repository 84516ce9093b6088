import { askedOnce, READING_OPERATIONS } from '../../engine/corebos/read-cache';
import type { CoreBosClient } from '../../engine/environment';

/** A client that counts and answers with how often it was called; operations in `failing` fail. */
function counting(failing: string[] = []): CoreBosClient & { calls: number } {
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

describe('a client that asks once', () => {
	test('answers calls that are still awaited together', async () => {
		const client = counting();
		const once = askedOnce(client, ['retrieve']);
		const both = [once.call('retrieve', { id: '1x1' }), once.call('RETRIEVE', { id: '1x1' })];
		expect(await Promise.all(both)).toEqual([1, 1]);
	});

	test('tells parameters and operations apart, and passes on what it is not told to keep', async () => {
		const once = askedOnce(counting(), ['retrieve', 'query']);
		expect(await once.call('retrieve', { id: '1x1' })).toBe(1);
		expect(await once.call('retrieve', { id: '1x2' })).toBe(2);
		expect(await once.call('query', { id: '1x1' })).toBe(3);
		expect(await once.call('describe')).toBe(4);
		expect(await once.call('describe')).toBe(5);
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
	])('after %s %s is asked again: %s', async (write, read, again) => {
		const once = askedOnce(counting(), READING_OPERATIONS);
		await once.call(read);
		await once.call(write);
		expect(await once.call(read)).toBe(again ? 3 : 1);
	});

	test('reads again after a write that failed, which may have been done in part', async () => {
		const once = askedOnce(counting(['MassCreate']), READING_OPERATIONS);
		await once.call('query');
		await expect(once.call('MassCreate')).rejects.toThrow('refused');
		expect(await once.call('query')).toBe(3);
	});
});

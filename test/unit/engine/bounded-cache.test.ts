import fc from 'fast-check';
import { askOnce, BoundedCache } from '../../../engine/bounded-cache';

/** Those of the keys that a cache holds, from the longest unused; looking does not count as a use. */
function held(cache: BoundedCache<number, number>, keys: number[]): number[] {
	const found: number[] = [];
	cache.deleteWhere((key) => {
		if (keys.includes(key)) found.push(key);
		return false;
	});
	return found;
}

describe('BoundedCache', () => {
	test('forgets what was not used for the longest time', () => {
		const cache = new BoundedCache<number, number>(2);
		cache.set(1, 10);
		cache.set(2, 20);
		expect(cache.get(1)).toBe(10);
		cache.set(3, 30);
		expect(held(cache, [1, 2, 3])).toEqual([1, 3]);
	});

	test('holds the last used keys, as a list of them would', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.nat({ max: 9 })), (limit, keys) => {
				const cache = new BoundedCache<number, number>(limit);
				let used: number[] = [];
				for (const key of keys) {
					expect(cache.getOrMake(key, () => key * 10)).toBe(key * 10);
					used = [...used.filter((one) => one !== key), key].slice(-limit);
				}
				expect(held(cache, keys)).toEqual(used);
			}),
		);
	});

	test('keeps nothing where making a value fails', () => {
		const cache = new BoundedCache<number, number>(2);
		const fail = (): number => {
			throw new Error('refused');
		};
		expect(() => cache.getOrMake(1, fail)).toThrow('refused');
		expect(cache.get(1)).toBeUndefined();
	});

	test('forgets a key only for its own value', () => {
		const cache = new BoundedCache<number, number>(2);
		cache.set(1, 10);
		cache.delete(1, 11);
		expect(cache.get(1)).toBe(10);
		cache.delete(1, 10);
		expect(cache.get(1)).toBeUndefined();
	});
});

describe('askOnce', () => {
	test('asks once while the answer is awaited and after it, and again after a failure', async () => {
		const answers = new BoundedCache<string, Promise<number>>(2);
		let asked = 0;
		const ask = async (): Promise<number> => {
			if (++asked === 1) throw new Error('down');
			return await Promise.resolve(asked);
		};
		await expect(askOnce(answers, 'a', ask)).rejects.toThrow('down');
		const both = [askOnce(answers, 'a', ask), askOnce(answers, 'a', ask)];
		expect(await Promise.all(both)).toEqual([2, 2]);
		expect(await askOnce(answers, 'a', ask)).toBe(2);
	});
});

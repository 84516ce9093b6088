import type { WebServiceMap } from './types';

/** Maps that nobody changes. */
const unchanged = new WeakSet<WebServiceMap>();

/** Promises that nobody changes a map: what follows from it alone is worked out once. */
export function keptUnchanged(map: WebServiceMap): WebServiceMap {
	unchanged.add(map);
	return map;
}

/**
 * Works out what follows from a map alone, once for a map that nobody changes, and else each time.
 *
 * @param work gets the map, and whether it runs natively; what it throws is thrown each time
 */
export function perMap<Result>(
	work: (map: WebServiceMap, native: boolean) => Result,
): (map: WebServiceMap, native: boolean) => Result {
	const results = { native: new WeakMap<object, Result>(), coreBos: new WeakMap<object, Result>() };
	return (map, native) => {
		if (!unchanged.has(map)) return work(map, native);
		const known = native ? results.native : results.coreBos;
		const result = known.has(map) ? (known.get(map) as Result) : work(map, native);
		known.set(map, result);
		return result;
	};
}

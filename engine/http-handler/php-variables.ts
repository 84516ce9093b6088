import { PhpArray, type Value } from '../php';

/** Variables by name, as PHP's `$_POST` and `$_GET` hold them. */
export type Variables = Record<string, unknown>;

/** PHP's `max_input_nesting_level`: what is nested deeper is dropped there, refused here. */
const MAX_DEPTH = 64;

/**
 * Keys of all names together, `a[b][c]` has three. PHP takes 1,000 names; this is some hundred times
 * as much, and still read within a second.
 */
const MOST_KEYS = 200_000;

/**
 * Collects named values by the rules of PHP (`php_variables.c`): `a[]` appends to a list, `a[b]`
 * sets a member, of a name given twice the last value wins, and spaces and dots in a name become
 * underscores.
 *
 * @param pairs names and values, decoded, in the order they were sent
 * @returns lists as arrays, other arrays as objects; names such as `__proto__` are plain members
 * @throws RangeError for names nested deeper than 64 levels, and for more than 200,000 keys
 */
export function phpVariables(pairs: Iterable<readonly [string, string]>): Variables {
	const variables = new PhpArray();
	let keys = 0;
	for (const [name, value] of pairs) {
		const path = pathOf(name);
		if (path === undefined) continue;
		keys += path.length;
		if (keys > MOST_KEYS) throw new RangeError(`There are more than ${MOST_KEYS} of them`);
		setAt(variables, path, value);
	}
	return plainObject(variables);
}

function setAt(variables: PhpArray, path: Array<string | undefined>, value: string): void {
	if (path.length > MAX_DEPTH) {
		throw new RangeError(`The name ${path[0]}[…] is nested deeper than ${MAX_DEPTH} levels`);
	}
	let target = variables;
	for (const key of path.slice(0, -1)) target = arrayAt(target, key);
	put(target, path[path.length - 1], value);
}

/** The array below a key, made where there is none: a plain value gives way. */
function arrayAt(array: PhpArray, key: string | undefined): PhpArray {
	const existing = key === undefined ? undefined : array.get(key);
	if (existing instanceof PhpArray) return existing;
	const created = new PhpArray();
	put(array, key, created);
	return created;
}

function put(array: PhpArray, key: string | undefined, value: Value): void {
	if (key === undefined) array.push(value);
	else array.set(key, value);
}

/**
 * Keys from the outside in, undefined for `[]`; no path at all for a name without a first part,
 * which PHP drops.
 */
function pathOf(rawName: string): Array<string | undefined> | undefined {
	const name = rawName.replace(/^ +/, '').split('\0', 1)[0];
	const bracket = name.indexOf('[');
	const head = bracket === -1 ? name : name.slice(0, bracket);
	if (head === '') return undefined;
	const path: Array<string | undefined> = [head.replace(/[ .]/g, '_')];
	let open = bracket;
	while (open !== -1 && name[open] === '[') {
		const close = name.indexOf(']', open);
		if (close === -1) return unclosedPath(path, name, open);
		const key = name.slice(open + 1, close);
		path.push(/^\s?$/.test(key) ? undefined : key);
		open = close + 1;
	}
	return path;
}

/** A bracket that nothing closes is part of the name, as an underscore. */
function unclosedPath(
	path: Array<string | undefined>,
	name: string,
	open: number,
): Array<string | undefined> {
	if (path.length > 1) return path;
	return [`${path[0]}_${name.slice(open + 1).replace(/[ .[]/g, '_')}`];
}

function plainValue(value: Value): unknown {
	if (!(value instanceof PhpArray)) return value;
	return value.isList() ? value.values().map(plainValue) : plainObject(value);
}

function plainObject(array: PhpArray): Variables {
	// fromEntries defines members, so that one named __proto__ is not a prototype.
	return Object.fromEntries(array.entries().map(([key, value]) => [key, plainValue(value)]));
}

import { bytesOfText, fromPlain, PhpArray, toBytes, type Value } from '../../php';

/** A map with the keys of an object, which stays one in JSON when it is empty. */
class ObjectValue extends PhpArray {
	override isList(): boolean {
		return false;
	}
}

/**
 * A JavaScript value as a native map sends it: with its type, and an object as an object,
 * whatever its keys are.
 */
export function typedValue(value: unknown): Value {
	if (Array.isArray(value)) return PhpArray.list(value.map(typedValue));
	if (!isPlainObject(value)) return fromPlain(value);
	const members = new ObjectValue();
	for (const [name, member] of Object.entries(value)) {
		members.set(bytesOfText(name), typedValue(member));
	}
	return members;
}

function isPlainObject(value: unknown): value is object {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

/** The text of a value where there is room for nothing else: `false` is `0`, as in forms. */
export function typedText(value: Value): string {
	return value === false ? '0' : toBytes(value);
}

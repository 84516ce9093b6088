/** Whether the value is a JSON object (no list, no null). */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object with those members alone that are wanted. */
export function membersWhere<Value>(
	record: Readonly<Record<string, Value>>,
	isWanted: (name: string, value: Value) => boolean,
): Record<string, Value> {
	return Object.fromEntries(
		Object.entries(record).filter(([name, value]) => isWanted(name, value)),
	);
}

/** The JSON objects of a list; none of what is not a list. */
export function recordsIn(value: unknown): Array<Record<string, unknown>> {
	return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A JSON object, or an empty one for everything else. */
export function asRecord(value: unknown): Record<string, unknown> {
	return isRecord(value) ? value : {};
}

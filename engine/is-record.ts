/** Whether the value is a JSON object (no list, no null). */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON objects of a list; none of what is not a list. */
export function recordsIn(value: unknown): Array<Record<string, unknown>> {
	return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A JSON object, or an empty one for everything else. */
export function asRecord(value: unknown): Record<string, unknown> {
	return isRecord(value) ? value : {};
}

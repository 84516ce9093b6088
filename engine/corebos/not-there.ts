/** Codes with which coreBOS says that a record or module is not there for this user. */
const NOT_THERE = new Set([
	'ACCESS_DENIED',
	'INVALID_ID_ATTRIBUTE',
	'RECORD_NOT_FOUND',
	'UNKNOWN_ENTITY',
]);

/** The code of an error with which coreBOS says that something is not there; else undefined. */
export function notThereCode(error: unknown): string | undefined {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return NOT_THERE.has(code) ? code : undefined;
}

/**
 * What coreBOS answers where the record or module is there for the user.
 *
 * @param ask asks coreBOS
 * @param onMissing is given the error that says that it is deleted or hidden from the user
 * @returns undefined for what is not there
 * @throws whatever else `ask` throws, such as the error of a lost connection
 */
export async function ifThere<Result>(
	ask: () => Promise<Result>,
	onMissing: (error: unknown) => void = () => undefined,
): Promise<Result | undefined> {
	try {
		return await ask();
	} catch (error) {
		if (notThereCode(error) === undefined) throw error;
		onMissing(error);
		return undefined;
	}
}

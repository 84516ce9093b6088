/** What was thrown as an error: JavaScript can throw anything. */
export function thrownError(thrown: unknown): Error {
	return isError(thrown) ? thrown : new Error(String(thrown));
}

/** Also of another realm, where `instanceof` does not see it. */
function isError(thrown: unknown): thrown is Error {
	return (
		thrown instanceof Error ||
		(typeof thrown === 'object' && thrown !== null && 'name' in thrown && 'message' in thrown)
	);
}

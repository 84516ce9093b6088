/** Makes a value when it is first asked for, and keeps it. A failure is not kept. */
export function readOnce<Result>(read: () => Result): () => Result {
	let known: { value: Result } | undefined;
	return () => (known ??= { value: read() }).value;
}

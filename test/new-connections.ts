/**
 * Each call of a test gets a connection of its own. Node keeps connections for four seconds and
 * n8n for five: on a busy machine n8n may close one at the moment it is used again, and the call
 * fails with "other side closed".
 */
const keepingFetch = globalThis.fetch;

globalThis.fetch = async (input, init) => {
	const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : {}));
	headers.set('connection', 'close');
	return await keepingFetch(input, { ...init, headers });
};

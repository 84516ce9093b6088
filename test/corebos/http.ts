import type { Http, HttpRequest } from '../../engine/environment';

/** HTTP calls by Node's fetch, for tests outside of n8n. */
export const fetchHttp: Http = async ({ method, url, headers, body, timeout }) => {
	const answer = await fetch(url, {
		method,
		headers,
		body: body as string | undefined,
		signal: timeout === undefined ? undefined : AbortSignal.timeout(timeout),
	});
	return {
		status: answer.status,
		headers: Object.fromEntries(answer.headers),
		body: new Uint8Array(await answer.arrayBuffer()),
	};
};

/** Http that writes down what goes out. */
export interface WatchedHttp {
	http: Http;
	requests: HttpRequest[];
	/** How often an operation was called. */
	calls(operation: string): number;
	/** Session names that logins have answered, oldest first. */
	sessions: string[];
}

/** Watches the web service calls that go through an Http. */
export function watched(http: Http = fetchHttp): WatchedHttp {
	const requests: HttpRequest[] = [];
	const sessions: string[] = [];
	return {
		requests,
		sessions,
		calls: (operation) => requests.filter((request) => operationOf(request) === operation).length,
		http: async (request) => {
			requests.push(request);
			const answer = await http(request);
			const text = Buffer.from(answer.body as Uint8Array).toString();
			const session = /"sessionName":"([^"]+)"/.exec(text)?.[1];
			if (operationOf(request) === 'login' && session !== undefined) sessions.push(session);
			return answer;
		},
	};
}

/** The operation that a web service request calls. */
export function operationOf({ url, body }: HttpRequest): string {
	const parameters =
		typeof body === 'string' ? new URLSearchParams(body) : new URL(url).searchParams;
	return parameters.get('operation') ?? '';
}

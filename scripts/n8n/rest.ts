/** One run of a workflow, as n8n lists it. */
export interface ExecutionSummary {
	id: string;
	workflowId: string;
	/** `new running waiting success error canceled crashed` */
	status: string;
	mode: string;
}

/** What one node made in one run of it. */
export interface NodeRun {
	executionStatus?: string;
	error?: ExecutionError;
	data?: { main?: Array<NodeItem[] | null> };
}

/** An item as n8n keeps it with the execution. */
export interface NodeItem {
	json: Record<string, unknown>;
	/** Its files: base64, or the id of one that n8n keeps elsewhere. */
	binary?: Record<string, { fileName?: string; data: string; id?: string }>;
}

/** An error as n8n keeps it with the execution and shows it to the user. */
export interface ExecutionError {
	message: string;
	description?: string | null;
	node?: { name: string };
	context?: Record<string, unknown>;
}

/** One run of a workflow with its data. */
export interface Execution extends ExecutionSummary {
	/** Runs by the name of their node. */
	runData: Record<string, NodeRun[]>;
	/** The error that ended the run. */
	error?: ExecutionError;
	lastNodeExecuted?: string;
}

/** How far n8n is with publishing a workflow, which it does in the background. */
interface PublicationStatus {
	status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	triggers: Array<{ errorMessage: string | null }>;
}

/** Of a run that has ended. */
export const finalStatuses = new Set(['success', 'error', 'canceled', 'crashed']);

/** The internal REST interface of an n8n, as its editor uses it, with a login. */
export class RestClient {
	private constructor(
		private readonly url: string,
		private readonly cookie: string,
	) {}

	/**
	 * Makes the owner of an n8n that has none yet, and logs in.
	 *
	 * @param url address of n8n without a path
	 * @param owner who becomes the owner
	 * @throws Error when n8n refuses
	 */
	static async setUp(
		url: string,
		owner: { email: string; password: string; firstName: string; lastName: string },
	): Promise<RestClient> {
		const response = await fetch(`${url}/rest/owner/setup`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(owner),
		});
		if (!response.ok) throw new Error(`n8n makes no owner: ${await response.text()}`);
		return await RestClient.login(url, owner);
	}

	/**
	 * Logs in.
	 *
	 * @param url address of n8n without a path
	 * @param owner whose login it is
	 * @throws Error when n8n refuses
	 */
	static async login(url: string, owner: { email: string; password: string }): Promise<RestClient> {
		const response = await fetch(`${url}/rest/login`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ emailOrLdapLoginId: owner.email, password: owner.password }),
		});
		if (!response.ok) {
			throw new Error(`n8n refuses the login of ${owner.email}: ${await response.text()}`);
		}
		const cookie = response.headers
			.getSetCookie()
			.map((line) => line.split(';')[0])
			.join('; ');
		return new RestClient(url, cookie);
	}

	/**
	 * @param method HTTP method
	 * @param path below `/rest`, such as `/executions`
	 * @param body sent as JSON
	 * @returns the `data` member of the answer
	 * @throws Error with n8n's answer when the status is not 2xx
	 */
	async request<T>(method: string, path: string, body?: unknown): Promise<T> {
		const { status, text } = await this.send(method, path, body);
		if (status >= 300) throw new Error(`${method} /rest${path}: HTTP ${status} ${text}`);
		return (JSON.parse(text) as { data: T }).data;
	}

	/**
	 * Does a call that not every version of n8n knows.
	 *
	 * @param path below `/rest`
	 * @param method HTTP method
	 * @param body sent as JSON
	 * @returns whether this n8n knows it
	 * @throws Error with n8n's answer when it knows the call and refuses it
	 */
	async has(path: string, method: string, body?: unknown): Promise<boolean> {
		const { status, text } = await this.send(method, path, body);
		if (status === 404) return false;
		if (status >= 300) throw new Error(`${method} /rest${path}: HTTP ${status} ${text}`);
		return true;
	}

	private async send(
		method: string,
		path: string,
		body: unknown,
	): Promise<{ status: number; text: string }> {
		const response = await fetch(`${this.url}/rest${path}`, {
			method,
			// n8n may close a kept connection at the moment it is used again.
			headers: { 'content-type': 'application/json', cookie: this.cookie, connection: 'close' },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		return { status: response.status, text: await response.text() };
	}

	/**
	 * Publishes a workflow as it is saved.
	 *
	 * @param workflowId the workflow
	 * @throws Error when n8n refuses or has not published it after two minutes
	 */
	async publish(workflowId: string): Promise<void> {
		const path = `/workflows/${workflowId}`;
		const { versionId } = await this.request<{ versionId: string }>('GET', path);
		if (!(await this.has(`${path}/activate`, 'POST', { versionId }))) {
			// n8n 1 has only active and inactive workflows.
			await this.request('PATCH', path, { active: true, versionId });
			return;
		}
		// Earlier versions of n8n 2 answer when it is published.
		if (!(await this.has(`${path}/publication-status`, 'GET'))) return;
		const { status, triggers } = await until(
			120,
			`workflow ${workflowId} to be published`,
			async () => {
				const now = await this.request<PublicationStatus>('GET', `${path}/publication-status`);
				return ['in_progress', 'not_published'].includes(now.status) ? undefined : now;
			},
		);
		if (status === 'published') return;
		const reasons = triggers.flatMap(({ errorMessage }) => errorMessage ?? []);
		throw new Error(`workflow ${workflowId} is not published: ${reasons.join('; ')}`);
	}

	/**
	 * The runs of one workflow, the newest first, those going on included. n8n sorts them by their
	 * start and cuts its pages by their id; workers start them in another order, so that a run can
	 * be on two pages.
	 */
	async executions(workflowId: string): Promise<ExecutionSummary[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const all = new Map<string, ExecutionSummary>();
		let next = '';
		for (;;) {
			const { results, nextCursor } = await this.request<{
				results: ExecutionSummary[];
				nextCursor?: string | null;
			}>('GET', `/executions?filter=${filter}&limit=100${next}`);
			for (const run of results) all.set(run.id, run);
			if (typeof nextCursor !== 'string') return [...all.values()];
			next = `&cursor=${encodeURIComponent(nextCursor)}`;
		}
	}

	/**
	 * The runs of one workflow, once there are as many as there should be: n8n lists a run of a
	 * webhook a moment after it has answered the call.
	 *
	 * @param workflowId the workflow
	 * @param count how many runs to wait for
	 * @param seconds how long to wait at most
	 * @returns all runs there are then, so that one too many shows
	 * @throws Error when there are fewer by then
	 */
	async executionsOnce(
		workflowId: string,
		count: number,
		seconds = 60,
	): Promise<ExecutionSummary[]> {
		return await until(seconds, `${count} executions of workflow ${workflowId}`, async () => {
			const runs = await this.executions(workflowId);
			return runs.length >= count ? runs : undefined;
		});
	}

	/** One run with its data. @param id its id */
	async execution(id: string): Promise<Execution> {
		const found = await this.request<ExecutionSummary & { data: string }>(
			'GET',
			`/executions/${id}`,
		);
		const { resultData } = unflatten(found.data) as {
			resultData: Pick<Execution, 'runData' | 'error' | 'lastNodeExecuted'>;
		};
		return { ...found, ...resultData };
	}

	/**
	 * Waits for the next run of a workflow to end.
	 *
	 * @param workflowId the workflow
	 * @param known ids of the runs there were before
	 * @param seconds how long to wait at most
	 * @throws Error when no new run has ended by then
	 */
	async nextExecution(workflowId: string, known: string[], seconds = 60): Promise<Execution> {
		return await until(seconds, `an execution of workflow ${workflowId} to end`, async () => {
			const runs = await this.executions(workflowId);
			const ended = runs.find((run) => !known.includes(run.id) && finalStatuses.has(run.status));
			return ended && (await this.execution(ended.id));
		});
	}

	/**
	 * Presses the Test button of a credential.
	 *
	 * @param credential its type and data in plain text; with `id`, one that is stored, as n8n 2.8
	 *   demands
	 * @returns n8n's verdict and the message shown to the user
	 */
	async testCredential(credential: {
		id?: string;
		name: string;
		type: string;
		data: Record<string, unknown>;
	}): Promise<{ status: 'OK' | 'Error'; message: string }> {
		return await this.request('POST', '/credentials/test', {
			credentials: { id: '', ...credential },
		});
	}
}

/**
 * Asks again and again until there is an answer.
 *
 * @param seconds how long at most
 * @param what what is waited for, for the error
 * @param attempt gives the answer, or undefined as long as there is none
 * @throws Error when the time is over
 */
export async function until<T>(
	seconds: number,
	what: string,
	attempt: () => Promise<T | undefined>,
): Promise<T> {
	const end = Date.now() + seconds * 1000;
	for (;;) {
		const answer = await attempt();
		if (answer !== undefined) return answer;
		if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 150));
	}
}

/**
 * Reads the form in which n8n stores execution data (npm package `flatted`): a JSON
 * list whose first element is the value; in it, each text stands for the element of
 * that number, and only an element that is itself a text is one.
 */
function unflatten(text: string): unknown {
	const elements = JSON.parse(text) as unknown[];
	const done = new Map<number, unknown>();
	const valueOf = (reference: unknown): unknown =>
		typeof reference === 'string' ? element(Number(reference)) : reference;
	const element = (index: number): unknown => {
		if (done.has(index)) return done.get(index);
		const raw = elements[index];
		if (Array.isArray(raw)) {
			const list: unknown[] = [];
			done.set(index, list);
			for (const part of raw) list.push(valueOf(part));
			return list;
		}
		if (typeof raw === 'object' && raw !== null) {
			const object: Record<string, unknown> = {};
			done.set(index, object);
			for (const [name, part] of Object.entries(raw)) object[name] = valueOf(part);
			return object;
		}
		return raw;
	};
	return element(0);
}

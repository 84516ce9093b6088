/** The trigger in a real n8n: publishing, answers, outputs, secret, files, dispatch. */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { until } from '../../scripts/n8n/rest';
import { startN8n, type RunningN8n, type WorkflowImport } from '../../scripts/n8n/start';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { inRealN8n } from './real-n8n';

const SECRET = 'a long and random secret';
const secretCredential = {
	id: 'triggerSecret000',
	name: 'Trigger secret',
	type: 'coreBosTriggerSecretApi',
	data: { headerName: 'X-CoreBOS-Secret', secret: SECRET },
};

interface Running {
	n8n: RunningN8n;
	coreBos: CoreBosStandIn;
	stop(): Promise<void>;
}

const dispatchWorkflows = ['lead', 'quote', 'dispatch'].map(
	(name) =>
		JSON.parse(
			readFileSync(join(__dirname, '..', '..', 'examples', 'dispatch', `${name}.json`), 'utf8'),
		) as WorkflowImport,
);

const inN8n = inRealN8n<Running>(async ({ host, packageTarball, progress }) => {
	const coreBos = await startCoreBos();
	try {
		const n8n = await startN8n({
			host,
			packageTarball,
			progress,
			workflows: dispatchWorkflows,
			credentials: [
				secretCredential,
				{
					id: 'coreBos000000000',
					name: 'coreBOS',
					type: 'coreBosApi',
					data: { ...coreBos.connection },
				},
			],
		});
		const stop = async () => {
			await n8n.stop();
			await coreBos.close();
		};
		return { n8n, coreBos, stop };
	} catch (error) {
		await coreBos.close();
		throw error;
	}
});

interface TestNode {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
	/** Name of the node and number of its output that this one follows; default the one before. */
	after?: [node: string, output: number];
	/** A node that follows this one, which follows nothing. */
	before?: string;
	disabled?: boolean;
}

const set = (
	name: string,
	values: Record<string, string>,
	after?: TestNode['after'],
): TestNode => ({
	name,
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	after,
	parameters: {
		assignments: {
			assignments: Object.entries(values).map(([field, value]) => ({
				id: field,
				name: field,
				value,
				type: 'string',
			})),
		},
		options: {},
	},
});

const local = (workflows = '43, 77', triggers = '') => ({
	permission: [{ title: 'Local', addresses: '127.0.0.1', workflows, triggers }],
});

/** Makes a workflow of the trigger and nodes after it. @returns its id, which is its path too */
async function make(
	{ rest }: RunningN8n,
	path: string,
	parameters: Record<string, unknown>,
	nodes: TestNode[] = [],
	credentials: Record<string, { id: string; name: string }> = {},
): Promise<{ id: string; versionId: string }> {
	const connections: Record<string, { main: Array<Array<Record<string, unknown>>> }> = {};
	const names = ['coreBOS Trigger', ...nodes.map(({ name }) => name)];
	nodes.forEach(({ name, after, before }, index) => {
		if (before !== undefined) {
			connections[name] = { main: [[{ node: before, type: 'main', index: 0 }]] };
			return;
		}
		const [from, output] = after ?? [names[index], 0];
		const { main } = (connections[from] ??= { main: [] });
		while (main.length <= output) main.push([]);
		main[output].push({ node: name, type: 'main', index: 0 });
	});
	return await rest.request('POST', '/workflows', {
		name: path,
		settings: { executionOrder: 'v1' },
		connections,
		nodes: [
			{
				id: `${path}-trigger`,
				name: 'coreBOS Trigger',
				type: 'n8n-nodes-corebos.coreBosTrigger',
				typeVersion: 1,
				position: [0, 0],
				webhookId: `${path}-webhook`,
				parameters: { path, permissions: local(), ...parameters },
				credentials,
			},
			...nodes.map(({ name, type, typeVersion, disabled, parameters: own }, index) => ({
				id: `${path}-${index}`,
				name,
				type,
				typeVersion,
				disabled,
				position: [200 * (index + 1), 0],
				parameters: own,
			})),
		],
	});
}

/** {@link make}, and publishes it. @returns URL with a query, and the workflow's id */
async function publish(
	n8n: RunningN8n,
	path: string,
	...more: Parameters<typeof make> extends [unknown, unknown, ...infer Rest] ? Rest : never
): Promise<{ url: string; id: string }> {
	const { id, versionId } = await make(n8n, path, ...more);
	await n8n.rest.request('POST', `/workflows/${id}/activate`, { versionId });
	await n8n.webhookReady(path);
	return { url: `${n8n.url}/webhook/${path}?workflow_id=43`, id };
}

const post = async (url: string, init: RequestInit = {}) =>
	await fetch(url, { method: 'POST', body: new URLSearchParams({ a: '1' }), ...init });

/**
 * The status of a call that says how many bytes follow, and waits for the answer before it sends
 * them: n8n closes the connection with its answer, which a call that still writes may not see.
 */
const statusOfLarge = async (url: string, bytes: number) =>
	await new Promise<number | undefined>((resolve, reject) => {
		const headers = { 'content-type': 'application/octet-stream', 'content-length': bytes };
		const call = request(url, { method: 'POST', headers, agent: false }, ({ statusCode }) => {
			resolve(statusCode);
			call.destroy();
		});
		call.on('error', reject);
		call.flushHeaders();
	});

describe('publishing', () => {
	inN8n('is refused with the entry that cannot be read', async ({ n8n }) => {
		const permissions = {
			permission: [{ title: '', addresses: '192.168.0.7\n192.168.0.300', workflows: '43' }],
		};
		const { id, versionId } = await make(n8n, 'refused', { permissions });
		await n8n.rest.request('POST', `/workflows/${id}/activate`, { versionId });
		// n8n 2.41 publishes in the background; this is what its editor asks then.
		const shown = await until(30, 'the end of publishing', async () => {
			const status = await n8n.rest.request<object>('GET', `/workflows/${id}/publication-status`);
			const text = JSON.stringify(status);
			return /failed|error/i.test(text) ? text : undefined;
		});
		expect(shown).toContain('\\"192.168.0.300\\" cannot be read');
		const answer = await post(`${n8n.url}/webhook/refused?workflow_id=43`);
		expect(answer.status).toBe(404);
	});

	inN8n('test listening is refused, too', async ({ n8n }) => {
		const permissions = { permission: [{ addresses: 'not-an-address', workflows: '43' }] };
		const { id } = await make(n8n, 'refused-test', { permissions });
		const workflowData = await n8n.rest.request('GET', `/workflows/${id}`);
		const listening = n8n.rest.request('POST', `/workflows/${id}/run`, {
			workflowData,
			triggerToStartFrom: { name: 'coreBOS Trigger' },
		});
		await expect(listening).rejects.toThrow(/not-an-address/);
	});
});

describe('answers', () => {
	inN8n('at once, with a status, a header and a text of its own', async ({ n8n }) => {
		const settings = {
			responseCode: 202,
			responseBody: 'accepted',
			responseHeaders: { entries: [{ name: 'X-Answer', value: 'yes' }] },
		};
		const { url, id } = await publish(n8n, 'at-once', { settings });
		const answer = await post(url);
		expect([answer.status, await answer.text(), answer.headers.get('x-answer')]).toEqual([
			202,
			'accepted',
			'yes',
		]);
		expect(await n8n.rest.executionsOnce(id, 1)).toHaveLength(1);
	});

	inN8n('at once by default, and without a body', async ({ n8n }) => {
		const { url } = await publish(n8n, 'by-default', {});
		expect(await (await post(url)).json()).toEqual({ message: 'Workflow was started' });
		const silent = await publish(n8n, 'silent', { settings: { noResponseBody: true } });
		const answer = await post(silent.url);
		expect([answer.status, await answer.text()]).toEqual([200, '']);
	});

	const two: TestNode = {
		name: 'Two',
		type: 'n8n-nodes-base.splitOut',
		typeVersion: 1,
		parameters: { fieldToSplitOut: 'env.a', options: {} },
	};
	const modes: Array<[data: string, status: number, body: string]> = [
		['firstEntryJson', 201, '{"answer":"one"}'],
		['allEntries', 201, '[{"answer":"one"},{"answer":"two"}]'],
		['noData', 201, ''],
	];
	for (const [responseData, status, body] of modes) {
		inN8n(`when the last node has finished: ${responseData}`, async ({ n8n }) => {
			const { url } = await publish(
				n8n,
				`last-${responseData}`,
				{ responseMode: 'lastNode', responseData, settings: { responseCode: 201 } },
				[two, set('Answer', { answer: "={{ $json['env.a'] }}" })],
			);
			const answer = await post(url, { body: new URLSearchParams('a[]=one&a[]=two') });
			expect([answer.status, await answer.text()]).toEqual([status, body]);
		});
	}

	inN8n('when the last node has finished: a file, as it was sent', async ({ n8n }) => {
		const { url } = await publish(n8n, 'file', {
			responseMode: 'lastNode',
			responseData: 'firstEntryBinary',
			responseBinaryPropertyName: 'photo',
		});
		const photo = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7) & 255);
		const body = new FormData();
		body.append('title', 'Ñandú');
		body.append('photo', new Blob([photo], { type: 'image/png' }), 'photo.png');
		const answer = await post(url, { body });
		expect(answer.headers.get('content-type')).toBe('image/png');
		expect(Buffer.from(await answer.arrayBuffer()).equals(photo)).toBe(true);
	});

	inN8n('by a Respond to Webhook node', async ({ n8n }) => {
		// The node wants one of n8n's own webhook nodes before it; a deactivated one does.
		const deactivatedWebhook: TestNode = {
			name: 'Deactivated',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2.1,
			parameters: { path: 'never-called' },
			disabled: true,
			before: 'Respond',
		};
		const respond: TestNode = {
			name: 'Respond',
			type: 'n8n-nodes-base.respondToWebhook',
			typeVersion: 1.5,
			parameters: {
				respondWith: 'json',
				responseBody: '={{ { id: $json.id, a: $json.a } }}',
				options: { responseCode: 203 },
			},
		};
		const { url } = await publish(n8n, 'respond', { responseMode: 'responseNode' }, [
			set('Before', { a: '={{ $json.env.a }}', id: '={{ $json.workflow_id }}' }),
			respond,
			deactivatedWebhook,
		]);
		const answer = await post(url);
		expect([answer.status, await answer.json()]).toEqual([203, { id: '43', a: '1' }]);
	});
});

describe('a call that starts nothing makes no execution', () => {
	inN8n('wrong id, unknown id, bad request, other methods', async ({ n8n }) => {
		const permissions = {
			permission: [
				...local('43').permission,
				{ title: '', addresses: '10.0.0.1', workflows: '99', triggers: '' },
			],
		};
		const { url, id } = await publish(n8n, 'nothing', { permissions });
		const base = url.split('?')[0];
		const calls: Array<[query: string, init: RequestInit, status: number]> = [
			['workflow_id=99', {}, 403],
			['workflow_id=5', {}, 404],
			['', {}, 400],
			['workflow_id=43&record_id=x', {}, 400],
			['workflow_id=43', { body: '{', headers: { 'content-type': 'application/json' } }, 400],
			['workflow_id=43', { method: 'PUT' }, 405],
			['workflow_id=43', { method: 'GET', body: undefined }, 405],
			['workflow_id=43', { method: 'HEAD', body: undefined }, 405],
		];
		for (const [query, init, status] of calls) {
			expect([query, (await post(`${base}?${query}`, init)).status]).toEqual([query, status]);
		}
		expect(await statusOfLarge(url, 17 * 1024 * 1024)).toBe(413);
		expect((await post(url)).status).toBe(200);
		expect(await n8n.rest.executionsOnce(id, 1)).toHaveLength(1);
	});

	inN8n('a record that does not exist: 404', async ({ n8n }) => {
		const credentials = { coreBosApi: { id: 'coreBos000000000', name: 'coreBOS' } };
		const { url, id } = await publish(
			n8n,
			'record',
			{ loadRecord: true, responseMode: 'lastNode' },
			[set('Answer', { user: '={{ $json.record.user_name }}', same: '={{ $json.user_name }}' })],
			credentials,
		);
		expect((await post(`${url}&record_id=14x99999999`)).status).toBe(404);
		const answer = await post(`${url}&record_id=19x1`);
		expect(await answer.json()).toEqual({ user: 'admin', same: 'admin' });
		expect(await n8n.rest.executionsOnce(id, 1)).toHaveLength(1);
	});

	inN8n('a missing or wrong shared secret: the answer of a wrong address', async ({ n8n }) => {
		const credentials = {
			coreBosTriggerSecretApi: { id: secretCredential.id, name: secretCredential.name },
		};
		const { url, id } = await publish(n8n, 'secret', { sharedSecret: true }, [], credentials);
		const elsewhere = { permission: [{ title: '', addresses: '10.0.0.1', workflows: '43' }] };
		const other = await publish(n8n, 'elsewhere', { permissions: elsewhere });
		const denied = await post(other.url);
		const expected = [denied.status, await denied.text()];
		expect(expected).toEqual([403, '{"message":"Access denied"}']);
		const without: Record<string, string> = {};
		for (const headers of [without, { 'X-CoreBOS-Secret': 'wrong' }]) {
			const answer = await post(url, { headers });
			expect([answer.status, await answer.text()]).toEqual(expected);
		}
		expect((await post(url, { headers: { 'X-CoreBOS-Secret': SECRET } })).status).toBe(200);
		const [run] = await n8n.rest.executionsOnce(id, 1);
		const kept = JSON.stringify(await n8n.rest.execution(run.id));
		expect(kept).toContain('coreBOS Trigger');
		expect(kept).not.toContain(SECRET);
		expect(n8n.logTail()).not.toContain(SECRET);
	});
});

inN8n("the secret's Test button", async ({ n8n }) => {
	const { name, type, data } = secretCredential;
	expect(await n8n.rest.testCredential({ name, type, data })).toEqual({
		status: 'OK',
		message: 'Callers must send the secret in the header x-corebos-secret',
	});
	const wrong = await n8n.rest.testCredential({ name, type, data: { ...data, secret: '' } });
	expect(wrong).toMatchObject({ status: 'Error', message: expect.stringContaining('secret') });
});

inN8n('one output for each id, each with nodes of its own', async ({ n8n }) => {
	const { url } = await publish(
		n8n,
		'outputs',
		{ outputs: 'perId', permissions: local('43, *', 'CUSTOM_43'), responseMode: 'lastNode' },
		[
			set('A', { by: 'Workflow 43' }, ['coreBOS Trigger', 0]),
			set('B', { by: 'CUSTOM_43' }, ['coreBOS Trigger', 1]),
			set('C', { by: 'All Others' }, ['coreBOS Trigger', 2]),
		],
	);
	const base = url.split('?')[0];
	const calls = [
		['workflow_id=43', 'Workflow 43'],
		['workflow_trigger=CUSTOM_43', 'CUSTOM_43'],
		['workflow_id=1000', 'All Others'],
	];
	for (const [query, by] of calls) {
		expect([query, await (await post(`${base}?${query}`)).json()]).toEqual([query, { by }]);
	}
	expect((await post(`${base}?workflow_trigger=X`)).status).toBe(404);
});

inN8n('the dispatch example starts the sub-workflow of the id', async ({ n8n }) => {
	await n8n.webhookReady('dispatch');
	const url = `${n8n.url}/webhook/dispatch`;
	const form = { 'content-type': 'application/x-www-form-urlencoded' };
	const lead = await post(`${url}?record_id=0&workflow_id=43`, {
		body: 'firstname=Mary&lastname=Smith&',
		headers: form,
	});
	expect(await lead.json()).toEqual({ lead: 'Mary Smith', permission: 'Web shop' });
	const quote = await post(`${url}?record_id=852&workflow_id=77`, { body: '', headers: form });
	expect(await quote.json()).toEqual({ quoteFor: '852' });
	expect((await post(`${url}?record_id=0&workflow_id=5`)).status).toBe(404);
});

inN8n('GET where it is accepted', async ({ n8n }) => {
	const { url } = await publish(
		n8n,
		'get',
		{ settings: { acceptGet: true, queryVariables: true }, responseMode: 'lastNode' },
		[set('Answer', { a: '={{ $json.env.a }}' })],
	);
	const answer = await fetch(`${url}&a=1`);
	expect([answer.status, await answer.json()]).toEqual([200, { a: '1' }]);
});

describe('CORS', () => {
	const ask = async (url: string, origin: string) => {
		const answer = await fetch(url, {
			method: 'OPTIONS',
			headers: { origin, 'access-control-request-method': 'POST' },
		});
		return answer.headers.get('access-control-allow-origin');
	};

	inN8n('pages of any origin, by default', async ({ n8n }) => {
		const { url } = await publish(n8n, 'any-origin', {});
		expect(await ask(url, 'https://page.example')).toBe('https://page.example');
	});

	inN8n('pages of chosen origins, before a call and in its answer', async ({ n8n }) => {
		const { url } = await publish(n8n, 'chosen-origins', {
			httpMethod: 'POST',
			options: { binaryData: true, allowedOrigins: 'https://a.example,https://b.example' },
		});
		for (const [origin, allowed] of [
			['https://a.example', 'https://a.example'],
			['https://b.example', 'https://b.example'],
			['https://evil.example', 'https://a.example'],
		]) {
			expect([origin, await ask(url, origin)]).toEqual([origin, allowed]);
			const answer = await post(url, { headers: { origin } });
			expect(answer.headers.get('access-control-allow-origin')).toBe(allowed);
		}
	});
});

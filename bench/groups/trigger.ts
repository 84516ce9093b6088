/**
 * Calls that coreBOS Trigger and n8n's own Webhook answer, in one n8n, in turns, with workflows of
 * the same shape (the node, then a node that does nothing) that answer when they have finished.
 * Both have the same 1,000 allowlist entries; Webhook once more has none. Denied calls come from
 * an address that is not among them.
 *
 * With the expression engine `vm`, n8n prepares an isolate for each call of a webhook, whatever
 * its node does, but for version 2 of its own Webhook node. So that node's version 1 is measured,
 * too: the server treats it as it treats every other node.
 */
import { Agent, request } from 'node:http';
import type { N8nHost } from '../../scripts/n8n/host';
import type { Progress } from '../../scripts/n8n/progress';
import { startN8n, type RunningN8n, type WorkflowImport } from '../../scripts/n8n/start';
import { figureOf, inTurns, millisecondsOf, scaled, type Results } from '../measure';
import type { ExpressionEngine } from '../n8n';

const CALLS_PER_ROUND = 20;
const AT_ONCE = 4;
/** Milliseconds without an answer after which a call has failed. */
const ANSWER_WITHIN = 60_000;
const LISTED = '127.0.0.9';
const UNLISTED = '127.0.0.1';
const BODY = 'firstname=Mary&lastname=Smith&street=Main+street+123';

/** 1,000 entries that both nodes can read, the caller's among them in the middle. */
const entries = Array.from({ length: 1000 }, (_, index) =>
	index === 500
		? LISTED
		: index % 2
			? `10.${index >> 8}.${index & 255}.7`
			: `172.16.${index >> 2}.${(index & 3) * 64}/26`,
);

const trigger = (id: string): WorkflowImport =>
	workflowOf(id, 'n8n-nodes-corebos.coreBosTrigger', 1, {
		path: id,
		responseMode: 'lastNode',
		permissions: {
			permission: [
				{ title: 'bench', addresses: entries.join('\n'), workflows: '43', triggers: '' },
			],
		},
	});

const webhook = (id: string, options: object, typeVersion = 2.1): WorkflowImport =>
	workflowOf(id, 'n8n-nodes-base.webhook', typeVersion, {
		path: id,
		httpMethod: 'POST',
		responseMode: 'lastNode',
		options,
	});

/** A workflow of one webhook node and a node that does nothing. */
export function workflowOf(
	id: string,
	type: string,
	typeVersion: number,
	parameters: object,
	credentials?: Record<string, { id: string; name: string }>,
): WorkflowImport {
	const start = {
		id: 'start',
		name: 'Start',
		type,
		typeVersion,
		position: [0, 0],
		webhookId: id,
		parameters: parameters as Record<string, unknown>,
		...(credentials && { credentials }),
	};
	const end = {
		id: 'end',
		name: 'End',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [200, 0],
		parameters: {},
	};
	return {
		id,
		name: id,
		settings: { executionOrder: 'v1' },
		nodes: [start, end],
		connections: { Start: { main: [[{ node: 'End', type: 'main', index: 0 }]] } },
	};
}

/** Calls of one kind. */
export interface Measured {
	title: string;
	path: string;
	/** Address of the caller. */
	from: string;
	/** The answer that is expected. */
	status: number;
	/** Default: no record. */
	record?: string;
	headers?: Record<string, string>;
}

function measurements(): Measured[] {
	const of = (title: string, path: string, from: string, status: number): Measured => ({
		title,
		path,
		from,
		status,
	});
	return [
		of("n8n's Webhook, 1,000 entries", 'benchWebhookList', LISTED, 200),
		of("n8n's Webhook, no entries", 'benchWebhookOpen', LISTED, 200),
		of("n8n's Webhook version 1, 1,000", 'benchWebhookOne1', LISTED, 200),
		of('coreBOS Trigger, 1,000 entries', 'benchTrigger0001', LISTED, 200),
		of("denied by n8n's Webhook", 'benchWebhookList', UNLISTED, 403),
		of('denied by coreBOS Trigger', 'benchTrigger0001', UNLISTED, 403),
	];
}

async function call(url: string, agent: Agent, measured: Measured): Promise<void> {
	const { from, status } = measured;
	await new Promise<void>((resolve, reject) => {
		const headers = {
			'content-type': 'application/x-www-form-urlencoded',
			...measured.headers,
		};
		const options = { method: 'POST', agent, localAddress: from, headers, timeout: ANSWER_WITHIN };
		const sent = request(url, options, (answer) => {
			answer.resume();
			answer.on('error', reject);
			answer.on('end', () => {
				if (answer.statusCode === status) resolve();
				else reject(new Error(`${url} answers ${answer.statusCode}, not ${status}`));
			});
		});
		sent.on('error', reject);
		sent.on('timeout', () => sent.destroy(new Error(`${url} does not answer`)));
		sent.end(BODY);
	});
}

/** Makes calls, a few at once. @throws Error where an answer is not the expected one */
export async function makeCalls(n8n: RunningN8n, measured: Measured, calls: number): Promise<void> {
	const { path, record = '0' } = measured;
	const url = `${n8n.url}/webhook/${path}?record_id=${record}&workflow_id=43`;
	const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
	let left = calls;
	const caller = async () => {
		while (left-- > 0) await call(url, agent, measured);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, caller));
	agent.destroy();
}

/** The trigger in an n8n with one of its expression engines. */
export async function measureTrigger(
	host: N8nHost,
	packageTarball: string,
	progress: Progress,
	engine: ExpressionEngine,
): Promise<Results> {
	const n8n = await startN8n({
		host,
		packageTarball,
		progress,
		workflows: [
			webhook('benchWebhookList', { ipWhitelist: entries.join(',') }),
			webhook('benchWebhookOpen', {}),
			webhook('benchWebhookOne1', { ipWhitelist: entries.join(',') }, 1),
			trigger('benchTrigger0001'),
		],
		environment: { N8N_EXPRESSION_ENGINE: engine },
	});
	try {
		const all = measurements();
		for (const path of new Set(all.map((one) => one.path))) await n8n.webhookReady(path);
		progress.step(`calling the triggers (${engine})`);
		const calls = scaled(CALLS_PER_ROUND);
		const costs = await inTurns(
			all.map(
				(one) => async () =>
					(await millisecondsOf(async () => await makeCalls(n8n, one, calls))) / calls,
			),
		);
		progress.end();
		const [listed, open, first, own, deniedByWebhook, denied] = costs;
		const figure = (title: string, peer: string, cost: number[], other: number[], goal?: number) =>
			figureOf(
				{
					title: `trigger, 1,000 entries: ${title}`,
					peer,
					engine,
					kind: 'speed',
					...(goal !== undefined && { goal: { atLeast: goal } }),
					unit: 'ms a call',
				},
				cost,
				other,
			);
		// Without `vm` nothing of n8n stands between the two, so that Webhook 2.1 is the goal.
		const isFree = engine === 'legacy';
		return {
			figures: [
				figure('allowed', "n8n's Webhook 2.1", own, listed, isFree ? 1 : undefined),
				figure('allowed', "n8n's Webhook 2.1 without entries", own, open),
				figure('allowed', "n8n's Webhook 1", own, first, 1),
				figure('denied', "n8n's Webhook 2.1", denied, deniedByWebhook, isFree ? 1 : undefined),
			],
			curves: [],
		};
	} finally {
		await n8n.stop();
	}
}

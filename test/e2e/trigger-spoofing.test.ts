import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { LoggerProxy } from 'n8n-workflow';
import { ensureHost } from '../../scripts/n8n/host';
import { Progress } from '../../scripts/n8n/progress';
import { startN8n, type RunningN8n } from '../../scripts/n8n/start';
import { callNode, type PreparedRequest } from '../integration/trigger-server';
import { inRealN8n } from './real-n8n';
import { requireOrSkip } from './require-or-skip';
import { attempts, LISTED, shouldGetIn, statusOf, type Attempt } from './trigger-attempts';

const permissions = {
	permission: [{ title: 'Listed', addresses: LISTED.join('\n'), workflows: '43', triggers: '' }],
};
const HOPS = [0, 1, 2];
const QUERY = '?record_id=0&workflow_id=43';

const inWords = ({ from, headers }: Attempt) => `${from} ${JSON.stringify(headers)}`;

test('at least 200 attempts, some of which should get in, whatever the number of proxies', () => {
	expect(attempts.length * HOPS.length).toBeGreaterThanOrEqual(200);
	for (const hops of HOPS) {
		const expected = attempts.map((attempt) => shouldGetIn(attempt, hops));
		expect(new Set(expected).size).toBe(2);
	}
});

/** As much of Express as n8n uses for a caller's address. */
interface ExpressApp {
	(request: IncomingMessage, response: ServerResponse): void;
	set(setting: string, value: unknown): void;
	use(handle: (request: IncomingMessage & PreparedRequest, response: ServerResponse) => void): void;
}

describe.each(HOPS)("n8n's Express behind %i proxies", (hops) => {
	let server: Server | undefined;
	let missing: string | undefined;

	beforeAll(async () => {
		jest.spyOn(LoggerProxy, 'info').mockImplementation();
		const progress = new Progress();
		const host = await ensureHost(progress).catch((error: Error) => {
			missing = `n8n cannot be installed here: ${error.message}`;
			return undefined;
		});
		progress.end();
		if (!host) return;
		const fromN8n = createRequire(join(host.folder, 'node_modules', 'n8n', 'package.json'));
		const app = (fromN8n('express') as () => ExpressApp)();
		// As AbstractServer of n8n does it.
		if (hops > 0) app.set('trust proxy', hops);
		app.use((request, response) => {
			void callNode({ parameters: { permissions } }, request, response);
		});
		server = createServer(app);
		await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
	}, 20 * 60_000);

	afterAll(async () => {
		jest.restoreAllMocks();
		server?.closeAllConnections();
		await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
	});

	test('nobody gets in that should not, nobody is kept out that should', async () => {
		if (!requireOrSkip(missing)) return;
		const { port } = server?.address() as AddressInfo;
		const wrong: string[] = [];
		for (const attempt of attempts) {
			const status = await statusOf(attempt, `http://127.0.0.1:${port}/webhook/x${QUERY}`);
			const expected = shouldGetIn(attempt, hops) ? 200 : 403;
			if (status !== expected) wrong.push(`${inWords(attempt)}: ${status}, not ${expected}`);
		}
		expect(wrong).toEqual([]);
	});
});

const workflow = {
	id: 'spoofing00000001',
	name: 'Spoofing',
	nodes: [
		{
			id: 'trigger',
			name: 'coreBOS Trigger',
			type: 'n8n-nodes-corebos.coreBosTrigger',
			typeVersion: 1,
			position: [0, 0],
			webhookId: 'spoofing',
			parameters: { path: 'spoofing', permissions },
		},
	],
	connections: {},
	settings: {},
};

describe.each(HOPS)('a real n8n behind %i proxies (N8N_PROXY_HOPS)', (hops) => {
	const inN8n = inRealN8n<RunningN8n>(async ({ host, packageTarball, progress }) => {
		const n8n = await startN8n({
			host,
			packageTarball,
			progress,
			workflows: [workflow],
			environment: { N8N_PROXY_HOPS: String(hops) },
		});
		await n8n.webhookReady('spoofing');
		return n8n;
	});

	inN8n('some of the attempts, and no execution of the denied ones', async (n8n) => {
		// Every fifth: each has another header or chain, from one side and the other.
		const some = attempts.filter((_attempt, index) => index % 5 === hops);
		const wrong: string[] = [];
		for (const attempt of some) {
			const status = await statusOf(attempt, `${n8n.url}/webhook/spoofing${QUERY}`);
			const expected = shouldGetIn(attempt, hops) ? 200 : 403;
			if (status !== expected) wrong.push(`${inWords(attempt)}: ${status}, not ${expected}`);
		}
		expect(wrong).toEqual([]);
		const permitted = some.filter((attempt) => shouldGetIn(attempt, hops)).length;
		expect(permitted).toBeGreaterThan(0);
		const runs = await n8n.rest.executionsOnce(workflow.id, permitted);
		expect(runs.map(({ status }) => status)).toHaveLength(permitted);
	});
});

/**
 * `npm run bench:trigger`: the processor time that n8n takes for a call of a coreBOS Trigger, with
 * and without what needs a credential, next to n8n's own Webhook node in the same n8n, with each
 * setting of n8n's expression engine.
 *
 *     npm run bench:trigger
 *     npm run bench:trigger -- --engine vm             one setting only
 *     npm run bench:trigger -- --package older.tgz     the same for another tarball
 *
 * The time is that of n8n's process alone (all of its threads), as n8n's own metrics give it:
 * neither callers nor coreBOS count. The kinds of calls take turns, and the median counts.
 */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureHost, type N8nHost } from '../scripts/n8n/host';
import { packPackage } from '../scripts/n8n/pack-package';
import { Progress } from '../scripts/n8n/progress';
import { startN8n, type RunningN8n, type WorkflowImport } from '../scripts/n8n/start';
import { makeCalls, workflowOf, type Measured } from './groups/trigger';
import { inTurns, scaled, spreadOf } from './measure';
import { startStandIn, type BenchStandIn } from './stand-in';

const CALLS_PER_ROUND = 30;
const ROUNDS = 5;
/** Settings of n8n's expression engine that are measured, by their names in the table. */
const ENGINES: Record<string, Record<string, string>> = {
	vm: { N8N_EXPRESSION_ENGINE: 'vm' },
	'vm, lazy': { N8N_EXPRESSION_ENGINE: 'vm', N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
	legacy: { N8N_EXPRESSION_ENGINE: 'legacy' },
};
const CALLER = '127.0.0.1';
const SECRET = { headerName: 'X-Secret', secret: 'a secret of the benchmark' };
/** The administrator, who is a record that every install has. */
const RECORD = '19x1';

const INSTALL = { coreBosApi: { id: 'benchInstall0000', name: 'coreBOS' } };
const TRIGGER_SECRET = { coreBosTriggerSecretApi: { id: 'benchSecret00000', name: 'Secret' } };

function webhook(id: string, typeVersion: number): WorkflowImport {
	return workflowOf(id, 'n8n-nodes-base.webhook', typeVersion, {
		path: id,
		httpMethod: 'POST',
		responseMode: 'lastNode',
		options: { ipWhitelist: CALLER },
	});
}

/** What the editor stores for an address that was selected in the list *Denied Address*. */
const SELECTED = { __rl: true, mode: 'list', value: CALLER };

function trigger(
	id: string,
	addresses: string,
	withSecret: boolean,
	withRecord: boolean,
	deniedAddress?: typeof SELECTED,
) {
	return workflowOf(
		id,
		'n8n-nodes-corebos.coreBosTrigger',
		1,
		{
			path: id,
			responseMode: 'lastNode',
			permissions: {
				permission: [
					{ title: 'bench', addresses, workflows: '43', ...(deniedAddress && { deniedAddress }) },
				],
			},
			sharedSecret: withSecret,
			loadRecord: withRecord,
		},
		{ ...(withSecret && TRIGGER_SECRET), ...(withRecord && INSTALL) },
	);
}

interface Kind extends Measured {
	workflow: WorkflowImport;
}

function kinds(): Kind[] {
	const of = (title: string, workflow: WorkflowImport, more: Partial<Measured> = {}): Kind => ({
		title,
		workflow,
		path: workflow.id,
		from: CALLER,
		status: 200,
		...more,
	});
	const headers = { [SECRET.headerName]: SECRET.secret };
	return [
		of("n8n's Webhook, version 2.1", webhook('costWebhook21000', 2.1)),
		of("n8n's Webhook, version 1", webhook('costWebhook10000', 1)),
		of('coreBOS Trigger', trigger('costTrigger00000', CALLER, false, false)),
		of('with a selected *Denied Address*', trigger('costSelected0000', '', false, false, SELECTED)),
		of('with a shared secret', trigger('costSecret000000', CALLER, true, false), { headers }),
		of('with *Load Record*', trigger('costRecord000000', CALLER, false, true), { record: RECORD }),
		of('with both', trigger('costBoth00000000', CALLER, true, true), { headers, record: RECORD }),
		of('denied, with a shared secret', trigger('costDenied000000', '10.0.0.1', true, false), {
			status: 403,
		}),
	];
}

/** Milliseconds of processor time that n8n's process has taken since it was started. */
async function processorTime(n8n: RunningN8n): Promise<number> {
	const metrics = await (await fetch(`${n8n.url}/metrics`)).text();
	const seconds = /^n8n_process_cpu_seconds_total\s+([\d.e+-]+)/m.exec(metrics)?.[1];
	if (seconds === undefined) throw new Error('n8n does not say how much processor time it took');
	return Number(seconds) * 1000;
}

/** Milliseconds of a call of each kind by round, in an n8n with one setting of its engine. */
async function measured(
	all: Kind[],
	engine: string,
	tarball: string,
	host: N8nHost,
	coreBos: BenchStandIn,
	progress: Progress,
): Promise<number[][]> {
	const n8n = await startN8n({
		host,
		packageTarball: tarball,
		progress,
		workflows: all.map(({ workflow }) => workflow),
		credentials: [
			{ ...INSTALL.coreBosApi, type: 'coreBosApi', data: coreBos.connection },
			{ ...TRIGGER_SECRET.coreBosTriggerSecretApi, type: 'coreBosTriggerSecretApi', data: SECRET },
		],
		environment: { N8N_METRICS: 'true', ...ENGINES[engine] },
	});
	try {
		for (const { path } of all) await n8n.webhookReady(path);
		progress.step(`calling the triggers (${engine})`, '2 minutes');
		const calls = scaled(CALLS_PER_ROUND);
		return await inTurns(
			all.map((kind) => async () => {
				const before = await processorTime(n8n);
				await makeCalls(n8n, kind, calls);
				return ((await processorTime(n8n)) - before) / calls;
			}),
			ROUNDS,
		);
	} catch (error) {
		throw new Error(`${engine}: ${(error as Error).message}\n${n8n.logTail()}`, { cause: error });
	} finally {
		await n8n.stop();
	}
}

function tableOf(engine: string, all: Kind[], costs: number[][]): string {
	const spreads = costs.map(spreadOf);
	const times = (index: number, of: number) =>
		(spreads[index].median / spreads[of].median).toFixed(1);
	const rows = all.map(({ title }, index) => {
		const { median, low, high } = spreads[index];
		const [middle, lowest, highest] = [median, low, high].map((value) => value.toFixed(0));
		return `| ${title} | ${middle} (${lowest} – ${highest}) | ${times(index, 0)} | ${times(index, 1)} |`;
	});
	const head = `| engine ${engine} | ms of processor time for a call | × Webhook 2.1 | × Webhook 1 |`;
	return [head, '| --- | --- | --- | --- |', ...rows].join('\n');
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: { package: { type: 'string' }, engine: { type: 'string' } },
	});
	const engines = Object.keys(ENGINES).filter((name) => name === (values.engine ?? name));
	if (engines.length === 0) {
		throw new Error(`There is no engine "${values.engine}": ${Object.keys(ENGINES).join('; ')}.`);
	}
	const progress = new Progress();
	const host = await ensureHost(progress);
	const own = values.package === undefined ? await packPackage(progress) : undefined;
	const coreBos = await startStandIn();
	try {
		const all = kinds();
		console.log(`n8n ${host.version}, ${ROUNDS} rounds of ${scaled(CALLS_PER_ROUND)} calls`);
		for (const engine of engines) {
			const tarball = own ?? (values.package as string);
			const costs = await measured(all, engine, tarball, host, coreBos, progress);
			progress.end();
			console.log(`\n${tableOf(engine, all, costs)}`);
		}
	} finally {
		coreBos.stop();
		progress.end();
		if (own !== undefined) rmSync(dirname(own), { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});

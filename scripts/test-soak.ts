/**
 * `npm run test:soak -- --minutes 30`: mixed load on a real n8n over every node of the package. After a
 * warm-up of a third of the time its memory must stay what it is, and when all work is done as many
 * files, handles and sockets must be open, and as many sessions in coreBOS, as after the warm-up. What
 * was created and deleted must have been told by Watch Records once each. At the end neither the access
 * key nor the shared secret may stand in n8n's database or log.
 */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { startRecordingServer } from '../test/integration/recording-server';
import { startVies } from '../test/integration/soap-vies/vies-server';
import { startCoreBos } from '../test/corebos';
import { credentialOf } from './n8n/chained-workflow';
import { filesWith } from './n8n/files-with';
import { ensureHost } from './n8n/host';
import {
	MixedCaller,
	mixedWorkflows,
	PARALLEL,
	secretCredential,
	TOLD,
	type LoadedSystems,
} from './n8n/mixed-load';
import { packPackage } from './n8n/pack-package';
import { Progress } from './n8n/progress';
import { until } from './n8n/rest';
import { startN8n } from './n8n/start';

const CALLERS = 4;
/** Parts of the time that are told of, each with its own numbers. */
const PARTS = 6;
/** Parts that only warm n8n up. */
const WARM_UP = 2;
/** What memory may grow by after the warm-up, in megabytes: n8n itself keeps some things longer. */
const LEEWAY = 40;
/** What may be open besides: n8n opens files of its own, and its database. */
const SPARE = 5;

/** What n8n and coreBOS say at one moment. */
interface Sample {
	/** Megabytes. */
	heap: number;
	resident: number;
	files: number;
	handles: number;
	sockets: number;
	/** Sessions that were opened and not ended. */
	sessions: number;
}

function median(values: number[]): number {
	return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
	const partMilliseconds = (Number(values.minutes) * 60_000) / PARTS;
	const progress = new Progress();
	const host = await ensureHost(progress);
	const packageTarball = await packPackage(progress);
	const called = Array.from({ length: CALLERS }, (_, index) => `14x${index + 1}`);
	const coreBos = await startCoreBos({
		records: { Products: called.map((id) => ({ id, productname: `kept ${id}` })) },
	});
	const service = await startRecordingServer();
	const vies = await startVies();
	const systems: LoadedSystems = {
		coreBos,
		service: service.url,
		wsdlUrl: vies.wsdlUrl,
		secret: 'the shared secret of the soak',
	};
	const workflows = mixedWorkflows(systems);
	const n8n = await startN8n({
		host,
		packageTarball,
		credentials: [credentialOf(coreBos), secretCredential(systems)],
		workflows,
		environment: {
			N8N_METRICS: 'true',
			EXECUTIONS_DATA_MAX_AGE: '1',
			EXECUTIONS_DATA_PRUNE_MAX_COUNT: '200',
			// Garbage is collected often enough for the least of a part to be what is really kept.
			NODE_OPTIONS: '--max-old-space-size=700',
		},
		progress,
	});
	/** How often the service was told of each product, by path. */
	const told = Object.fromEntries(
		Object.values(TOLD).map((path) => [path, new Map<string, number>()]),
	);
	const drain = () => {
		vies.asked.length = 0;
		for (const { url, body } of service.requests.splice(0)) {
			const { product, id } = JSON.parse(body) as { product?: string; id?: string };
			const name = String(url === TOLD.created ? product : id);
			told[url].set(name, (told[url].get(name) ?? 0) + 1);
		}
	};
	const sample = async (): Promise<Sample> => {
		drain();
		const text = await fetch(`${n8n.url}/metrics`).then(async (answer) => await answer.text());
		const metric = (name: string): number =>
			Number(new RegExp(`^\\w*${name} (\\S+)`, 'm').exec(text)?.[1] ?? 0);
		return {
			heap: metric('nodejs_heap_size_used_bytes') / 1e6,
			resident: metric('process_resident_memory_bytes') / 1e6,
			files: metric('process_open_fds'),
			handles: metric('nodejs_active_handles_total'),
			sockets: metric('nodejs_active_handles\\{type="Socket"\\}'),
			sessions: coreBos.calls('login') - coreBos.calls('logout'),
		};
	};
	try {
		for (const path of ['soakRecords', 'soakBulk', 'soakCall', 'soakSession']) {
			await n8n.webhookReady(path);
		}
		const callers = called.map((id, index) => new MixedCaller(n8n.url, systems, String(index), id));
		let runs = 0;
		let failed = 0;
		/** Load for a part of the time. */
		const part = async (number: number) => {
			const end = Date.now() + partMilliseconds;
			const samples: Sample[] = [];
			let ofPart = 0;
			const load = callers.map(async (caller) => {
				while (Date.now() < end) {
					if ((await caller.next()) !== 200) failed++;
					ofPart++;
				}
			});
			const watcher = (async () => {
				while (Date.now() < end) {
					samples.push(await sample());
					await new Promise((resolve) => setTimeout(resolve, 2_000));
				}
			})();
			await Promise.all([...load, watcher]);
			runs += ofPart;
			const least = Math.round(Math.min(...samples.map(({ heap }) => heap)));
			const of = (name: keyof Sample) => Math.round(median(samples.map((one) => one[name])));
			const row = { part: number, runs: ofPart, leastHeap: least, heap: of('heap') };
			const more = { resident: of('resident'), files: of('files'), handles: of('handles') };
			console.log(JSON.stringify({ ...row, ...more, sessions: of('sessions') }));
			return least;
		};
		/** Waits until all is done and told, and kept connections are closed. */
		const quiet = async (): Promise<Sample> => {
			const names = callers.flatMap(({ passing }) => passing);
			await until(300, 'Watch Records to tell of all products', async () => {
				drain();
				const [created, deleted] = [told[TOLD.created], told[TOLD.deleted]];
				const isTold = names.every((name) => created.has(name)) && deleted.size >= created.size;
				return await Promise.resolve(isTold || undefined);
			});
			// The servers close connections that are not used for a minute.
			await new Promise((resolve) => setTimeout(resolve, 75_000));
			const samples = [await sample(), await sample(), await sample()];
			const at = (name: keyof Sample) => median(samples.map((one) => one[name]));
			const open = { files: at('files'), handles: at('handles'), sockets: at('sockets') };
			const all = { heap: Math.round(at('heap')), resident: Math.round(at('resident')), ...open };
			return { ...all, sessions: at('sessions') };
		};
		for (let number = 1; number <= WARM_UP; number++) await part(number);
		const before = await quiet();
		const least: number[] = [];
		for (let number = WARM_UP + 1; number <= PARTS; number++) least.push(await part(number));
		const after = await quiet();
		const times = Object.values(told).flatMap((counts) => [...counts.values()]);
		const statuses = await failedRuns(
			workflows.map(({ id }) => id),
			n8n.rest,
		);
		const report = {
			minutes: Number(values.minutes),
			runs,
			failed,
			failedExecutions: statuses,
			told: times.length,
			toldTwice: times.filter((one) => one > 1).length,
			quiet: { before, after },
			leaked: filesWith(n8n.userFolder, [coreBos.connection.accessKey, systems.secret]),
		};
		console.log(JSON.stringify(report, undefined, '\t'));
		const isFlat = Math.min(...least.slice(-2)) <= Math.min(...least.slice(0, 2)) + LEEWAY;
		const isClosed = (['files', 'handles', 'sockets'] as const).every(
			(name) => after[name] <= before[name] + SPARE,
		);
		const isAllowed = after.sessions <= Math.max(before.sessions, PARALLEL);
		const isRight = failed + statuses.length + report.toldTwice + report.leaked.length === 0;
		if (!isFlat || !isClosed || !isAllowed || !isRight) process.exitCode = 1;
	} finally {
		await n8n.stop();
		await Promise.all([coreBos.close(), service.close(), vies.close()]);
		rmSync(dirname(packageTarball), { recursive: true, force: true });
	}
}

/** The runs that are still kept and did not succeed. */
async function failedRuns(ids: string[], rest: { executions: Executions }): Promise<string[]> {
	const runs = await Promise.all(ids.map(async (id) => await rest.executions(id)));
	return runs
		.flat()
		.filter(({ status }) => status !== 'success')
		.map(({ workflowId, status }) => `${workflowId} ${status}`);
}

type Executions = (id: string) => Promise<Array<{ workflowId: string; status: string }>>;

void main();

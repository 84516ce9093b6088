/**
 * `npm run test:soak -- --minutes 30`: mixed load on a real n8n. After a warm-up of a third of the
 * time its memory and its open files must stay what they are, and coreBOS must not see any further
 * login. At the end neither the access key nor a session may stand in n8n's database or log.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { startRecordingServer } from '../test/integration/recordingServer';
import { startCoreBos } from '../test/corebos';
import { ensureHost } from './n8n/host';
import { callWith, credentialOf, markedProducts } from './n8n/markedProducts';
import { packPackage } from './n8n/packPackage';
import { Progress } from './n8n/progress';
import { startN8n } from './n8n/start';

const WORKFLOW = 'soakProducts0001';
const CALLERS = 4;
const ITEMS = 5;
/** What memory may grow by after the warm-up, in megabytes: n8n itself keeps some things longer. */
const LEEWAY = 40;

interface Sample {
	heap: number;
	files: number;
	logins: number;
}

function median(values: number[]): number {
	return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}

/** Files of a folder, also those in folders, that hold one of the texts. */
function filesWith(folder: string, texts: string[]): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((one) => one.isFile() && !one.parentPath.includes('node_modules'))
		.map((one) => join(one.parentPath, one.name))
		.filter((file) => {
			const content = readFileSync(file);
			return texts.some((text) => content.includes(text));
		});
}

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
	const milliseconds = Number(values.minutes) * 60_000;
	const progress = new Progress();
	const host = await ensureHost(progress);
	const packageTarball = await packPackage(progress);
	const crm = await startCoreBos();
	const service = await startRecordingServer();
	const n8n = await startN8n({
		host,
		packageTarball,
		credentials: [credentialOf(crm)],
		workflows: [markedProducts(WORKFLOW, { operation: 'upsert', service: service.url })],
		environment: {
			N8N_METRICS: 'true',
			EXECUTIONS_DATA_MAX_AGE: '1',
			EXECUTIONS_DATA_PRUNE_MAX_COUNT: '200',
		},
		progress,
	});
	const metric = (text: string, name: string): number =>
		Number(new RegExp(`^\\w*${name} (\\S+)`, 'm').exec(text)?.[1]);
	try {
		await n8n.webhookReady(WORKFLOW);
		const end = Date.now() + milliseconds;
		let runs = 0;
		let failed = 0;
		const caller = async (number: number) => {
			while (Date.now() < end) {
				const markers = Array.from({ length: ITEMS }, (_, index) => `soak-${number}-${index}`);
				const status = await callWith(n8n.url, WORKFLOW, markers);
				runs++;
				if (status !== 200) failed++;
				service.requests.length = 0;
			}
		};
		const samples: Sample[] = [];
		const watcher = async () => {
			while (Date.now() < end) {
				const text = await fetch(`${n8n.url}/metrics`).then(async (answer) => await answer.text());
				samples.push({
					heap: metric(text, 'nodejs_heap_size_used_bytes') / 1e6,
					files: metric(text, 'process_open_fds'),
					logins: crm.calls('login'),
				});
				await new Promise((resolve) => setTimeout(resolve, 2_000));
			}
		};
		await Promise.all([watcher(), ...Array.from({ length: CALLERS }, (_, one) => caller(one))]);
		const third = Math.floor(samples.length / 3);
		const [middle, last] = [samples.slice(third, 2 * third), samples.slice(2 * third)];
		const of = (part: Sample[], name: keyof Sample) =>
			Math.round(median(part.map((sample) => sample[name])));
		const secrets = [crm.connection.accessKey];
		const leaked = filesWith(n8n.userFolder, secrets);
		const report = {
			minutes: Number(values.minutes),
			runs,
			failed,
			heap: [of(middle, 'heap'), of(last, 'heap')],
			files: [of(middle, 'files'), of(last, 'files')],
			logins: [of(middle, 'logins'), of(last, 'logins')],
			leaked,
		};
		console.log(JSON.stringify(report));
		const isFlat =
			report.heap[1] <= report.heap[0] + LEEWAY &&
			report.files[1] <= report.files[0] + 10 &&
			report.logins[0] === report.logins[1];
		if (!isFlat || failed > 0 || leaked.length > 0) process.exitCode = 1;
	} finally {
		await n8n.stop();
		await Promise.all([crm.close(), service.close()]);
		rmSync(dirname(packageTarball), { recursive: true, force: true });
	}
}

void main();

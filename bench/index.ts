/**
 * `npm run bench`: every figure of `docs/performance.md` as a ratio to a peer in the same run.
 *
 *     npm run bench                             all of it; writes the results and the page
 *     npm run bench -- --only sync,expressions  some groups; prints them
 *     npm run bench -- --scale 0.1              a small run that shows that all works
 *
 * Each group runs in a process of its own, with the Node that n8n runs with, stand-ins in
 * processes of theirs.
 */
import { execFileSync, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { arch, cpus, loadavg, platform, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureHost, type N8nHost } from '../scripts/n8n/host';
import { packPackage } from '../scripts/n8n/pack-package';
import { Progress } from '../scripts/n8n/progress';
import type { Results } from './measure';
import type { ExpressionEngine } from './n8n';
import { tableOf, writeResults, type Machine } from './report';
import { measureTrigger } from './groups/trigger';

/** The groups and the expression engines that each is measured with; none: it has none at work. */
const GROUPS: Record<string, ExpressionEngine[]> = {
	sync: ['vm', 'legacy'],
	items: ['vm'],
	expressions: ['vm', 'legacy'],
	conditions: ['vm', 'legacy'],
	workflows: [],
	documents: [],
	allowlist: [],
	memory: [],
	load: [],
	trigger: ['vm', 'legacy'],
};

interface Prepared {
	host: N8nHost;
	packageTarball: string;
	/** The unpacked package. */
	folder: string;
	progress: Progress;
	scale: string;
}

function wantedGroups(only: string | undefined): string[] {
	if (only === undefined) return Object.keys(GROUPS);
	const names = only.split(',').map((name) => name.trim());
	const unknown = names.find((name) => !Object.hasOwn(GROUPS, name));
	if (unknown === undefined) return names;
	throw new Error(`There is no group "${unknown}". Groups: ${Object.keys(GROUPS).join(', ')}`);
}

async function resultsOf(
	group: string,
	engine: ExpressionEngine | undefined,
	prepared: Prepared,
): Promise<Results> {
	const { host, packageTarball, progress } = prepared;
	if (group === 'trigger' && engine !== undefined) {
		return await measureTrigger(host, packageTarball, progress, engine);
	}
	const results = await resultsOfProcess(group, engine ?? 'vm', prepared, host.node);
	// Node's own list was another one before Node 24: it is measured, too, where it is at hand.
	if (group === 'allowlist' && isOtherNode(host)) {
		const { figures } = await resultsOfProcess(group, 'vm', prepared, process.execPath);
		results.figures.push(...figures);
	}
	return results;
}

/** Whether the Node that runs this is of another major version than n8n's. */
function isOtherNode(host: N8nHost): boolean {
	const majorOf = (version: string) => version.replace(/^v/, '').split('.')[0];
	return majorOf(nodeVersionOf(host)) !== majorOf(process.version);
}

function nodeVersionOf(host: N8nHost): string {
	return execFileSync(host.node, ['--version'], { encoding: 'utf8' }).trim();
}

/** Longest that a group may take, in milliseconds: one that hangs must not keep the others waiting. */
const LONGEST = 600_000;

/** @param node the Node to measure with */
async function resultsOfProcess(
	group: string,
	engine: ExpressionEngine,
	{ host, folder, scale }: Prepared,
	node: string,
): Promise<Results> {
	const child = fork(join(__dirname, 'run.ts'), [group, engine], {
		execPath: node,
		execArgv: ['--expose-gc', '--import', 'tsx'],
		cwd: join(__dirname, '..'),
		env: {
			...process.env,
			BENCH_HOST: host.folder,
			BENCH_PACKAGE: folder,
			BENCH_SCALE: scale,
			NODE_PATH: join(host.folder, 'node_modules'),
			NODE_NO_WARNINGS: '1',
		},
	});
	const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST);
	try {
		return await new Promise((resolve, reject) => {
			child.once('message', (results) => resolve(results as Results));
			child.once('exit', (code, signal) =>
				reject(new Error(`the group "${group}" ended with ${code ?? signal}`)),
			);
		});
	} finally {
		clearTimeout(timer);
	}
}

function machineOf(host: N8nHost): Machine {
	const processors = cpus();
	return {
		date: new Date().toISOString(),
		processor: processors[0]?.model ?? 'unknown',
		cores: processors.length,
		memory: `${Math.round(totalmem() / 1e9)} GB`,
		system: `${platform()} ${arch()}`,
		node: nodeVersionOf(host),
		n8n: host.version,
		load: Number(loadavg()[0].toFixed(2)),
	};
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: { only: { type: 'string' }, scale: { type: 'string', default: '1' } },
	});
	const groups = wantedGroups(values.only);
	process.env.BENCH_SCALE = values.scale;
	const progress = new Progress();
	const host = await ensureHost(progress);
	const packageTarball = await packPackage(progress);
	const unpacked = mkdtempSync(join(tmpdir(), 'n8n-nodes-corebos-bench-'));
	const machine = machineOf(host);
	const results: Results = { figures: [], curves: [] };
	const failed: string[] = [];
	try {
		execFileSync('tar', ['-xzf', packageTarball, '-C', unpacked]);
		const folder = join(unpacked, 'package');
		const prepared = { host, packageTarball, folder, progress, scale: values.scale };
		for (const group of groups) {
			const engines = GROUPS[group];
			for (const engine of engines.length > 0 ? engines : [undefined]) {
				progress.step(`measuring ${group}${engine === undefined ? '' : ` (${engine})`}`);
				try {
					const { figures, curves } = await resultsOf(group, engine, prepared);
					results.figures.push(...figures);
					results.curves.push(...curves);
					progress.end();
					console.log(tableOf(figures));
				} catch (error) {
					progress.end();
					console.error(error);
					failed.push(group);
				}
			}
		}
	} finally {
		rmSync(unpacked, { recursive: true, force: true });
		rmSync(dirname(packageTarball), { recursive: true, force: true });
	}
	// A part of it, or less than the full size, is not a result to publish.
	if (values.only === undefined && values.scale === '1') writeResults(machine, results);
	if (failed.length > 0) throw new Error(`not measured: ${failed.join(', ')}`);
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});

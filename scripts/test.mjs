// Everything that `npm test` stands for: build, types, lint, n8n's scanner, then Jest's four
// projects. Goes on after a failure, so that one run tells everything, and ends with a line
// that adds up Jest's totals.
//
// After the build, two lanes run at the same time. Tests in a real n8n wait most of their time,
// so all the rest runs beside them, at a lower priority: n8n and the browser get a core when they
// want one.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, getPriority, setPriority, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-corebos-test-'));
const failed = [];

/** Shows each step as it goes. */
const atOnce = { isShown: true };
/** Shows each step when it has ended, so that two lanes do not mix. */
const beside = { isShown: false };

/** Runs a command, which belongs to a lane, and notes whether it failed. */
async function step(lane, name, command, args) {
	const started = Date.now();
	if (lane.isShown) console.log(`\n== ${name}`);
	const { status, printed } = await run(lane, command, args);
	if (!lane.isShown) console.log(`\n== ${name}\n${printed.trimEnd()}`);
	console.log(
		`== ${name}: ${status === 0 ? 'ok' : 'FAILED'} (${Math.round((Date.now() - started) / 1000)} s)`,
	);
	if (status !== 0) failed.push(name);
}

/** @returns how the command ended, and what it printed if its lane does not show that at once */
async function run({ isShown }, command, args) {
	const output = isShown ? 'inherit' : 'pipe';
	const child = spawn(command, args, { cwd: root, stdio: ['ignore', output, output] });
	if (!isShown && child.pid !== undefined) {
		const { PRIORITY_BELOW_NORMAL } = constants.priority;
		// Only a privileged user may give a process a higher priority than this one has.
		setPriority(child.pid, Math.max(PRIORITY_BELOW_NORMAL, getPriority()));
	}
	const parts = [];
	for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => parts.push(part));
	const status = await new Promise((resolve) => {
		child.once('error', (error) => {
			parts.push(Buffer.from(error.message));
			resolve(1);
		});
		child.once('close', (code) => resolve(code));
	});
	return { status, printed: Buffer.concat(parts).toString() };
}

/**
 * Runs one Jest project and returns its totals; a project that wrote no report has failed.
 * `workers`: all cores where tests wait for nobody, one where a real n8n takes the cores itself.
 */
async function jest(lane, project, workers) {
	const report = join(folder, `${project}.json`);
	await step(lane, `${project} tests`, 'npx', [
		'jest',
		'--selectProjects',
		project,
		'--maxWorkers',
		workers,
		'--json',
		'--outputFile',
		report,
	]);
	try {
		const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
			readFileSync(report, 'utf8'),
		);
		return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
	} catch {
		return { passed: 0, failed: 1 };
	}
}

async function inRealN8n() {
	return [await jest(atOnce, 'e2e', '1')];
}

async function allTheRest() {
	await step(beside, 'types', 'npx', ['tsc', '--noEmit', '-p', 'tsconfig.json']);
	await step(beside, 'lint', 'npm', ['run', '--silent', 'lint']);
	await step(beside, 'scan', 'node', ['scripts/scan.mjs']);
	const totals = [];
	for (const project of ['unit', 'hostile', 'integration']) {
		totals.push(await jest(beside, project, '100%'));
	}
	return totals;
}

try {
	await step(atOnce, 'build', 'node', ['scripts/build.mjs']);
	const totals = (await Promise.all([inRealN8n(), allTheRest()])).flat();
	if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}`);
	const sum = (name) => totals.reduce((total, project) => total + project[name], 0);
	console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
	process.exitCode = failed.length > 0 || sum('failed') > 0 ? 1 : 0;
} finally {
	rmSync(folder, { recursive: true, force: true });
}

// Everything that `npm test` stands for: types, lint, build, n8n's scanner, then Jest's four
// projects. Goes on after a failure, so that one run tells everything, and ends with a line
// that adds up Jest's totals.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-corebos-test-'));
const failed = [];

function step(name, command, args) {
	console.log(`\n== ${name}`);
	const started = Date.now();
	const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
	console.log(
		`== ${name}: ${status === 0 ? 'ok' : 'FAILED'} (${Math.round((Date.now() - started) / 1000)} s)`,
	);
	if (status !== 0) failed.push(name);
}

/**
 * Runs one Jest project and returns its totals; a project that wrote no report has failed.
 * `workers`: all cores where tests wait for nobody, one where a real n8n takes the cores itself.
 */
function jest([project, workers]) {
	const report = join(folder, `${project}.json`);
	step(`${project} tests`, 'npx', [
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

try {
	step('types', 'npx', ['tsc', '--noEmit', '-p', 'tsconfig.json']);
	step('lint', 'npm', ['run', '--silent', 'lint']);
	step('build', 'node', ['scripts/build.mjs']);
	step('scan', 'node', ['scripts/scan.mjs']);
	const totals = [
		['unit', '100%'],
		['hostile', '100%'],
		['integration', '100%'],
		['e2e', '1'],
	].map(jest);
	if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}`);
	const sum = (name) => totals.reduce((total, project) => total + project[name], 0);
	console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
	process.exitCode = failed.length > 0 || sum('failed') > 0 ? 1 : 0;
} finally {
	rmSync(folder, { recursive: true, force: true });
}

// Runs the ESLint config of n8n's scanner for community packages, which otherwise reads a
// published package from the registry, on the tarball as it would be published and on the
// sources. A warning counts as a finding.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import {
	buildScanConfig,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-corebos-scan-'));

try {
	execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root });
	const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'));
	execFileSync('tar', ['-xzf', join(folder, tarball), '-C', folder]);
	const findings =
		(await scan('tarball', join(folder, 'package'), ['**/*.js', '**/*.ts', '**/*.json'])) +
		(await scan('sources', root, SOURCE_FILE_PATTERNS));
	process.exitCode = findings === 0 ? 0 : 1;
} finally {
	rmSync(folder, { recursive: true, force: true });
}

/** Lints the files of one folder, prints what was found and returns how much it was. */
async function scan(what, cwd, patterns) {
	const eslint = new ESLint({
		cwd,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await buildScanConfig(),
		errorOnUnmatchedPattern: false,
	});
	const results = await eslint.lintFiles(patterns);
	const findings = results.reduce((sum, file) => sum + file.errorCount + file.warningCount, 0);
	if (findings > 0) console.log(await (await eslint.loadFormatter('stylish')).format(results));
	console.log(`scan of the ${what}: ${results.length} files, ${findings} findings`);
	if (results.length === 0) throw new Error(`nothing to scan in the ${what}`);
	return findings;
}

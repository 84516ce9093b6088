/**
 * `npm run test:versions`: a short end-to-end suite on each n8n of `host/`. It keeps the results
 * in `host/tested-versions.json` and writes the README's table from them.
 *
 * `npm run test:versions -- 2.8.4` runs one version only. Each is installed into the cache once.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureHost, testedVersions } from './n8n/host';
import { packPackage } from './n8n/pack-package';
import { Progress } from './n8n/progress';
import {
	checkVersion,
	TESTED_VERSIONS_FILE,
	testedResults,
	versionsTable,
	type TestedVersion,
} from './n8n/version-checks';

const readme = join(__dirname, '..', 'README.md');

async function main(): Promise<void> {
	const wanted = process.argv.slice(2);
	const progress = new Progress();
	const packageTarball = await packPackage(progress);
	try {
		for (const version of testedVersions()) {
			if (wanted.length > 0 && !wanted.includes(version)) continue;
			const host = await ensureHost(progress, version);
			const result = await checkVersion(host, packageTarball, progress);
			keep(result);
			for (const [check, outcome] of Object.entries(result.checks)) {
				progress.say(`  n8n ${version}  ${check.padEnd(12)}${outcome}`);
				if (outcome !== 'ok') process.exitCode = 1;
			}
		}
	} finally {
		progress.end();
		rmSync(dirname(packageTarball), { recursive: true, force: true });
	}
	console.log(`\n${versionsTable(testedResults())}`);
}

/** Puts a result into the file, in the order of the versions, and the table into the README. */
function keep(result: TestedVersion): void {
	const results = testedResults().filter(({ n8n }) => n8n !== result.n8n);
	results.push(result);
	const order = testedVersions();
	results.sort((one, other) => order.indexOf(one.n8n) - order.indexOf(other.n8n));
	writeFileSync(TESTED_VERSIONS_FILE, `${JSON.stringify(results, null, '\t')}\n`);
	const text = readFileSync(readme, 'utf8');
	const table = /(?<=<!-- versions -->\n\n).*?(?=\n\n<!-- \/versions -->)/s;
	if (!table.test(text)) throw new Error('README.md has no place for the table of versions');
	writeFileSync(
		readme,
		text.replace(table, () => versionsTable(results)),
	);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});

// Who publishes this package and where it lives stands in package.json. Every other file that
// names the repository or the address follows from it:
//
//   node scripts/project.mjs check                       what a publish would carry is not a placeholder
//   node scripts/project.mjs set owner/name "Author" author@example.org
//
// The release workflow runs the check, first by itself, then with `npm publish` (prepublishOnly).
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const packageFile = join(root, 'package.json');
const licenseFile = join(root, 'LICENSE');
const description = JSON.parse(readFileSync(packageFile, 'utf8'));

/** The repository that stands in the files until there is one. */
const PLACEHOLDER_REPOSITORY = 'n8n-nodes-corebos/n8n-nodes-corebos';
/** Addresses that nobody can have (RFC 2606). */
const PLACEHOLDER_ADDRESS =
	/@(?:[^@]*\.)?(?:example|invalid|test|localhost)(?:\.(?:com|net|org))?$/i;

const [command, ...values] = process.argv.slice(2);
if (command === 'check' && values.length === 0) check();
else if (command === 'set' && values.length === 3) set(...values);
else {
	console.error(
		'Usage: node scripts/project.mjs check\n       node scripts/project.mjs set owner/name "Author" address',
	);
	process.exitCode = 2;
}

/** @returns `owner/name` of the repository in package.json */
function repositoryOf({ repository }) {
	return /github\.com\/([^/]+\/[^/]+?)(?:\.git)?$/.exec(repository.url)?.[1] ?? '';
}

function check() {
	const { author } = description;
	const repository = repositoryOf(description);
	const faults = [];
	if (repository === '') faults.push('repository.url is not the address of a GitHub repository');
	if (repository === PLACEHOLDER_REPOSITORY) {
		faults.push(`the repository ${repository} is a placeholder`);
	}
	if (PLACEHOLDER_ADDRESS.test(author.email)) faults.push(`${author.email} is a placeholder`);
	if (!readFileSync(licenseFile, 'utf8').includes(author.name)) {
		faults.push(`LICENSE does not name ${author.name}`);
	}
	if (faults.length === 0) return;
	console.error(`Not ready to publish: ${faults.join('; ')}.`);
	console.error('Set them: node scripts/project.mjs set owner/name "Author" address');
	process.exitCode = 1;
}

function set(repository, name, email) {
	if (!/^[\w.-]+\/[\w.-]+$/.test(repository) || !/^[^@\s]+@[^@\s]+$/.test(email)) {
		console.error('The repository is written owner/name, the address user@host.');
		process.exitCode = 2;
		return;
	}
	const replacements = [
		[repositoryOf(description), repository],
		[description.author.email, email],
		[`"name": "${description.author.name}"`, `"name": "${name}"`],
	];
	const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
	const files = tracked.split('\0').filter((file) => /\.(?:[cm]?[jt]s|json|md|ya?ml)$/.test(file));
	// This file knows the placeholder as such.
	for (const file of files.filter((one) => one !== 'scripts/project.mjs')) {
		const path = join(root, file);
		const text = readFileSync(path, 'utf8');
		const changed = replacements.reduce((now, [from, to]) => now.replaceAll(from, () => to), text);
		if (changed === text) continue;
		writeFileSync(path, changed);
		console.log(`changed ${file}`);
	}
	const license = readFileSync(licenseFile, 'utf8');
	writeFileSync(
		licenseFile,
		license.replaceAll(description.author.name, () => name),
	);
}

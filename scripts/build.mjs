// Builds dist/: TypeScript for the n8n classes and the declarations, one bundle for
// the engine. The engine is one file that all nodes require, so that what it keeps
// in memory (sessions) is shared by them, and so that its libraries are inside.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const inRoot = (...parts) => join(root, ...parts);
const require = createRequire(import.meta.url);

rmSync(inRoot('dist'), { recursive: true, force: true });
execFileSync(
	process.execPath,
	[require.resolve('typescript/bin/tsc'), '-p', inRoot('tsconfig.build.json')],
	{
		cwd: root,
		stdio: 'inherit',
	},
);

// Declarations are for the users of the public API, which has nothing of n8n's classes; the
// compiled parts of the engine and of convert/ give way to one bundle each.
const bundledFolders = ['engine', 'convert'].map((name) => inRoot('dist', name));
for (const file of filesIn(...bundledFolders)) if (file.endsWith('.js')) rmSync(file);
for (const file of filesIn(inRoot('dist', 'credentials'), inRoot('dist', 'nodes'))) {
	if (file.endsWith('.d.ts')) rmSync(file);
}

// n8n's verification forbids these globals in shipped code; libraries that probe for
// them find them undefined and take the road that works everywhere.
const shipped = {
	bundle: true,
	format: 'cjs',
	target: 'es2022',
	minifySyntax: true,
	legalComments: 'none',
	define: { global: 'undefined', globalThis: 'undefined' },
	metafile: true,
	logLevel: 'warning',
};
const bundles = await Promise.all([
	build({
		...shipped,
		entryPoints: [inRoot('engine', 'index.ts')],
		outfile: inRoot('dist', 'engine', 'index.js'),
		platform: 'browser',
	}),
	build({
		...shipped,
		entryPoints: [inRoot('convert', 'index.ts')],
		outfile: inRoot('dist', 'convert', 'index.js'),
		platform: 'browser',
		plugins: [requireEngine()],
	}),
]);
writeFileSync(inRoot('dist', 'THIRD-PARTY-LICENSES.txt'), licensesOf(bundles));

// The command is Node's own program, which n8n never loads: it has a file name that none of
// n8n's loaders takes, and requires the same bundle.
await build({
	entryPoints: [inRoot('bin', 'n8n-nodes-corebos.ts')],
	outfile: inRoot('dist', 'bin', 'n8n-nodes-corebos'),
	bundle: true,
	external: ['../engine', '../convert'],
	platform: 'node',
	format: 'cjs',
	target: 'node20',
	logLevel: 'warning',
});
chmodSync(inRoot('dist', 'bin', 'n8n-nodes-corebos'), 0o755);

cpSync(inRoot('icons'), inRoot('dist', 'icons'), { recursive: true });

// What n8n's node panel searches, and its links to the documentation.
for (const file of filesIn(inRoot('nodes')).filter((name) => name.endsWith('.node.json'))) {
	cpSync(file, inRoot('dist', relative(root, file)));
}

/** The engine is required, not bundled again: what it keeps in memory exists once. */
function requireEngine() {
	return {
		name: 'require-engine',
		setup({ onResolve }) {
			onResolve({ filter: /^(?:\.\.\/)+engine$/ }, () => ({ path: '../engine', external: true }));
		},
	};
}

/** All files below some folders. */
function filesIn(...folders) {
	return folders.flatMap((folder) =>
		readdirSync(folder, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name)),
	);
}

/** The license texts of the libraries that the bundle holds, as their licenses ask for. */
function licensesOf(bundles) {
	const packages = new Set();
	for (const input of bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs))) {
		const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
		if (found) packages.add(inRoot(found[1]));
	}
	return [...packages]
		.sort()
		.map((folder) => {
			const { name, version, license } = JSON.parse(
				readFileSync(join(folder, 'package.json'), 'utf8'),
			);
			const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
			const text = file ? readFileSync(join(folder, file), 'utf8').trim() : '';
			return `${name} ${version} (${license})\n\n${text}\n`;
		})
		.join(`\n${'-'.repeat(72)}\n\n`);
}

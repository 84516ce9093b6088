import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { preProcessFile } from 'typescript';

const ROOT = join(__dirname, '../../..');

/** The rooms of the engine, and which other rooms each one may use through its door. */
const ROOMS: Record<string, string[]> = {
	php: [],
	http: [],
	xml: [],
	soap: ['http', 'php', 'xml'],
	corebos: ['http', 'php'],
	'http-handler': ['corebos', 'php'],
	watch: ['corebos'],
	expression: ['corebos', 'php', 'xml'],
	map: ['corebos', 'expression', 'http', 'php', 'soap', 'xml'],
	workflow: ['corebos', 'expression', 'map', 'php'],
};

/** The one room that shares nothing with the engine around it, not even its types. */
const ALONE = 'php';

/** What each layer may use of the other layers, always through the door. */
const LAYERS: Record<string, string[]> = {
	engine: [],
	convert: ['engine'],
	nodes: ['engine', 'convert'],
	credentials: [],
	bin: ['engine', 'convert'],
	'index.ts': ['engine', 'convert'],
};

/** The folders of `nodes/` that serve all nodes, and which others of these each one may use. */
const SHARED_BY_NODES: Record<string, string[]> = {
	transport: [],
	editor: ['transport'],
	environment: ['transport'],
};

/** The packages that a layer may import; the engine's are bundled. */
const PACKAGES: Record<string, RegExp> = {
	engine: /^(?:crypto-js|csv-parse|fast-xml-parser|ipaddr\.js)(?:\/|$)/,
	convert: /^(?:crypto-js(?:\/|$)|n8n-workflow$)/,
	nodes: /^n8n-workflow$|^crypto$/,
	credentials: /^n8n-workflow$/,
	bin: /^node:/,
	'index.ts': /^$/,
};

/** Each file with what it imports, as it is written there. */
type Imports = Map<string, string[]>;

function importsOf(text: string): string[] {
	return preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

function shippedImports(): Imports {
	const files = Object.keys(LAYERS).flatMap((layer) =>
		layer.endsWith('.ts')
			? [layer]
			: readdirSync(join(ROOT, layer), { recursive: true, encoding: 'utf8' })
					.filter((file) => file.endsWith('.ts'))
					.map((file) => posix.join(layer, file.replaceAll('\\', '/'))),
	);
	return new Map(files.map((file) => [file, importsOf(readFileSync(join(ROOT, file), 'utf8'))]));
}

/** The file that a relative import names. */
function resolved(imports: Imports, from: string, specifier: string): string | undefined {
	const path = posix.join(posix.dirname(from), specifier);
	return [path, `${path}.ts`, `${path}/index.ts`].find((file) => imports.has(file));
}

/** The room of a file in the engine; undefined for the files beside the rooms. */
function roomOf(file: string): string | undefined {
	const [layer, room, ...rest] = file.split('/');
	return layer === 'engine' && rest.length > 0 ? room : undefined;
}

function packageFault(file: string, specifier: string): string | undefined {
	const layer = file.split('/')[0];
	if (PACKAGES[layer].test(specifier)) return undefined;
	const kind = builtinModules.includes(specifier.replace(/^node:/, '')) ? 'the Node module' : '';
	return `${file} imports ${kind} ${specifier}, which ${layer} may not`.replace('  ', ' ');
}

function layerFault(file: string, target: string): string | undefined {
	const [from, to] = [file.split('/')[0], target.split('/')[0]];
	if (from === to) return from === 'nodes' ? nodeFault(file, target) : roomFault(file, target);
	if (!LAYERS[from].includes(to)) return `${file} imports ${target}: ${from} may not use ${to}`;
	if (target !== `${to}/index.ts`) return `${file} imports ${target}, past the door of ${to}`;
	return undefined;
}

/** A node uses its own folder and those that serve all nodes. */
function nodeFault(file: string, target: string): string | undefined {
	const [from, to] = [file.split('/')[1], target.split('/')[1]];
	const allowed = SHARED_BY_NODES[from] ?? Object.keys(SHARED_BY_NODES);
	if (from === to || allowed.includes(to)) return undefined;
	return `${file} imports ${target}: ${from} may not use ${to}`;
}

function roomFault(file: string, target: string): string | undefined {
	if (target === 'engine/index.ts') return `${file} imports the door of the engine from within`;
	const [from, to] = [roomOf(file), roomOf(target)];
	if (file.split('/')[0] !== 'engine' || from === to || file === 'engine/index.ts') {
		return undefined;
	}
	if (to === undefined) {
		return from === ALONE ? `${file} imports ${target}: ${from} stands alone` : undefined;
	}
	if (from === undefined) return `${file} imports ${target}: it serves the rooms, none serves it`;
	if (!ROOMS[from]?.includes(to)) return `${file} imports ${target}: ${from} may not use ${to}`;
	if (target !== `engine/${to}/index.ts`)
		return `${file} imports ${target}, past the door of ${to}`;
	return undefined;
}

/** Every import that points outward, one line each. */
function outward(imports: Imports): string[] {
	const faults: string[] = [];
	for (const [file, specifiers] of imports) {
		for (const specifier of specifiers) {
			if (!specifier.startsWith('.')) {
				faults.push(packageFault(file, specifier) ?? '');
				continue;
			}
			const target = resolved(imports, file, specifier);
			faults.push(
				(target === undefined
					? `${file} imports ${specifier}, which is not shipped`
					: layerFault(file, target)) ?? '',
			);
		}
	}
	return faults.filter((fault) => fault !== '');
}

/** Every group of files that import each other, type-only imports included. */
function cycles(imports: Imports): string[] {
	const found: string[] = [];
	const done = new Set<string>();
	const path: string[] = [];
	const visit = (file: string): void => {
		const start = path.indexOf(file);
		if (start >= 0) found.push([...path.slice(start), file].join(' → '));
		if (start >= 0 || done.has(file)) return;
		path.push(file);
		for (const specifier of imports.get(file) ?? []) {
			const target = specifier.startsWith('.') ? resolved(imports, file, specifier) : undefined;
			if (target !== undefined) visit(target);
		}
		path.pop();
		done.add(file);
	};
	for (const file of imports.keys()) visit(file);
	return found;
}

describe('dependencies point inward', () => {
	const imports = shippedImports();

	test('no file imports what stands further out', () => {
		expect(outward(imports)).toEqual([]);
	});

	test('no files import each other', () => {
		expect(cycles(imports)).toEqual([]);
	});

	test('every room of the engine has its place and its door', () => {
		const rooms = [...new Set([...imports.keys()].flatMap((file) => roomOf(file) ?? []))];
		expect(rooms.filter((room) => ROOMS[room] === undefined)).toEqual([]);
		expect(rooms.filter((room) => !imports.has(`engine/${room}/index.ts`))).toEqual([]);
	});
});

describe('the picture in ARCHITECTURE.md', () => {
	const [, picture = ''] = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8').split('```mermaid');
	const arrows = [...picture.split('```')[0].matchAll(/(\S+?)(?:\["[^"]+"\])? --> (\w+)/g)].map(
		([, from, to]) => [from === 'index' ? 'index.ts' : from, to] as const,
	);
	const imports = shippedImports();
	const uses = (from: string): string[] => [
		...new Set(
			[...imports].flatMap(([file, specifiers]) =>
				nameOf(file) === from ? specifiers.flatMap((one) => usedFrom(imports, file, one)) : [],
			),
		),
	];
	const reached = (from: string): string[] =>
		arrows.flatMap(([start, to]) => (start === from ? [to, ...reached(to)] : []));

	test('has every dependency, and no other', () => {
		expect(arrows.filter(([from, to]) => !uses(from).includes(to))).toEqual([]);
		for (const from of [...Object.keys(LAYERS), ...Object.keys(ROOMS)]) {
			expect([from, uses(from).filter((to) => !reached(from).includes(to))]).toEqual([from, []]);
		}
	});

	test('the table of the rooms has no dependency that is not there', () => {
		for (const [room, allowed] of Object.entries(ROOMS)) {
			expect([room, uses(room).sort()]).toEqual([room, [...allowed].sort()]);
		}
	});
});

/** A room of the engine or a layer, as the picture names it. */
function nameOf(file: string): string {
	return roomOf(file) ?? file.split('/')[0];
}

/** What an import uses of another room or layer. */
function usedFrom(imports: Imports, file: string, specifier: string): string[] {
	const target = specifier.startsWith('.') ? resolved(imports, file, specifier) : undefined;
	if (target === undefined || file === 'engine/index.ts') return [];
	const [from, to] = [nameOf(file), nameOf(target)];
	return from === to || (to === 'engine' && file.startsWith('engine/')) ? [] : [to];
}

describe('what the rules refuse', () => {
	const world = (file: string, text: string): Imports =>
		new Map([
			...['engine', 'convert', ...Object.keys(ROOMS).map((room) => `engine/${room}`)].map(
				(folder): [string, string[]] => [`${folder}/index.ts`, []],
			),
			['engine/environment.ts', []],
			['engine/php/values.ts', []],
			['convert/map/parameters.ts', []],
			['nodes/CoreBos/router.ts', []],
			['nodes/editor/locators.ts', []],
			['nodes/transport/n8nHttp.ts', []],
			[file, importsOf(text)],
		]);

	test.each([
		['engine/map/run.ts', "import type { INode } from 'n8n-workflow';"],
		['engine/map/run.ts', "import { WorkflowExecute } from 'n8n-core';"],
		['engine/map/run.ts', "import { readFileSync } from 'node:fs';"],
		['engine/map/run.ts', "import type { Router } from '../../nodes/CoreBos/router';"],
		['engine/map/run.ts', "export * from '../../convert';"],
		['engine/map/run.ts', "import { runMap } from '..';"],
		['engine/map/run.ts', "import { values } from '../php/values';"],
		['engine/expression/run.ts', "import { runMap } from '../map';"],
		['engine/expression/run.ts', "let map: import('../map').WebServiceMap;"],
		['engine/expression/run.ts', "const map = await import('../map');"],
		['engine/php/json.ts', "import type { Environment } from '../environment';"],
		['engine/php/json.ts', "import { ExpressionError } from '../expression';"],
		['engine/soap/model.ts', "import { evaluate } from '../expression';"],
		['engine/attic/model.ts', "import { evaluate } from '../expression';"],
		['engine/concurrency.ts', "import { evaluate } from './expression';"],
		['convert/map/write.ts', "import { router } from '../../nodes/CoreBos/router';"],
		['convert/map/write.ts', "import { values } from '../../engine/php/values';"],
		['nodes/CoreBos/action.ts', "import { values } from '../../engine/php/values';"],
		['nodes/CoreBos/action.ts', "import { write } from '../../convert/map/parameters';"],
		['nodes/CoreBos/action.ts', "import { gone } from './gone';"],
		['nodes/CoreBosTrigger/outputs.ts', "import { router } from '../CoreBos/router';"],
		['nodes/transport/install.ts', "import type { Router } from '../CoreBos/router';"],
		['nodes/transport/install.ts', "import { locators } from '../editor/locators';"],
		['credentials/Api.ts', "import { values } from '../engine';"],
	])('%s: %s', (file, text) => {
		expect(outward(world(file, text))).toHaveLength(1);
	});

	test.each([
		['engine/map/run.ts', "import { evaluate } from '../expression';"],
		['engine/map/run.ts', "import type { Environment } from '../environment';"],
		['convert/map/write.ts', "import type { INodeParameters } from 'n8n-workflow';"],
		['nodes/CoreBos/action.ts', "import { runMap } from '../../engine';"],
		['nodes/CoreBos/action.ts', "import { locators } from '../editor/locators';"],
		['nodes/editor/modules.ts', "import { n8nHttp } from '../transport/n8nHttp';"],
	])('but not %s: %s', (file, text) => {
		expect(outward(world(file, text))).toEqual([]);
	});

	test('files that import each other, be it only their types', () => {
		const imports: Imports = new Map([
			['engine/php/a.ts', importsOf("import { b } from './b';")],
			['engine/php/b.ts', importsOf("export type { C } from './c';")],
			['engine/php/c.ts', importsOf("import type { A } from './a';")],
		]);
		expect(cycles(imports)).toEqual([
			'engine/php/a.ts → engine/php/b.ts → engine/php/c.ts → engine/php/a.ts',
		]);
	});
});

describe('one style of file names per kind of folder', () => {
	test.each([
		// n8n's own style for nodes and credentials.
		['nodes', /^\w+(?:\.[a-z]+)?\.ts$/],
		['credentials', /^\w+(?:\.[a-z]+)?\.ts$/],
		...['engine', 'convert', 'bin', 'bench', 'scripts', 'test'].map((folder): [string, RegExp] => [
			folder,
			/^[a-z\d]+(?:-[a-z\d]+)*(?:\.[a-z]+)?\.ts$/,
		]),
	])('%s: %s', (folder, style) => {
		const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
		const names = files.map((file) => posix.basename(file.replaceAll('\\', '/')));
		const written = names.filter((name) => name.endsWith('.ts'));
		expect(written).not.toEqual([]);
		expect(written.filter((name) => !style.test(name))).toEqual([]);
	});
});

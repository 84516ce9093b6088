import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workflowsToN8n } from '../../../convert';
import { parseWorkflowExport } from '../../../engine';
import {
	examplePicture,
	exampleWorkflow,
	workflowsOfExample,
} from '../../../scripts/n8n/example-workflow';

const root = join(__dirname, '..', '..', '..');
const examples = readdirSync(join(root, 'examples'));

/** Edge of a node on the canvas. */
const NODE_SIZE = 96;

interface PlacedNode {
	name: string;
	type: string;
	position: [number, number];
	parameters: Record<string, unknown>;
}

describe.each(examples)('example %s', (name) => {
	const folder = join(root, 'examples', name);

	test('the maps in the workflow are the files beside it', () => {
		const texts = readdirSync(folder)
			.filter((file) => file.endsWith('.xml'))
			.map((file) => readFileSync(join(folder, file), 'utf8'));
		const maps = exampleWorkflow(name).nodes.flatMap(({ parameters }) =>
			'mapXml' in parameters ? [parameters.mapXml] : [],
		);
		expect(maps.sort()).toEqual(texts.sort());
	});

	test('has a page, which the README of the docs links', () => {
		expect(existsSync(join(root, 'docs', 'examples', `${name}.md`))).toBe(true);
		const index = readFileSync(join(root, 'docs', 'examples', 'README.md'), 'utf8');
		expect(index).toContain(`(${name}.md)`);
	});

	test.each(workflowsOfExample(name))(
		'the page shows the canvas of %s and the list its credentials',
		(workflow) => {
			const page = readFileSync(join(root, 'docs', 'examples', `${name}.md`), 'utf8');
			const picture = `../images/examples/${examplePicture(workflow)}`;
			expect(page).toMatch(/!\[The workflow/);
			expect(page).toContain(`](${picture})`);
			expect(existsSync(join(root, 'docs', 'examples', picture))).toBe(true);
			const list = readFileSync(join(root, 'docs', 'examples', 'README.md'), 'utf8');
			const row = list.split('\n').find((line) => line.startsWith(`| [${name}]`));
			const needed = exampleWorkflow(workflow).nodes.flatMap(({ credentials }) =>
				Object.values(credentials ?? {}).map((one) => `_${one.name}_`),
			);
			for (const credential of needed) expect(row).toContain(credential);
			if (needed.length === 0) expect(row).toMatch(/\| none\s*\|$/);
		},
	);

	test.each(workflowsOfExample(name))('the note of %s names the credentials', (workflow) => {
		const { nodes } = exampleWorkflow(workflow);
		const notes = nodes
			.filter(({ type }) => type.endsWith('stickyNote'))
			.map(({ parameters }) => String(parameters.content))
			.join('\n');
		// The note of a converted workflow cannot know what the credential is called.
		const text = notes.replace('a coreBOS API credential', '*coreBOS A*');
		const needed = nodes.flatMap(({ credentials }) => Object.values(credentials ?? {}));
		for (const credential of needed) expect(text).toContain(`*${credential.name}*`);
	});

	test('each of its workflows has a note, which covers no node', () => {
		for (const file of readdirSync(folder).filter((one) => one.endsWith('.json'))) {
			const { nodes } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
				nodes: PlacedNode[];
			};
			const notes = nodes.filter(({ type }) => type.endsWith('stickyNote'));
			expect(notes.length).toBeGreaterThan(0);
			const covered = notes.flatMap(({ position: [left, top], parameters }) =>
				nodes.filter(
					({ type, position: [x, y] }) =>
						!type.endsWith('stickyNote') &&
						x < left + Number(parameters.width) &&
						x + NODE_SIZE > left &&
						y < top + Number(parameters.height) &&
						y + NODE_SIZE > top,
				),
			);
			expect(covered.map(({ name: node }) => node)).toEqual([]);
		}
	});

	test('holds no secret and starts unpublished', () => {
		const { active } = exampleWorkflow(name);
		expect(active).toBe(false);
		const text = readFileSync(join(folder, `${name}.json`), 'utf8');
		expect(text).not.toMatch(/accessKey"|"password"|Bearer (?!getSetting)[\w-]{8}/);
	});

	test('nodes do not lie upon each other and are all connected', () => {
		const { nodes, connections } = exampleWorkflow(name) as unknown as {
			nodes: Array<{ name: string; type: string; position: [number, number] }>;
			connections: Record<string, Record<string, Array<Array<{ node: string }>>>>;
		};
		const placed = nodes.filter(({ type }) => !type.endsWith('stickyNote'));
		for (const [index, one] of placed.entries()) {
			for (const other of placed.slice(index + 1)) {
				const apart = one.position.map((at, axis) => Math.abs(at - other.position[axis]));
				expect([one.name, other.name, apart[0] >= 180 || apart[1] >= 140]).toEqual([
					one.name,
					other.name,
					true,
				]);
			}
		}
		// A tool or a model points to its agent, which is what starts it.
		const linked = new Set(
			Object.entries(connections).flatMap(([name, { main, ...others }]) => [
				...(main ?? []).flat().map(({ node }) => node),
				...(Object.keys(others).length > 0 ? [name] : []),
			]),
		);
		const starts = placed.filter((node) => !linked.has(node.name)).map(({ type }) => type);
		for (const type of starts) expect(type).toMatch(/Trigger$/);
	});
});

describe.each(examples.filter((name) => exportOf(name) !== undefined))('example %s', (name) => {
	test('is what its export becomes, with a credential', () => {
		const [{ workflow, notConverted }] = workflowsToN8n(parseWorkflowExport(exportOf(name) ?? ''));
		expect(notConverted).toEqual([]);
		const nodes = exampleWorkflow(name).nodes.map(({ credentials, ...node }) => {
			const needsInstall = node.type.startsWith('n8n-nodes-corebos.');
			expect([node.name, credentials !== undefined]).toEqual([node.name, needsInstall]);
			return node;
		});
		expect({ ...exampleWorkflow(name), nodes }).toEqual(JSON.parse(JSON.stringify(workflow)));
	});
});

/** The file of coreBOS that an example was converted from. */
function exportOf(name: string): string | undefined {
	const file = join(root, 'examples', name, `${name}.csv`);
	return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

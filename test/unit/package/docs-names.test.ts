/** The docs use the names that the nodes themselves have. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodePropertyOptions, INodeType } from 'n8n-workflow';
import { resources } from '../../../nodes/CoreBos/resources';
import { CoreBos } from '../../../nodes/CoreBos/CoreBos.node';
import { CoreBosTrigger } from '../../../nodes/CoreBosTrigger/CoreBosTrigger.node';
import { CoreBosWatchTrigger } from '../../../nodes/CoreBosWatchTrigger/CoreBosWatchTrigger.node';
import { RunWebServiceMap } from '../../../nodes/RunWebServiceMap/RunWebServiceMap.node';

const root = join(__dirname, '..', '..', '..');
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');
const docs = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter(
	(name) => name.endsWith('.md'),
);
const nodes: INodeType[] = [
	new CoreBos(),
	new CoreBosTrigger(),
	new CoreBosWatchTrigger(),
	new RunWebServiceMap(),
];

const operations = new Set(
	resources.flatMap(({ choice, actions }) =>
		actions.map((action) => `${choice.name}: ${action.choice.name}`),
	),
);
const RESOURCE_NAMES = resources.map(({ choice }) => choice.name).join('|');

test.each(docs)('%s names operations of the coreBOS node as it does', (name) => {
	const quoted = new RegExp(`_((?:${RESOURCE_NAMES}): [A-Z][\\w ]*?)_`, 'g');
	const named = [...read(name).matchAll(quoted)].map(([, operation]) => operation);
	expect(named.filter((operation) => !operations.has(operation))).toEqual([]);
});

/** All labels of a node: parameters, options and their values. */
function labelsOf(properties: INodeProperties[]): string[] {
	return properties.flatMap((property) => [
		property.displayName,
		...(property.placeholder ? [property.placeholder] : []),
		...(property.modes ?? []).map(({ displayName }) => displayName),
		...(property.options ?? []).flatMap((option) => {
			if ('values' in option) return [option.displayName, ...labelsOf(option.values)];
			if ('type' in option) return labelsOf([option]);
			const { name, action = '' } = option as INodePropertyOptions;
			return [name, action];
		}),
	]);
}

/** Labels of coreBOS and of n8n that the page names as well. */
const ELSEWHERE = new Set([
	...['Settings → Community nodes → Install', 'My Preferences', 'User Advanced Options'],
	...[
		'Settings → Workflows',
		'Actions → Export',
		'Actions → Import',
		'Business Map',
		'Webhook URLs',
		'Execute step',
	],
	...['Binary', '⋯', 'Import', 'From file', 'coreBOS'],
	...['Publish', 'Executions', 'vtiger', 'SOAP', 'web service', 'HTTP handler'],
]);

test('the page for beginners names what the forms have', () => {
	const labels = new Set([
		...nodes.flatMap(({ description }) => labelsOf(description.properties)),
		...operations,
		...['Protected Install'],
	]);
	const page = read('docs', 'from-corebos-to-n8n.md').replace(/```[^]*?```/g, '');
	const named = [...page.matchAll(/(?<![\w/])_([^_\n]+)_(?!\w)/g)].map(([, label]) => label);
	expect(named.length).toBeGreaterThan(20);
	expect(named.filter((label) => !labels.has(label) && !ELSEWHERE.has(label))).toEqual([]);
});

test('its pictures are there, and README and the nodes lead to it', () => {
	const page = read('docs', 'from-corebos-to-n8n.md');
	const pictures = [...page.matchAll(/!\[[^\]]+\]\(images\/([^)]+)\)/g)].map(([, file]) => file);
	expect(pictures.length).toBeGreaterThan(4);
	expect(readdirSync(join(root, 'docs', 'images'))).toEqual(expect.arrayContaining(pictures));
	expect(read('README.md')).toContain('docs/from-corebos-to-n8n.md');
	for (const node of ['CoreBos', 'CoreBosTrigger', 'CoreBosWatchTrigger', 'RunWebServiceMap']) {
		const codex = read('nodes', node, `${node}.node.json`);
		expect(codex).toContain('docs/from-corebos-to-n8n.md');
		expect((JSON.parse(codex) as { node: string }).node).toMatch(new RegExp(`\\.${node}$`, 'i'));
	}
});

test('coreBOS is written one way', () => {
	const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n');
	const texts = tracked.filter((file) => /^(?!test\/)(?:.*\.(?:md|ts|json|svg|mjs))$/.test(file));
	const wrong = texts.flatMap((file) =>
		read(file)
			.split('\n')
			.flatMap((line, index) =>
				/(?<![-\w])(?:Core ?BOS|Corebos|COREBOS)(?![\w-])/.test(line)
					? [`${file}:${index + 1}`]
					: [],
			),
	);
	expect(texts.length).toBeGreaterThan(100);
	expect(wrong).toEqual([]);
});

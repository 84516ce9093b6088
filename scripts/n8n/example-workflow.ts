import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowImport } from './start';

const examples = join(__dirname, '..', '..', 'examples');

/** The address of coreBOS B in the maps of the product sync. */
export const addressOfB = 'http://corebos-b.example';

/** What the product sync carries over. */
export const syncedFields = [
	'productname',
	'productcode',
	'unit_price',
	'qtyinstock',
	'website',
	'description',
] as const;

/** A map of the product sync. @param urlOfB address of coreBOS B, without a path */
export function exampleMap(name: string, urlOfB: string): string {
	const file = join(examples, 'product-sync', `${name}.xml`);
	return readFileSync(file, 'utf8').replace(addressOfB, urlOfB);
}

/**
 * An importable workflow of `examples/`, with other texts in its nodes' parameters.
 *
 * @param name of its folder and file, or `folder/file` where they differ
 * @param replacements new texts by the texts that stand there, such as the address of an install
 */
export function exampleWorkflow(
	name: string,
	replacements: Record<string, string> = {},
): WorkflowImport {
	const [folder, file = folder] = name.split('/');
	const workflow = JSON.parse(
		readFileSync(join(examples, folder, `${file}.json`), 'utf8'),
	) as WorkflowImport;
	const pairs = Object.entries(replacements);
	for (const node of workflow.nodes) {
		node.parameters = replaced(node.parameters, pairs) as Record<string, unknown>;
	}
	return workflow;
}

/** The workflows of an example. @returns as {@link exampleWorkflow} takes them */
export function workflowsOfExample(folder: string): string[] {
	return readdirSync(join(examples, folder))
		.filter((file) => file.endsWith('.json'))
		.map((file) => `${folder}/${file.replace('.json', '')}`);
}

/** Name of the picture of a workflow. @param name as {@link exampleWorkflow} takes it */
export function examplePicture(name: string): string {
	const [folder, file = folder] = name.split('/');
	return file.startsWith(folder) ? `${file}.png` : `${folder}-${file}.png`;
}

function replaced(value: unknown, pairs: Array<[string, string]>): unknown {
	if (typeof value === 'string') {
		return pairs.reduce((text, [from, to]) => text.replaceAll(from, to), value);
	}
	if (Array.isArray(value)) return value.map((one) => replaced(one, pairs));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, member]) => [name, replaced(member, pairs)]),
	);
}

/**
 * `npm run test:imports`: every workflow of `examples/` is imported in n8n's editor as a user does
 * it, by URL and from file, in a browser. n8n has to know each of its nodes, and to show all of
 * them. Takes the pictures of the examples' pages, which `npm run pictures` copies.
 *
 * `npm run test:imports -- vies` tries one example.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import {
	importFromFile,
	importFromUrl,
	missingChromium,
	openEditor,
	photographCanvas,
	screenshots,
} from '../test/e2e/chromium';
import { examplePicture, workflowsOfExample } from './n8n/example-workflow';
import { ensureHost } from './n8n/host';
import { packPackage } from './n8n/pack-package';
import { Progress } from './n8n/progress';
import { until } from './n8n/rest';
import { startN8n, type RunningN8n, type WorkflowImport } from './n8n/start';

const examples = join(__dirname, '..', 'examples');
const progress = new Progress();

/** The workflows, as paths below `examples/`. */
function workflowFiles(): string[] {
	const wanted = process.argv.slice(2);
	return readdirSync(examples)
		.filter((name) => wanted.length === 0 || wanted.includes(name))
		.flatMap((name) => workflowsOfExample(name).map((workflow) => `${workflow}.json`));
}

/** Serves the examples, as the repository does with the raw address of a file. */
async function serveExamples(): Promise<{ url: string; close(): Promise<void> }> {
	const files = new Map(workflowFiles().map((file) => [`/${file}`, join(examples, file)]));
	const server = createServer((request, response) => {
		const file = files.get(request.url ?? '');
		response.setHeader('content-type', 'text/plain; charset=utf-8');
		response.statusCode = file === undefined ? 404 : 200;
		response.end(file === undefined ? 'not found' : readFileSync(file));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

type ImportedNode = WorkflowImport['nodes'][number] & { typeVersion: number };

/** @throws Error that names the nodes that n8n does not know */
async function requireKnown({ rest }: RunningN8n, nodes: ImportedNode[]): Promise<void> {
	// n8n makes the tool of an agent out of the node itself.
	const nodeInfos = nodes.map(({ type, typeVersion }) => ({
		name: type.replace(/^(n8n-nodes-corebos\..*)Tool$/, '$1'),
		version: typeVersion,
	}));
	const known = await rest.request<Array<{ name: string }>>('POST', '/node-types', { nodeInfos });
	const unknown = nodeInfos.filter(({ name }) => !known.some((one) => name.endsWith(one.name)));
	if (unknown.length > 0) throw new Error(`n8n knows no ${unknown.map(({ name }) => name).join()}`);
}

/** @throws Error where the canvas does not show all nodes and notes by their names */
async function requireShown(page: Page, nodes: ImportedNode[]): Promise<void> {
	const isNote = ({ type }: ImportedNode) => type.endsWith('.stickyNote');
	const wanted = nodes.filter((node) => !isNote(node)).map(({ name }) => name);
	const notes = nodes.filter(isNote).length;
	await until(60, `${wanted.length} nodes on the canvas`, async () => {
		const shown = await page
			.locator('[data-test-id=canvas-node]')
			.evaluateAll((found) => found.map((node) => node.getAttribute('data-node-name')));
		const stickies = await page.locator('[data-test-id=sticky]').count();
		return (wanted.every((name) => shown.includes(name)) && stickies === notes) || undefined;
	});
}

async function tryExample(
	page: Page,
	n8n: RunningN8n,
	file: string,
	served: string,
): Promise<void> {
	const path = join(examples, file);
	const { nodes } = JSON.parse(readFileSync(path, 'utf8')) as { nodes: ImportedNode[] };
	await requireKnown(n8n, nodes);
	await importFromFile(page, n8n, path);
	await requireShown(page, nodes);
	await importFromUrl(page, n8n, `${served}/${file}`);
	await requireShown(page, nodes);
	const picture = examplePicture(file.replace('.json', ''));
	await photographCanvas(page, join(screenshots, `example-${picture}`));
}

async function main(): Promise<void> {
	const missing = missingChromium();
	if (missing !== undefined) throw new Error(missing);
	const host = await ensureHost(progress);
	const packageTarball = await packPackage(progress);
	const served = await serveExamples();
	try {
		const n8n = await startN8n({ host, packageTarball, progress });
		try {
			const editor = await openEditor(n8n);
			// Leaving a workflow that is not saved asks.
			editor.page.on('dialog', (dialog) => void dialog.accept());
			for (const file of workflowFiles()) {
				progress.step(file);
				const fault = await tryExample(editor.page, n8n, file, served.url).then(
					() => undefined,
					(error: Error) => error.message.split('\n')[0],
				);
				if (fault === undefined) progress.say(`  ok     ${file}: from file and by URL`);
				else {
					await editor.page.screenshot({ path: join(screenshots, 'failure.png') });
					progress.say(`  WRONG  ${file}: ${fault}`);
					process.exitCode = 1;
				}
			}
			await editor.close();
		} finally {
			await n8n.stop();
		}
	} finally {
		progress.end();
		await served.close();
		rmSync(dirname(packageTarball), { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});

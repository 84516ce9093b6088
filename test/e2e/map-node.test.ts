import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { parseMap, serializeMap } from '../../engine';
import { until } from '../../scripts/n8n/rest';
import { startN8n, type RunningN8n, type WorkflowNode } from '../../scripts/n8n/start';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { challengeMap } from './challenge-map';
import {
	closeNode,
	EDITOR_SECONDS,
	fillIn,
	missingChromium,
	openEditor,
	screenshots,
	textLike,
} from './chromium';
import { inRealN8n } from './real-n8n';
import { requireOrSkip } from './require-or-skip';

const RUN_MAP = 'n8n-nodes-corebos.runWebServiceMap';
const credentials = { coreBosApi: { id: 'coreBosA', name: 'coreBOS A' } };

interface Running {
	n8n: RunningN8n;
	a: CoreBosStandIn;
	stop(): Promise<void>;
}

const inN8n = inRealN8n<Running>(async ({ host, packageTarball, progress }) => {
	const a = await startCoreBos({ name: 'A' });
	try {
		const client = { id: 'coreBosA', name: 'coreBOS A', type: 'coreBosApi' };
		const n8n = await startN8n({
			host,
			packageTarball,
			progress,
			credentials: [{ ...client, data: { ...a.connection } }],
		});
		const stop = async () => {
			await n8n.stop();
			await a.close();
		};
		return { n8n, a, stop };
	} catch (error) {
		await a.close();
		throw error;
	}
});

/** A node of the newest version with the credential of A. */
const mapNode = (name: string, parameters: Record<string, unknown>) => ({
	...{ id: name, name, type: RUN_MAP, typeVersion: 1.2, position: [0, 0] },
	parameters,
	credentials,
});

/** Runs nodes one after the other by the button, as a user does. */
async function runByHand(n8n: RunningN8n, nodes: WorkflowNode[]) {
	const start = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} };
	const chain = [{ ...start, id: 'start', typeVersion: 1, position: [0, 0] }, ...nodes];
	const workflowData = await n8n.rest.request<{ id: string }>('POST', '/workflows', {
		name: 'By hand',
		nodes: chain,
		connections: Object.fromEntries(
			nodes.map(({ name }, index) => [
				chain[index].name,
				{ main: [[{ node: name, type: 'main', index: 0 }]] },
			]),
		),
		settings: { executionOrder: 'v1' },
	});
	await n8n.rest.request('POST', `/workflows/${workflowData.id}/run`, {
		workflowData,
		triggerToStartFrom: { name: 'Start' },
	});
	const execution = await n8n.rest.nextExecution(workflowData.id, []);
	return {
		error: execution.error?.message,
		output: (name: string) =>
			(execution.runData[name]?.[0]?.data?.main?.[0] ?? []).map(({ json }) => json),
	};
}

inN8n('a map is exported to coreBOS, listed in the editor, and run from there', async (running) => {
	const { n8n, a } = running;
	const exporting = mapNode('Export', {
		...{ operation: 'export', mapSource: 'xml', mapXml: challengeMap(a) },
		...{ saveMap: true, mapName: 'Ask for a challenge' },
	});
	const exported = await runByHand(n8n, [exporting]);
	expect(exported.error).toBeUndefined();
	const [map] = a.records('cbMap');
	expect(exported.output('Export')).toMatchObject([{ saved: { id: map.id, created: true } }]);

	const listed = await n8n.rest.request<{ results: Array<{ name: string; value: string }> }>(
		'POST',
		'/dynamic-node-parameters/resource-locator-results',
		{
			nodeTypeAndVersion: { name: RUN_MAP, version: 1.2 },
			path: 'parameters.coreBosMap',
			methodName: 'searchWebServiceMaps',
			currentNodeParameters: {
				...{ operation: 'run', mapSource: 'coreBos', recordLivesIn: 'install' },
			},
			credentials,
			filter: 'challenge',
		},
	);
	expect(listed.results).toMatchObject([{ name: 'Ask for a challenge', value: map.id }]);

	const fromCoreBos = mapNode('Run', {
		mapSource: 'coreBos',
		coreBosMap: { __rl: true, mode: 'list', value: map.id },
	});
	const ran = await runByHand(n8n, [fromCoreBos]);
	expect(ran.error).toBeUndefined();
	expect(ran.output('Run')).toMatchObject([{ context: { cb_token: expect.any(String) } }]);
});

inN8n('a map defined in the node, the expression tester and the conversion', async (running) => {
	const { n8n, a } = running;
	const defined = mapNode('Define', {
		...{ url: a.webServiceUrl, method: 'GET', methodName: 'getchallenge', inputType: 'URL' },
		fields: {
			field: [
				{ name: 'operation', valueFrom: 'literal', value: 'getchallenge' },
				{ name: 'username', valueFrom: 'literal', value: '={{ "ad" + "min" }}' },
			],
		},
		response: { entry: [{ path: 'result.token', context: 'cb_token' }] },
	});
	const evaluated = mapNode('Evaluate', {
		operation: 'evaluate',
		expression: "if stringlength(getFromContext('cb_token')) > 5 then 'long' else 'short' end",
	});
	const converted = mapNode('Convert', {
		...{ operation: 'convert', mapSource: 'xml', mapXml: challengeMap(a) },
	});
	const { error, output } = await runByHand(n8n, [defined, evaluated, converted]);
	expect(error).toBeUndefined();
	expect(output('Define')).toMatchObject([{ context: { cb_token: expect.any(String) } }]);
	expect(output('Evaluate')).toMatchObject([{ value: 'long', type: 'string' }]);
	const [{ workflow, secrets }] = output('Convert');
	expect(secrets).toEqual([]);
	const [, node] = (workflow as { nodes: WorkflowNode[] }).nodes;
	const again = await runByHand(n8n, [node]);
	expect(again.error).toBeUndefined();
	expect(again.output(node.name)).toMatchObject([{ context: { cb_token: expect.any(String) } }]);
});

/** A workflow with a start that gives one item, and a map node after it. */
async function saveWorkflow(n8n: RunningN8n, parameters: Record<string, unknown>) {
	const start = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} };
	const node = { ...mapNode('Map', parameters), position: [256, 0], credentials: undefined };
	return await n8n.rest.request<{ id: string }>('POST', '/workflows', {
		name: 'In the editor',
		nodes: [{ ...start, id: 'start', typeVersion: 1, position: [0, 0] }, node],
		connections: { Start: { main: [[{ node: 'Map', type: 'main', index: 0 }]] } },
		pinData: { Start: [{ json: { shop: 'https://shop.example/api?a=1&b=2' } }] },
		settings: { executionOrder: 'v1' },
	});
}

/** The map node of a new workflow, opened in the editor. */
function inNode(
	name: string,
	parameters: (running: Running) => Record<string, unknown>,
	body: (page: Page, running: Running, workflowId: string) => Promise<void>,
): void {
	inN8n(name, async (running) => {
		if (!requireOrSkip(missingChromium())) return;
		const { id } = await saveWorkflow(running.n8n, parameters(running));
		const { page, close } = await openEditor(running.n8n);
		try {
			await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
			await page.goto(`${running.n8n.url}/workflow/${id}`);
			await openMap(page);
			await body(page, running, id);
		} catch (error) {
			await photograph(page, 'failure');
			throw error;
		} finally {
			await close();
		}
	});
}

async function openMap(page: Page): Promise<void> {
	await page.locator('[data-test-id=canvas-node][data-node-name=Map]').dblclick();
	await page.locator('[data-test-id="parameter-input-operation"]').waitFor();
}

async function photograph(page: Page, name: string): Promise<void> {
	await page.screenshot({ path: join(screenshots, `map-node-${name}.png`) });
}

/** What a user does, one by one. */
class Actions {
	count = 0;

	constructor(private readonly page: Page) {}

	async fill(parameter: string, text: string): Promise<void> {
		this.count++;
		const input = this.page.locator(
			`[data-test-id="parameter-input-${parameter}"] :is(input, textarea)`,
		);
		await fillIn(input.first(), text);
	}

	async choose(parameter: string, option: string): Promise<void> {
		this.count++;
		await this.page.locator(`[data-test-id="parameter-input-${parameter}"] input`).first().click();
		await this.page
			.locator('.el-select-dropdown__item:visible')
			.filter({ hasText: new RegExp(`^\\s*${option}`) })
			.first()
			.click();
	}

	/** Anything else, named for the one who reads the test. */
	async do(_name: string, action: () => Promise<unknown>): Promise<void> {
		this.count++;
		await action();
	}

	async click(text: string): Promise<void> {
		this.count++;
		await this.page.getByText(text, { exact: true }).first().click();
	}
}

async function execute(page: Page): Promise<void> {
	await page.locator('[data-test-id=node-execute-button]').click();
}

/** Parameters of the map node when the editor has saved them. */
async function saved(
	page: Page,
	{ n8n }: Running,
	id: string,
	isThere: (parameters: Record<string, unknown>) => boolean,
): Promise<Record<string, unknown>> {
	await closeNode(page);
	await page.keyboard.press('Control+s');
	return await until(EDITOR_SECONDS, 'the editor to save the change', async () => {
		const { nodes } = await n8n.rest.request<{ nodes: WorkflowNode[] }>('GET', `/workflows/${id}`);
		const parameters = nodes.find(({ name }) => name === 'Map')?.parameters ?? {};
		return isThere(parameters) ? parameters : undefined;
	});
}

/** What a user did in 0.2.0 for the same, counted in its editor. */
const BEFORE = { challenge: 14, fourMaps: 25 };

inNode(
	'the challenge map by hand takes four actions, and a hint says what the run did',
	() => ({}),
	async (page, { a }) => {
		const actions = new Actions(page);
		await actions.choose('method', 'GET');
		await actions.fill('url', `${a.webServiceUrl}?operation=getchallenge&username=admin`);
		await actions.fill('path', 'result.token');
		await actions.fill('context', 'cb_token');
		await photograph(page, 'define-below');
		expect(actions.count).toBe(4);
		expect(actions.count).toBeLessThanOrEqual(BEFORE.challenge / 2);
		await execute(page);
		await page.getByText(/HTTP 200\. Context: cb_token\. Fields: none/).waitFor();
		await photograph(page, 'hint');
	},
);

inNode(
	'the challenge map with fields of its own takes seven actions',
	() => ({}),
	async (page, { a }) => {
		const actions = new Actions(page);
		await actions.choose('method', 'GET');
		await actions.fill('url', a.webServiceUrl);
		await actions.choose('fieldsAs', 'Using a Query String');
		await actions.fill('fieldsQuery', 'operation=getchallenge&username=admin');
		await actions.choose('inputType', 'Query');
		await actions.fill('path', 'result.token');
		await actions.fill('context', 'cb_token');
		await photograph(page, 'fields-at-once');
		expect(actions.count).toBe(7);
		expect(actions.count).toBeLessThanOrEqual(BEFORE.challenge / 2);
		await execute(page);
		await page.getByText(/HTTP 200\. Context: cb_token\. Fields: none/).waitFor();
	},
);

inNode(
	'a value comes from a field, an expression or a template; the rest is optional',
	() => ({}),
	async (page) => {
		const actions = new Actions(page);
		await actions.click('Add Field');
		await actions.fill('name', 'customer');
		await actions.choose('valueFrom', 'coreBOS Expression');
		await actions.fill('text', "concat(firstname, ' ', lastname)");
		await photograph(page, 'value-from');
		const option = page.getByPlaceholder('Add Option').or(page.getByText('Add Option'));
		await option.first().waitFor();
	},
);

inNode(
	'entries of lists are titled with name and value, in the editor that shows titles',
	() => ({
		fields: {
			field: [
				{ name: 'customer', valueFrom: 'expression', text: 'concat(firstname, lastname)' },
				{ name: 'shop', value: '7' },
			],
		},
	}),
	async (page) => {
		// n8n 2.41 shows titles only in this experiment of its editor.
		const experiments = JSON.stringify({ '048_collection_overhaul': 'variant' });
		const key = JSON.stringify('N8N_EXPERIMENT_OVERRIDES');
		await page.evaluate(`localStorage.setItem(${key}, ${JSON.stringify(experiments)})`);
		// It comes back with the node open.
		await page.reload();
		const titles = ['customer: concat(firstname, lastname)', 'shop: 7'];
		for (const title of titles) await page.getByText(title, { exact: true }).first().waitFor();
		await photograph(page, 'titles');
	},
);

inNode(
	'a node whose record is the item only has no credential; one that asks an install has',
	({ a }) => ({ mapSource: 'xml', mapXml: challengeMap(a) }),
	async (page) => {
		const credential = page.getByText('Credential to connect with');
		await photograph(page, 'item-only');
		expect(await credential.count()).toBe(0);
		await new Actions(page).choose('recordLivesIn', 'A coreBOS Install');
		await page.getByText('The credential is for the install that has the record.').waitFor();
		await photograph(page, 'an-install');
	},
);

const CHALLENGE_LINES = (a: CoreBosStandIn) => serializeMap(parseMap(challengeMap(a)));

inNode(
	'the XML has line numbers and survives as it is',
	() => ({ mapSource: 'xml' }),
	async (page, running, id) => {
		const editor = page.locator('[data-test-id=html-editor-container] .cm-content');
		const text = `${CHALLENGE_LINES(running.a)}\n<!-- "ñ" & 'x' \\ {{name}} onclick="" -->\n\t `;
		await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
		await editor.click();
		await page.keyboard.press('Control+v');
		await page.locator('.cm-lineNumbers').getByText('10', { exact: true }).waitFor();
		await photograph(page, 'code-editor');
		const pasted = await saved(page, running, id, ({ mapXml }) => mapXml !== undefined);
		// n8n's editor puts a blank into an empty onclick, which no map has.
		expect(pasted.mapXml).toBe(text.replace('onclick=""', 'onclick=" "'));
	},
);

const EMPTY_URL = ['<map>', '<wsconfig>', '<wsurl></wsurl>', '</wsconfig>', '</map>'].join('\n');

/** Where an element is on the screen. */
async function boxOf(
	element: Locator,
): Promise<{ x: number; y: number; width: number; height: number }> {
	const box = await element.boundingBox();
	if (box === null) throw new Error('the element is not on the screen');
	return box;
}

inNode(
	'a field dropped on the XML lands at the cursor',
	() => ({ mapSource: 'xml', mapXml: EMPTY_URL }),
	async (page, running, id) => {
		const line = page.locator('[data-test-id=html-editor-container] .cm-line').nth(2);
		const name = line.getByText('wsurl', { exact: true }).first();
		await name.waitFor();
		const field = page.locator('[data-target=mappable]').filter({ hasText: 'shop' }).first();
		await field.waitFor();
		const source = await boxOf(field);
		const from = { x: source.x + source.width / 2, y: source.y + source.height / 2 };
		// Behind the bracket that follows the five letters of the name.
		const letters = await boxOf(name);
		const to = { x: letters.x + (letters.width / 5) * 6, y: letters.y + letters.height / 2 };
		await page.mouse.move(from.x, from.y);
		await page.mouse.down();
		await page.mouse.move(from.x + 20, from.y + 20, { steps: 5 });
		// n8n follows the mouse only after it has begun to drag.
		await until(EDITOR_SECONDS, 'the cursor to follow the field', async () => {
			await page.mouse.move(to.x + 3, to.y);
			await page.mouse.move(to.x, to.y, { steps: 3 });
			return (await page.locator('.cm-dropCursor').count()) > 0 || undefined;
		});
		await photograph(page, 'field-dragged');
		await page.mouse.up();
		await textLike(line, /json/);
		await photograph(page, 'field-dropped');
		const dropped = EMPTY_URL.replace('<wsurl>', '<wsurl>{{ $json.shop }}');
		const { mapXml } = await saved(page, running, id, (now) => now.mapXml !== EMPTY_URL);
		expect(mapXml).toBe(dropped);
	},
);

const BROKEN_TYPE = (a: CoreBosStandIn) =>
	challengeMap(a).replace('<inputtype>', '<inputtyp>x</inputtyp><inputtype>');

inNode(
	'a failed call shows its cause, and the warnings of the map beside it',
	({ a }) => ({
		mapSource: 'xml',
		mapXml: BROKEN_TYPE(a).replaceAll('getchallenge', 'nosuch'),
	}),
	async (page) => {
		await execute(page);
		const toast = page.locator('.el-notification').first();
		await toast.waitFor();
		await photograph(page, 'error');
		await page
			.locator('[data-test-id=output-panel]')
			.getByText(/inputtyp\b/)
			.first()
			.waitFor();
		expect(await toast.innerText()).not.toMatch(/[<>]/);
	},
);

inNode(
	'a path that finds nothing is named, with what the answer offers',
	({ a }) => ({ mapSource: 'xml', mapXml: challengeMap(a).replace('result.token', 'result.tokn') }),
	async (page) => {
		await execute(page);
		await page.getByText(/nothing at "result\.tokn".*"result" has "token"/).waitFor();
		await photograph(page, 'path-finds-nothing');
	},
);

inNode(
	'Dry Run shows the request and sends nothing',
	({ a }) => ({ operation: 'dryRun', mapSource: 'xml', mapXml: challengeMap(a) }),
	async (page, { a }) => {
		const before = a.calls('getchallenge');
		await execute(page);
		await page.locator('[data-test-id=output-panel]').getByText('methodname').first().waitFor();
		await photograph(page, 'dry-run');
		expect(a.calls('getchallenge')).toBe(before);
	},
);

const fourMaps = (a: CoreBosStandIn) => Array.from({ length: 4 }, () => challengeMap(a)).join('\n');

inNode(
	'four maps become a workflow that runs in eight actions',
	() => ({
		...{ operation: 'convert', mapSource: 'xml' },
	}),
	async (page, { n8n, a }) => {
		const actions = new Actions(page);
		await actions.do('paste the maps', async () => {
			await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(fourMaps(a))})`);
			await page.locator('[data-test-id=html-editor-container] .cm-content').click();
			await page.keyboard.press('Control+v');
			await page.locator('.cm-line').getByText('getchallenge').first().waitFor();
		});
		const output = page.locator('[data-test-id=output-panel]');
		const made = output.locator('[data-test-id=radio-button-json]').first();
		await actions.do('execute', async () => {
			// The editor hands on what was pasted a moment later; a person is slower than that.
			await until(EDITOR_SECONDS, 'the editor to take the maps', async () => {
				await execute(page);
				const isMade = await made.waitFor({ timeout: 10_000 }).catch(() => 'not yet');
				return isMade === undefined || undefined;
			});
		});
		await photograph(page, 'convert');
		await actions.do('JSON', async () => {
			await output.locator('[data-test-id=radio-button-json]').first().click();
		});
		// Without a selection n8n copies the list of items, which its canvas does not take.
		await actions.do('select the workflow', async () => {
			await output.locator('.vjs-tree').getByText('workflow', { exact: false }).first().click();
		});
		await output.hover();
		await actions.do('copy', async () => {
			await output.locator('[data-test-id=ndv-json-actions] button').first().click();
		});
		await actions.do('Copy Selection', async () => {
			await page.getByText('Copy Selection').first().click();
		});
		await until(
			EDITOR_SECONDS,
			'the workflow to be copied',
			async () =>
				(await page.evaluate<string>('navigator.clipboard.readText()')).includes('"nodes"') ||
				undefined,
		);
		await page.goto(`${n8n.url}/workflow/new`);
		await page.locator('[data-test-id=canvas-add-button]').waitFor();
		const nodes = page.locator('[data-test-id=canvas-node]');
		await actions.do('paste', async () => {
			// The canvas takes nothing before it listens to the keyboard.
			await until(EDITOR_SECONDS, 'the nodes on the canvas', async () => {
				if ((await nodes.count()) > 0) return true;
				await page.keyboard.press('Control+v');
				await nodes
					.nth(4)
					.waitFor({ timeout: 5000 })
					.catch(() => undefined);
				return undefined;
			});
		});
		await nodes.nth(4).waitFor();
		await photograph(page, 'pasted');
		const run = page.locator('[data-test-id=execute-workflow-button]').first();
		await actions.do('execute the workflow', async () => await run.click());
		await page.getByText('Workflow executed successfully').first().waitFor();
		await photograph(page, 'four-maps-run');
		expect(actions.count).toBe(8);
		expect(actions.count).toBeLessThanOrEqual(BEFORE.fourMaps / 2);
	},
);

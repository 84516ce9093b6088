import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import type { Page } from 'playwright-core';
import { parseMap, serializeMap } from '../../engine';
import { mapToParameters, parametersToMap } from '../../convert';
import { until } from '../../scripts/n8n/rest';
import { startN8n, type RunningN8n } from '../../scripts/n8n/start';
import { startVies, VALID, type ViesServer } from '../integration/soap-vies/vies-server';
import {
	closeNode,
	EDITOR_SECONDS,
	fillIn,
	missingChromium,
	openEditor,
	screenshots,
} from './chromium';
import { inRealN8n } from './real-n8n';
import { requireOrSkip } from './require-or-skip';

/** SOAP in n8n's editor, with a stand-in for VIES. */
interface Stage {
	n8n: RunningN8n;
	vies: ViesServer;
	stop(): Promise<void>;
}

const inN8n = inRealN8n(async ({ host, packageTarball, progress }): Promise<Stage> => {
	const vies = await startVies();
	try {
		const n8n = await startN8n({ host, packageTarball, progress });
		const stop = async () => {
			await n8n.stop();
			await vies.close();
		};
		return { n8n, vies, stop };
	} catch (error) {
		await vies.close();
		throw error;
	}
});

interface SavedWorkflow {
	id: string;
	nodes: Array<{ name: string; parameters: INodeParameters }>;
}

/** Saves a workflow of a start and one map node. */
async function saveWorkflow(n8n: RunningN8n, parameters: INodeParameters): Promise<string> {
	const node = (name: string, type: string, typeVersion: number, x: number) => {
		return { id: name, name, type, typeVersion, position: [x, 0], parameters: {} };
	};
	const start = node('Start', 'n8n-nodes-base.manualTrigger', 1, 0);
	const map = node('Map', 'n8n-nodes-corebos.runWebServiceMap', 1.1, 256);
	const workflow = {
		name: 'SOAP',
		nodes: [start, { ...map, parameters }],
		connections: { Start: { main: [[{ node: 'Map', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
	const { id } = await n8n.rest.request<SavedWorkflow>('POST', '/workflows', workflow);
	return id;
}

/**
 * A workflow's map node, opened in the editor, changed there by hand, and saved.
 *
 * @param edit makes the change
 * @param text what the node's parameters hold when the change is saved
 */
async function editedByHand(
	{ n8n }: Stage,
	parameters: INodeParameters,
	edit: (page: Page) => Promise<void>,
	text: string,
): Promise<{ workflow: SavedWorkflow; saved: INodeParameters }> {
	const id = await saveWorkflow(n8n, parameters);
	const { page, close } = await openEditor(n8n);
	try {
		await page.goto(`${n8n.url}/workflow/${id}`);
		await page.locator('[data-test-id=canvas-node][data-node-name=Map]').dblclick();
		await edit(page);
		await closeNode(page);
		// The subtitle of the node.
		await page.locator('[data-test-id=canvas-node]').getByText('checkVat').first().waitFor();
		await page.keyboard.press('Control+s');
		return await until(EDITOR_SECONDS, 'the editor to save the change', async () => {
			const workflow = await n8n.rest.request<SavedWorkflow>('GET', `/workflows/${id}`);
			const saved = workflow.nodes.find(({ name }) => name === 'Map')?.parameters ?? {};
			return JSON.stringify(saved).includes(text) ? { workflow, saved } : undefined;
		});
	} catch (error) {
		await page.screenshot({ path: join(screenshots, 'soap-failure.png') });
		throw error;
	} finally {
		await close();
	}
}

/** What the map node of a saved workflow gives when it is run by hand. */
async function output({ n8n }: Stage, workflow: SavedWorkflow): Promise<unknown[]> {
	await n8n.rest.request('POST', `/workflows/${workflow.id}/run`, {
		workflowData: workflow,
		triggerToStartFrom: { name: 'Start' },
	});
	const { error, runData } = await n8n.rest.nextExecution(workflow.id, []);
	expect(error).toBeUndefined();
	return (runData.Map?.[0]?.data?.main?.[0] ?? []).map(({ json }) => json);
}

/** The input of a parameter. */
const inputOf = (page: Page, name: string) =>
	page.locator(`[data-test-id="parameter-input-${name}"] :is(input, textarea)`).first();

inN8n('an operation is chosen from the WSDL, and its parameters are filled in', async (stage) => {
	if (!requireOrSkip(missingChromium())) return;
	const { vies } = stage;
	const parameters = {
		...{ mapSource: 'define', webServiceType: 'SOAP', url: vies.wsdlUrl },
		response: { entry: [{ path: 'name', context: 'vat_name' }] },
	};
	const { workflow, saved } = await editedByHand(
		stage,
		parameters,
		async (page) => {
			await page.getByPlaceholder('Choose...').click();
			const item = page.locator('[data-test-id=rlc-item]').filter({ hasText: 'checkVat' }).first();
			await item.waitFor();
			await page.screenshot({ path: join(screenshots, 'soap-operations.png') });
			await item.click();
			const fields = page.locator('[data-test-id=mapping-fields-container]');
			await fields.getByText('countryCode (string)').waitFor();
			const inputs = fields.locator('input[type=text], textarea');
			await fillIn(inputs.nth(0), 'ES');
			await fillIn(inputs.nth(1), VALID);
			await page.screenshot({ path: join(screenshots, 'soap-parameters.png') });
		},
		VALID,
	);
	expect(saved).toMatchObject({
		soapOperation: { mode: 'list', value: 'checkVat' },
		soapParameters: { value: { countryCode: 'ES', vatNumber: VALID } },
	});
	expect(await output(stage, workflow)).toMatchObject([{ context: { vat_name: 'Ñandú & Co' } }]);
});

inN8n('what a converted map keeps out of sight survives an edit', async (stage) => {
	if (!requireOrSkip(missingChromium())) return;
	const { vies } = stage;
	const xml = `<map><wsconfig><wsurl>${vies.wsdlUrl}</wsurl><wshttpmethod>LINK</wshttpmethod><methodname>checkVat</methodname><wstype>SOAP</wstype><inputtype>URL</inputtype><outputtype>JSON</outputtype><unknown>1</unknown></wsconfig><fields><field><note>2</note><fieldname>countryCode</fieldname><value>ES</value></field><field><fieldname>vatNumber</fieldname><Orgfields><Orgfield x="3"><OrgfieldName>concat('B', '12345678')</OrgfieldName><OrgfieldID>expression</OrgfieldID></Orgfield></Orgfields></field></fields><Response><field><fieldname>name</fieldname><destination><context>vat_name</context></destination></field></Response></map>`;
	const converted = mapToParameters(parseMap(xml));
	const { workflow, saved } = await editedByHand(
		stage,
		converted,
		async (page) => {
			await fillIn(inputOf(page, 'originModule'), 'Accounts');
			await page.screenshot({ path: join(screenshots, 'soap-converted.png') });
		},
		'Accounts',
	);
	const map = parametersToMap(saved);
	expect(serializeMap(map)).toBe(serializeMap({ ...parseMap(xml), originModule: 'Accounts' }));
	expect(await output(stage, workflow)).toMatchObject([{ context: { vat_name: 'Ñandú & Co' } }]);
});

/**
 * `npm run test:forms`: opens every form of the package in n8n's editor, as a user meets it: each
 * operation of the coreBOS node and of Run Web Service Map, the triggers and the credentials, with
 * an install behind them. A form that reads "undefined" or shows an error is named. Two pictures of
 * each, light and dark, lie in `.scratch/screenshots/forms`, to be looked at.
 *
 * `npm run test:forms -- workflow` opens only the forms whose names hold one of the words,
 * `-- --package older.tgz` shows them as an older package has them.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { INodeProperties } from 'n8n-workflow';
import type { Page } from 'playwright-core';
import { resources } from '../nodes/CoreBos/resources';
import { startCoreBos } from '../test/corebos';
import { missingChromium, openEditor, screenshots } from '../test/e2e/chromium';
import { ensureHost } from './n8n/host';
import { packPackage } from './n8n/pack-package';
import { Progress } from './n8n/progress';
import { startN8n, type RunningN8n } from './n8n/start';

/** A node as it is opened. */
interface Form {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
	/** Whether it gets the credential of the install. */
	asksInstall: boolean;
}

const RUN_MAP = 'n8n-nodes-corebos.runWebServiceMap';
const MAP_VERSION = 1.2;
const INSTALL = { coreBosApi: { id: 'formsInstall0000', name: 'coreBOS' } };
const PRODUCTS = { __rl: true, mode: 'list', value: 'Products' };
/** Operations of Run Web Service Map that take no map. */
const WITHOUT_MAP = ['evaluate', 'setContext'];
const CREDENTIALS = ['coreBOS API', 'coreBOS Client Certificate API', 'coreBOS Trigger Secret API'];
/** What nothing of the editor may read, but for what a user has entered. */
const FAULTS = /\bundefined\b|\bNaN\b|\[object |\bnull\b|No \w+ found|Error fetching/;

const folder = join(screenshots, 'forms');
const progress = new Progress();

/** Every operation of the coreBOS node, with a module where it asks for one. */
function operationsOfCoreBos(): Form[] {
	return resources.flatMap(({ choice, actions }) =>
		actions.map((action) => ({
			name: `${choice.name}: ${action.choice.name}`,
			type: 'n8n-nodes-corebos.coreBos',
			typeVersion: 1,
			parameters: {
				resource: choice.value,
				operation: action.choice.value,
				...(action.properties.some(({ name }) => name === 'module') && { module: PRODUCTS }),
			},
			asksInstall: true,
		})),
	);
}

function choicesOf(properties: INodeProperties[], name: string): string[] {
	const property = properties.find((one) => one.name === name);
	return (property?.options ?? []).flatMap((option) =>
		'value' in option ? [String(option.value)] : [],
	);
}

/** Every operation of Run Web Service Map, with each source of a map, as n8n knows them. */
async function operationsOfMaps({ rest }: RunningN8n): Promise<Form[]> {
	const nodeInfos = [{ name: RUN_MAP, version: MAP_VERSION }];
	const [{ properties }] = await rest.request<Array<{ properties: INodeProperties[] }>>(
		'POST',
		'/node-types',
		{ nodeInfos },
	);
	const sourcesOf = (operation: string) => {
		if (WITHOUT_MAP.includes(operation)) return ['define'];
		const isFor = ({ displayOptions }: INodeProperties) =>
			(displayOptions?.show?.operation ?? []).includes(operation);
		return choicesOf(properties.filter(isFor), 'mapSource');
	};
	return choicesOf(properties, 'operation').flatMap((operation) =>
		sourcesOf(operation).map((mapSource) => ({
			name: `Map: ${operation}, ${mapSource}`,
			type: RUN_MAP,
			typeVersion: MAP_VERSION,
			parameters: { operation, mapSource, recordLivesIn: 'install' },
			asksInstall: true,
		})),
	);
}

function triggers(): Form[] {
	const permission = [{ title: 'Shop', addresses: '127.0.0.1', workflows: '43' }];
	const trigger = (name: string, parameters: Record<string, unknown>): Form => ({
		name: `Trigger: ${name}`,
		type: 'n8n-nodes-corebos.coreBosTrigger',
		typeVersion: 1,
		parameters: { path: 'shop', ...parameters },
		asksInstall: parameters.loadRecord === true,
	});
	const watch = (name: string, parameters: Record<string, unknown>): Form => ({
		name: `Watch Records: ${name}`,
		type: 'n8n-nodes-corebos.coreBosWatchTrigger',
		typeVersion: 1,
		parameters,
		asksInstall: true,
	});
	return [
		trigger('new', {}),
		trigger('one permission', { permissions: { permission } }),
		trigger('record and secret', { loadRecord: true, sharedSecret: true, outputs: 'perId' }),
		trigger('answer of the last node', { responseMode: 'lastNode' }),
		watch('new', {}),
		watch('products', { module: PRODUCTS, events: ['created', 'updated', 'deleted'] }),
	];
}

/** Opens a form. @returns what is wrong with it */
async function faultsOf(page: Page, n8n: RunningN8n, form: Form): Promise<string[]> {
	const node = {
		...{ id: 'form', name: form.name, type: form.type, typeVersion: form.typeVersion },
		...{ position: [0, 0], parameters: form.parameters },
		...(form.asksInstall && { credentials: INSTALL }),
	};
	const { id } = await n8n.rest.request<{ id: string }>('POST', '/workflows', {
		...{ name: form.name, nodes: [node], connections: {}, settings: {} },
	});
	await page.goto(`${n8n.url}/workflow/${id}`);
	const onCanvas = page.locator('[data-test-id=canvas-node]').first();
	await onCanvas.waitFor();
	const shown = await onCanvas.innerText();
	await onCanvas.dblclick();
	const opened = page.locator('[data-test-id=ndv]').first();
	await opened.waitFor();
	// Lists of the install are fetched when the form opens.
	await page.waitForLoadState('networkidle');
	await opened
		.getByText(/^Fetching /)
		.first()
		.waitFor({ state: 'hidden' });
	await photograph(page, form.name);
	const issues = opened.locator('.el-alert--error, [data-test-id=parameter-issues]');
	return faultsIn([shown, await opened.innerText(), ...(await issues.allInnerTexts())]);
}

/** What a user reads that nobody should. */
function faultsIn(texts: string[]): string[] {
	const lines = texts.flatMap((text) => text.split('\n'));
	return [...new Set(lines.filter((line) => FAULTS.test(line)))];
}

async function photograph(page: Page, name: string): Promise<void> {
	const file = name.replace(/\W+/g, '-').toLowerCase();
	for (const colorScheme of ['dark', 'light'] as const) {
		await page.emulateMedia({ colorScheme });
		await page.screenshot({ path: join(folder, `${file}-${colorScheme}.png`) });
	}
}

/** Opens a new credential. @returns what is wrong with its form */
async function faultsOfCredential(
	page: Page,
	{ url }: RunningN8n,
	type: string,
): Promise<string[]> {
	await page.goto(`${url}/home/credentials/create`);
	await page.locator('[data-test-id=new-credential-type-select] input').first().fill(type);
	await page.getByText(type, { exact: true }).last().click();
	await page.click('[data-test-id=new-credential-type-button]');
	const form = page.locator('[data-test-id=editCredential-modal], .el-dialog:visible').last();
	await form.getByText('Save').first().waitFor();
	await page.waitForLoadState('networkidle');
	await photograph(page, `Credential: ${type}`);
	return faultsIn([await form.innerText()]);
}

async function main(): Promise<void> {
	const missing = missingChromium();
	if (missing !== undefined) throw new Error(missing);
	const { values, positionals: wanted } = parseArgs({
		allowPositionals: true,
		options: { package: { type: 'string' } },
	});
	const host = await ensureHost(progress);
	const own = values.package === undefined ? await packPackage(progress) : undefined;
	const coreBos = await startCoreBos();
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	try {
		const n8n = await startN8n({
			host,
			packageTarball: own ?? values.package,
			progress,
			credentials: [{ ...INSTALL.coreBosApi, type: 'coreBosApi', data: { ...coreBos.connection } }],
		});
		try {
			const editor = await openEditor(n8n);
			// High enough for the longest form.
			await editor.page.setViewportSize({ width: 1500, height: 1800 });
			editor.page.on('dialog', (dialog) => void dialog.accept());
			const forms = [...operationsOfCoreBos(), ...(await operationsOfMaps(n8n)), ...triggers()];
			const isWanted = ({ name }: { name: string }) =>
				wanted.length === 0 ||
				wanted.some((word) => name.toLowerCase().includes(word.toLowerCase()));
			const opened = [
				...forms.map(({ name }, index) => ({
					name,
					open: async () => await faultsOf(editor.page, n8n, forms[index]),
				})),
				...CREDENTIALS.map((type) => ({
					name: `Credential: ${type}`,
					open: async () => await faultsOfCredential(editor.page, n8n, type),
				})),
			];
			for (const { name, open } of opened.filter(isWanted)) {
				progress.step(name);
				const faults = await open().catch((error: Error) => [error.message.split('\n')[0]]);
				progress.say(`  ${faults.length === 0 ? 'ok   ' : 'WRONG'}  ${name}`);
				for (const fault of faults) progress.say(`           ${fault}`);
				if (faults.length > 0) process.exitCode = 1;
			}
			await editor.close();
		} finally {
			await n8n.stop();
		}
	} finally {
		progress.end();
		await coreBos.close();
		if (own !== undefined) rmSync(dirname(own), { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});

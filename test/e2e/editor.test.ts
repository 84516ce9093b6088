import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { startProductSync } from '../../scripts/n8n/product-sync';
import { until } from '../../scripts/n8n/rest';
import type { RunningN8n } from '../../scripts/n8n/start';
import {
	EDITOR_SECONDS,
	fillIn,
	missingChromium,
	openEditor,
	photographCanvas,
	screenshots,
	textLike,
} from './chromium';
import { inRealN8n } from './real-n8n';
import { requireOrSkip } from './require-or-skip';

const inN8n = inRealN8n(
	async ({ host, packageTarball, progress }) =>
		await startProductSync(host, packageTarball, progress),
);

/** A test with the editor open in a browser. */
function inEditor(name: string, body: (page: Page, n8n: RunningN8n) => Promise<void>): void {
	inN8n(name, async ({ n8n }) => {
		if (!requireOrSkip(missingChromium())) return;
		const editor = await openEditor(n8n);
		try {
			await body(editor.page, n8n);
		} catch (error) {
			await editor.page.screenshot({ path: join(screenshots, 'failure.png') });
			throw error;
		} finally {
			await editor.close();
		}
	});
}

/** The entries of the node panel for what a user searches. */
async function search(page: Page, word: string): Promise<Locator> {
	const panel = page.locator('[data-test-id=node-creator]');
	await panel.locator('[data-test-id=node-creator-search-bar]').fill(word);
	return panel.locator('[data-test-id=node-creator-item-name]');
}

const COREBOS = /^\s*coreBOS\s*$/i;

// n8n shows a node and the trigger that is named after it as one entry.
inEditor('searching "coreBOS" in the node panel finds every node', async (page, n8n) => {
	await page.goto(`${n8n.url}/workflow/new`);
	await page.click('[data-test-id=canvas-add-button]');
	const panel = page.locator('[data-test-id=node-creator]');
	const names = await search(page, 'coreBOS');
	const coreBos = names.filter({ hasText: COREBOS }).first();
	await coreBos.waitFor();
	await names
		.filter({ hasText: /^\s*Run Web Service Map\s*$/ })
		.first()
		.waitFor();
	await page.screenshot({ path: join(screenshots, 'node-panel.png') });
	await coreBos.click();
	await panel.getByText('On a call from coreBOS or another system').waitFor();
	await panel
		.getByText('or start a workflow when coreBOS or another system calls')
		.first()
		.waitFor();
	await panel.getByText('Actions (').click();
	await panel.getByText('Create a record', { exact: true }).waitFor();
	await page.screenshot({ path: join(screenshots, 'node-actions.png') });
});

inEditor('the words of coreBOS find the right node', async (page, n8n) => {
	await page.goto(`${n8n.url}/workflow/new`);
	await page.click('[data-test-id=canvas-add-button]');
	const searches: Array<[word: string, found: RegExp]> = [
		['soap', /^Run Web Service Map$/],
		['wsdl', /^Run Web Service Map$/],
		['web service', /^Run Web Service Map$/],
		['business map', /^(?:coreBOS|Run Web Service Map)$/i],
		['http handler', COREBOS],
		['vtiger', COREBOS],
	];
	for (const [word, found] of searches) {
		const names = await search(page, word);
		// The entries of the search before are there until n8n has searched.
		await textLike(names.first(), found);
	}
	await page.screenshot({ path: join(screenshots, 'node-search.png') });
});

/** Whether n8n knows the test URL, which it does while it listens. */
async function isListening(n8n: RunningN8n, path: string): Promise<boolean> {
	const response = await fetch(`${n8n.url}/webhook-test/${path}`, {
		method: 'OPTIONS',
		headers: { origin: n8n.url, 'access-control-request-method': 'POST' },
	});
	await response.arrayBuffer();
	return response.status !== 404;
}

/** Waits until n8n listens, or has ended to. */
async function untilListening(n8n: RunningN8n, path: string, wanted: boolean): Promise<void> {
	await until(EDITOR_SECONDS, wanted ? 'n8n to listen' : 'n8n to end listening', async () =>
		(await isListening(n8n, path.split('?')[0])) === wanted ? true : undefined,
	);
}

/** Calls the test URL as soon as n8n listens. @returns status and message */
async function callTestUrl(n8n: RunningN8n, path: string): Promise<[number, string]> {
	await untilListening(n8n, path, true);
	const response = await fetch(`${n8n.url}/webhook-test/${path}`, { method: 'POST' });
	const { message } = (await response.json()) as { message: string };
	return [response.status, message];
}

/** What a user did in 0.2.0 for the same, counted in its editor. */
const BEFORE = { unknownAddress: 8, knownAddress: 4 };

/** A new trigger, open. */
async function newTrigger(page: Page, n8n: RunningN8n, path: string) {
	await page.goto(`${n8n.url}/workflow/new`);
	await page.click('[data-test-id=canvas-add-button]');
	const names = await search(page, 'http handler');
	await names.filter({ hasText: COREBOS }).first().click();
	await page.getByText('On a call from coreBOS or another system').click();
	const input = (name: string) =>
		page.locator(`[data-test-id="parameter-input-${name}"] :is(input, textarea)`).first();
	const fill = async (name: string, text: string) => await fillIn(input(name), text);
	const shot = async (name: string) =>
		await page.screenshot({ path: join(screenshots, `${name}.png`) });
	const listen = page.locator('[data-test-id=trigger-execute-button]').first();
	await fill('path', path);
	return { fill, shot, listen };
}

inEditor(
	'a permission for a known address takes two actions, one for nothing is refused',
	async (page, n8n) => {
		const { fill, shot, listen } = await newTrigger(page, n8n, 'known');
		let actions = 0;
		const act = async (action: Promise<unknown>) => {
			actions++;
			await action;
		};
		await act(fill('addresses', '127.0.0.1 workflow_id=43'));
		await shot('trigger-known-address');
		await act(listen.click());
		const accepted = await callTestUrl(n8n, 'known?workflow_id=43');
		expect(accepted).toEqual([200, 'Workflow was started']);
		expect(actions).toBe(2);
		expect(actions).toBeLessThanOrEqual(BEFORE.knownAddress / 2);

		// A permission that permits nothing is refused by its title.
		await fill('title', 'Web shop');
		await fill('addresses', '127.0.0.1');
		await listen.click();
		await page
			.getByText(/"Web shop" permits nothing/)
			.first()
			.waitFor();
		await shot('trigger-permits-nothing');
	},
);

inEditor('from one permission to the first accepted call', async (page, n8n) => {
	const { shot, listen } = await newTrigger(page, n8n, 'shop');
	const docs = page.locator('a', { hasText: /^\s*Docs\s*$/ }).first();
	expect(await docs.getAttribute('href')).toContain('docs/from-corebos-to-n8n.md');

	// What a user does with the permission, without leaving the editor.
	let actions = 0;
	const act = async (action: Promise<unknown>) => {
		actions++;
		await action;
	};
	await act(listen.click());
	const denied = 'Access denied: 127.0.0.1 asked for workflow_id 43, but no permission lists';
	const [, message] = await callTestUrl(n8n, 'shop?workflow_id=43');
	expect(message).toContain(denied);
	await page.getByText(denied).first().waitFor();
	await shot('trigger-denied');
	await untilListening(n8n, 'shop', false);
	await page.locator('[data-test-id="parameter-input-deniedAddress"] input').last().click();
	const address = page.locator('[data-test-id=rlc-item]').first();
	await address.waitFor();
	expect(await address.innerText()).toMatch(/^127\.0\.0\.1: workflow_id 43, once, last /);
	await shot('trigger-denied-address');
	await act(address.click());
	await act(listen.click());
	const accepted = await callTestUrl(n8n, 'shop?workflow_id=43');
	expect(accepted).toEqual([200, 'Workflow was started']);
	expect(actions).toBe(3);
	expect(actions).toBeLessThanOrEqual(BEFORE.unknownAddress / 2);

	await page.locator('[data-test-id="parameter-input-caller"] input').first().click();
	await page.getByText('Command Line', { exact: true }).last().click();
	const code = page.getByText(`curl -d 'source=shop' '${n8n.url}/webhook/shop?record_id=852`);
	await textLike(code.first(), /&workflow_id=43'/);
	await shot('trigger-caller');
});

inEditor('the four icons can be told apart at 16 pixels, in light and in dark', async (page) => {
	const names = ['corebos', 'map', 'trigger', 'watch'];
	const files = ['', '.dark'].map((mode) =>
		names.map((name) =>
			readFileSync(join(__dirname, '../../icons', `${name}${mode}.svg`), 'base64'),
		),
	);
	const rows = files.map((row, index) => {
		const images = row.map(
			(data) => `<img width=16 height=16 src="data:image/svg+xml;base64,${data}">`,
		);
		return `<p style="padding: 8px; background: ${index === 0 ? '#fff' : '#2d2e2e'}">${images.join(' ')}</p>`;
	});
	await page.setContent(`<main style="width: 120px">${rows.join('')}</main>`);
	await page.locator('main').screenshot({ path: join(screenshots, 'icons.png') });
	const images = page.locator('img');
	const pictures = await Promise.all(
		names.flatMap((_, index) => [
			images.nth(index).screenshot(),
			images.nth(index + names.length).screenshot(),
		]),
	);
	expect(new Set(pictures.map((picture) => picture.toString('base64'))).size).toBe(8);
});

inEditor('the credential says where the access key is', async (page, n8n) => {
	await page.goto(`${n8n.url}/home/credentials/create`);
	await page.locator('[data-test-id=new-credential-type-select] input').first().fill('coreBOS API');
	await page.getByText('coreBOS API', { exact: true }).last().click();
	await page.click('[data-test-id=new-credential-type-button]');
	await page.getByText('Not the password: in coreBOS, open My Preferences').waitFor();
	await page.screenshot({ path: join(screenshots, 'credential.png') });
	await page
		.locator('[data-test-id="parameter-input-protectedInstall"]')
		.locator('.el-switch, input, [role=switch]')
		.first()
		.click();
	await page.getByText('HTTP User Name').waitFor();
	await page.getByText('Add Header').click();
	await page.getByText('Ignore SSL Issues (Insecure)').waitFor();
	await page.screenshot({ path: join(screenshots, 'credential-protected.png') });
});

inEditor(
	'before a module is selected, the form asks for one, and nothing reads undefined',
	async (page, n8n) => {
		const node = {
			...{ id: 'record', name: 'Record', type: 'n8n-nodes-corebos.coreBos', typeVersion: 1 },
			position: [0, 0],
			parameters: { operation: 'create' },
			credentials: { coreBosApi: { id: 'coreBosInstallB0', name: 'coreBOS B' } },
		};
		const { id } = await n8n.rest.request<{ id: string }>('POST', '/workflows', {
			...{ name: 'No module', nodes: [node], connections: {}, settings: {} },
		});
		await page.goto(`${n8n.url}/workflow/${id}`);
		const onCanvas = page.locator('[data-test-id=canvas-node][data-node-name=Record]');
		await onCanvas.getByText('Create: Record').waitFor();
		await onCanvas.dblclick();
		await page.getByText('Select a module first').first().waitFor();
		await page.screenshot({ path: join(screenshots, 'no-module.png') });
		const text = await page.locator('[data-test-id=ndv]').innerText();
		expect(text).not.toContain('undefined');
		expect(text).not.toMatch(/No \w+ found/i);
	},
);

inEditor('the example is on the canvas, every node known to n8n', async (page, n8n) => {
	await page.goto(`${n8n.url}/workflow/coreBosProdSync0`);
	const nodes = page.locator('[data-test-id=canvas-node]');
	await nodes.nth(6).waitFor();
	// n8n shows a subtitle only for a node whose type it knows.
	const subtitles = ['product-sync', 'getchallenge', 'login', 'create', 'revise', 'logout'];
	for (const subtitle of subtitles) {
		await nodes.getByText(subtitle, { exact: true }).first().waitFor();
	}
	await photographCanvas(page, join(screenshots, 'product-sync.png'));
	const names = await nodes.evaluateAll((found) =>
		found.map((node) => node.getAttribute('data-node-name')),
	);
	expect(names).toEqual(
		expect.arrayContaining([
			'coreBOS Trigger',
			'Challenge',
			'Login',
			'New in B?',
			'Create in B',
			'Update in B',
			'Logout',
		]),
	);
});

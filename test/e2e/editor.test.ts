import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startProductSync } from '../../scripts/n8n/productSync';
import type { RunningN8n } from '../../scripts/n8n/start';
import { missingChromium, openEditor, photographCanvas, screenshots } from './chromium';
import { inRealN8n } from './realN8n';
import { requireOrSkip } from './requireOrSkip';

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

// n8n shows a node and the trigger that is named after it as one entry.
inEditor('searching "coreBOS" in the node panel finds every node', async (page, n8n) => {
	await page.goto(`${n8n.url}/workflow/new`);
	await page.click('[data-test-id=canvas-add-button]');
	const panel = page.locator('[data-test-id=node-creator]');
	await panel.locator('[data-test-id=node-creator-search-bar]').fill('coreBOS');
	const names = panel.locator('[data-test-id=node-creator-item-name]');
	const coreBos = names.filter({ hasText: /^\s*CoreBOS\s*$/ }).first();
	await coreBos.waitFor();
	await page.screenshot({ path: join(screenshots, 'node-panel.png') });
	const found = (await names.allInnerTexts()).map((name) => name.trim());
	expect(found).toEqual(expect.arrayContaining(['CoreBOS', 'Run Web Service Map']));
	await coreBos.click();
	await panel.getByText('On new CoreBOS event').waitFor();
	await panel.getByText('Actions (').click();
	await panel.getByText('Create a record', { exact: true }).waitFor();
	await page.screenshot({ path: join(screenshots, 'node-actions.png') });
});

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
			'CoreBOS Trigger',
			'Challenge',
			'Login',
			'New in B?',
			'Create in B',
			'Update in B',
			'Logout',
		]),
	);
});

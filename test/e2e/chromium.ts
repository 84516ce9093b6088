import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { until } from '../../scripts/n8n/rest';
import type { RunningN8n } from '../../scripts/n8n/start';

/** Where Debian, Ubuntu, Fedora, macOS and Google put it. */
const programs = [
	process.env.CHROMIUM ?? '',
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Screenshots of the last run; git ignores the folder. */
export const screenshots = join(__dirname, '..', '..', '.scratch', 'screenshots');

/** What keeps the browser tests from running here; undefined: nothing. */
export function missingChromium(): string | undefined {
	return programs.some((program) => existsSync(program))
		? undefined
		: 'there is no Chromium (Debian: apt-get install chromium; elsewhere set CHROMIUM to its path)';
}

/** A browser of one's own with the editor open. */
export interface Editor {
	page: Page;
	close(): Promise<void>;
}

/** Opens n8n's editor in a new browser profile, logged in as the owner, in light mode. */
export async function openEditor(n8n: RunningN8n): Promise<Editor> {
	mkdirSync(screenshots, { recursive: true });
	const profile = mkdtempSync(join(tmpdir(), 'n8n-corebos-browser-'));
	const browser: BrowserContext = await chromium.launchPersistentContext(profile, {
		executablePath: programs.find((program) => existsSync(program)),
		viewport: { width: 1500, height: 900 },
		colorScheme: 'light',
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
	const close = async () => {
		await browser.close();
		rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
	};
	try {
		const page = await browser.newPage();
		page.setDefaultTimeout(60_000);
		await page.goto(`${n8n.url}/signin`);
		await page.fill('input[name=emailOrLdapLoginId]', n8n.owner.email);
		await page.fill('input[type=password]', n8n.owner.password);
		await page.click('[data-test-id=form-submit-button]');
		await page.waitForURL(/\/(home|workflow)/);
		return { page, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** How long the editor may take for what a user waits for, on a slow machine. */
export const EDITOR_SECONDS = 60;

/**
 * Fills in a field of the editor and leaves it, so that the editor takes the text over. A field
 * that n8n draws anew meanwhile loses its text: it is filled in again.
 */
export async function fillIn(field: Locator, text: string): Promise<void> {
	await until(EDITOR_SECONDS, `the editor to keep "${text}"`, async () => {
		await field.fill(text);
		await field.blur();
		return (await field.inputValue()) === text ? true : undefined;
	});
}

/** Closes the node that is open. In a code editor Escape does not close it: that is left first. */
export async function closeNode(page: Page): Promise<void> {
	const node = page.locator('[data-test-id=ndv]').first();
	const tab = node.getByText('Parameters', { exact: true }).first();
	await until(EDITOR_SECONDS, 'the node to close', async () => {
		if (!(await node.isVisible())) return true;
		// It may close before the click.
		await tab.click({ timeout: 2000 }).catch(() => undefined);
		await page.keyboard.press('Escape');
		return undefined;
	});
}

/** Waits until the text of an element is as it should be. @returns the text */
export async function textLike(element: Locator, wanted: RegExp): Promise<string> {
	let seen = '';
	return await until(EDITOR_SECONDS, `a text like ${String(wanted)}`, async () => {
		seen = (await element.innerText()).trim();
		return wanted.test(seen) ? seen : undefined;
	}).catch((error: Error) => {
		throw new Error(`${error.message}; it is "${seen}"`);
	});
}

/** Opens a new workflow, its menu, and the *Import* in there. */
async function openImportMenu(page: Page, { url }: RunningN8n): Promise<void> {
	await page.goto(`${url}/workflow/new`);
	await page.locator('[data-test-id=canvas-add-button]').waitFor();
	await page.locator('[data-test-id=workflow-menu]').first().click();
	await page.click('[data-test-id=workflow-menu-item-import]');
}

/** Imports a workflow into a new one, as a user does with *Import from URL*. */
export async function importFromUrl(page: Page, n8n: RunningN8n, url: string): Promise<void> {
	await openImportMenu(page, n8n);
	await page.click('[data-test-id=workflow-menu-item-import-from-url]');
	const input = '[data-test-id=workflow-url-import-input]';
	await page.fill(`${input} input, input${input}`, url);
	await page.click('[data-test-id=confirm-workflow-import-url-button]');
}

/** The same with *Import from File*. @param path of the file */
export async function importFromFile(page: Page, n8n: RunningN8n, path: string): Promise<void> {
	await openImportMenu(page, n8n);
	const chooser = page.waitForEvent('filechooser');
	await page.click('[data-test-id=workflow-menu-item-import-from-file]');
	await (await chooser).setFiles(path);
}

/** A picture of the workflow alone, as the README shows it. */
export async function photographCanvas(page: Page, path: string): Promise<void> {
	const checklist = page.locator('[data-test-id=suggested-actions-close]');
	await checklist
		.first()
		.click({ timeout: 3000 })
		.catch(() => undefined);
	// What n8n lays upon the canvas, and what marks nodes that were just imported.
	await page.addStyleTag({
		content:
			'[data-test-id=execute-workflow-button], [data-test-id=workflow-chat-button], [data-test-id=canvas-node-toolbar], .vue-flow__panel { display: none }',
	});
	const pane = page.locator('.vue-flow__pane').first();
	await pane.click({ position: { x: 5, y: 300 }, force: true });
	const canvas = await pane.boundingBox();
	if (canvas === null) throw new Error('the canvas is not shown');
	const boxes = await page
		.locator('[data-test-id=canvas-node], [data-test-id=sticky]')
		.evaluateAll((elements) =>
			elements.map((element) => {
				const { left, top, right, bottom } = element.getBoundingClientRect();
				return { left, top, right, bottom };
			}),
		);
	// Left of a trigger n8n draws a flash.
	const margin = 40;
	const nameBelowNode = 50;
	const left = Math.min(...boxes.map((box) => box.left)) - margin;
	const top = Math.min(...boxes.map((box) => box.top)) - margin;
	const width = Math.max(...boxes.map((box) => box.right)) + margin - left;
	const below = Math.max(...boxes.map((box) => box.bottom)) + nameBelowNode + margin;
	const height = Math.min(below, canvas.y + canvas.height) - top;
	await page.screenshot({ path, clip: { x: left, y: top, width, height } });
}

/** A picture of the parameters of the open node, down to one of them. */
export async function photographParameters(page: Page, path: string, last: Locator): Promise<void> {
	const ndv = page.locator('[data-test-id=ndv]').first();
	const tab = await ndv.getByText('Parameters', { exact: true }).first().boundingBox();
	const button = await ndv.locator('[data-test-id=node-execute-button]').first().boundingBox();
	const end = await last.boundingBox();
	if (tab === null || button === null || end === null) throw new Error('the node is not open');
	const margin = 8;
	const left = tab.x - margin;
	const top = Math.min(tab.y, button.y) - margin;
	const width = button.x + button.width + margin - left;
	const height = end.y + end.height + margin - top;
	await page.screenshot({ path, clip: { x: left, y: top, width, height } });
}

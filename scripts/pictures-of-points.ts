/**
 * `npm run pictures:points`: one picture of each point of the editor that 0.2.0 had wrong, as
 * test/e2e/README.md lists them: `01-after.png` to `14-after.png` in test/e2e/pictures.
 *
 * `npm run pictures:points -- --package older.tgz` does the same steps with an older package, in the
 * same n8n: `01-before.png` to `14-before.png`. `-- 04` takes one of them. Nothing is checked here:
 * that is what the browser tests do.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { startCoreBos, type CoreBosStandIn } from '../test/corebos';
import { challengeMap } from '../test/e2e/challenge-map';
import { missingChromium, openEditor } from '../test/e2e/chromium';
import { ensureHost } from './n8n/host';
import { packPackage } from './n8n/pack-package';
import { Progress } from './n8n/progress';
import { startN8n, type RunningN8n } from './n8n/start';

const folder = join(__dirname, '..', 'test', 'e2e', 'pictures');
const SIZE = { width: 1200, height: 720 };
const INSTALL = { coreBosApi: { id: 'pointsInstall000', name: 'coreBOS' } };
const RUN_MAP = 'n8n-nodes-corebos.runWebServiceMap';
const TRIGGER = 'n8n-nodes-corebos.coreBosTrigger';
const progress = new Progress();

/** What the steps of a point work with. */
interface Stage {
	page: Page;
	n8n: RunningN8n;
	a: CoreBosStandIn;
	packageTarball: string;
	/** Whether the package is an older one. */
	isBefore: boolean;
}

interface Node {
	type: string;
	parameters: Record<string, unknown>;
	/** Whether the credential is selected. */
	hasCredential?: boolean;
}

/** A new workflow with a start and the node. */
async function onCanvas({ page, n8n, isBefore }: Stage, node: Node): Promise<void> {
	const isTrigger = node.type === TRIGGER;
	const typeVersion = node.type === RUN_MAP ? (isBefore ? 1.1 : 1.2) : 1;
	const { type, parameters, hasCredential } = node;
	const shown = {
		...{ id: 'shown', name: 'Node', type, typeVersion, parameters, position: [256, 0] },
		...(hasCredential && { credentials: INSTALL }),
	};
	const start = {
		...{ id: 'start', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 },
		...{ parameters: {}, position: [0, 0] },
	};
	const { id } = await n8n.rest.request<{ id: string }>('POST', '/workflows', {
		name: 'A point of the editor',
		nodes: isTrigger ? [shown] : [start, shown],
		connections: isTrigger ? {} : { Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	});
	await page.goto(`${n8n.url}/workflow/${id}`);
	await page.locator('[data-test-id=canvas-node][data-node-name=Node]').waitFor();
}

/** The same, with the node open. */
async function opened(stage: Stage, node: Node): Promise<void> {
	await onCanvas(stage, node);
	const { page } = stage;
	await page.locator('[data-test-id=canvas-node][data-node-name=Node]').dblclick();
	await page.locator('[data-test-id=ndv]').first().waitFor();
	await page.waitForLoadState('networkidle');
}

/** Executes the node, and waits until n8n has said what came of it. */
async function executed(stage: Stage, node: Node): Promise<void> {
	await opened(stage, node);
	const { page } = stage;
	await page.locator('[data-test-id=node-execute-button]').first().click();
	await page.locator('.el-notification').first().waitFor();
	await page.waitForLoadState('networkidle');
}

/** Listens for a test call and calls with workflow 43. */
async function called(stage: Stage, path: string): Promise<void> {
	const { page, n8n } = stage;
	const started = page.waitForResponse((response) => response.url().endsWith('/run'));
	await page.locator('[data-test-id=trigger-execute-button]').first().click();
	await started;
	const answer = await fetch(`${n8n.url}/webhook-test/${path}?workflow_id=43`, { method: 'POST' });
	progress.say(`       the caller gets ${answer.status} ${await answer.text()}`);
}

const openIssues = async ({ page }: Stage) =>
	await page.locator('.el-notification').first().waitFor();

const mapOf = (mapXml: string, more: Record<string, unknown> = {}): Node => ({
	type: RUN_MAP,
	parameters: { mapSource: 'xml', mapXml, ...more },
});

const triggerOf = (permission: Record<string, string>, more: Record<string, unknown>): Node => ({
	type: TRIGGER,
	parameters: { permissions: { permission: [permission] }, ...more },
});

async function searched({ page, n8n }: Stage): Promise<void> {
	await page.goto(`${n8n.url}/workflow/new`);
	await page.click('[data-test-id=canvas-add-button]');
	const panel = page.locator('[data-test-id=node-creator]');
	await panel.locator('[data-test-id=node-creator-search-bar]').fill('corebos');
	await panel
		.locator('[data-test-id=node-creator-item-name]')
		.filter({ hasText: /^\s*Run Web Service Map\s*$/ })
		.waitFor();
}

/** The icons of the package at 16 pixels, in light and in dark. */
async function icons({ page, packageTarball }: Stage): Promise<void> {
	const unpacked = mkdtempSync(join(tmpdir(), 'n8n-corebos-icons-'));
	try {
		execFileSync('tar', ['-xzf', packageTarball, '-C', unpacked]);
		const rows = ['', '.dark'].map((mode, index) => {
			const images = ['corebos', 'map', 'trigger', 'watch'].map((name) => {
				const file = (one: string) => join(unpacked, 'package/dist/icons', `${one}${mode}.svg`);
				const data = readFileSync(existsSync(file(name)) ? file(name) : file('corebos'), 'base64');
				return `<img width=16 height=16 src="data:image/svg+xml;base64,${data}">`;
			});
			return `<p style="padding: 8px; background: ${index === 0 ? '#fff' : '#2d2e2e'}">${images.join(' ')}</p>`;
		});
		await page.setContent(`<main style="width: 120px">${rows.join('')}</main>`);
	} finally {
		rmSync(unpacked, { recursive: true });
	}
}

async function credential(stage: Stage): Promise<void> {
	const { page, n8n, isBefore } = stage;
	await page.goto(`${n8n.url}/home/credentials/create`);
	await page.locator('[data-test-id=new-credential-type-select] input').first().fill('coreBOS API');
	await page.getByText('coreBOS API', { exact: true }).last().click();
	await page.click('[data-test-id=new-credential-type-button]');
	await page.getByText('Access Key').first().waitFor();
	if (!isBefore) await page.locator('.el-switch').last().click();
}

/** What a user does to see the point, in the order of the issue. */
const points: Array<(stage: Stage) => Promise<void>> = [
	async (stage) => await opened(stage, mapOf(challengeMap(stage.a))),
	async (stage) => {
		const failing = challengeMap(stage.a)
			.replace('<inputtype>', '<inputtyp>x</inputtyp><inputtype>')
			.replaceAll('getchallenge', 'nosuch');
		await executed(stage, mapOf(failing));
	},
	async (stage) => {
		const maps = Array.from({ length: 4 }, () => challengeMap(stage.a)).join('\n');
		await executed(stage, mapOf(maps, { operation: 'convert' }));
	},
	async (stage) => {
		await opened(stage, triggerOf({ addresses: '10.0.0.7', workflows: '43' }, { path: 'denied' }));
		await called(stage, 'denied');
		if (!stage.isBefore) await openIssues(stage);
	},
	async (stage) => {
		const permission = { title: 'Web shop', addresses: '127.0.0.1' };
		await opened(stage, triggerOf(permission, { path: 'nothing' }));
		await called(stage, 'nothing');
		if (!stage.isBefore) await openIssues(stage);
	},
	async (stage) => await searched(stage),
	async (stage) =>
		await executed(stage, mapOf(challengeMap(stage.a).replace('result.token', 'result.tokn'))),
	async (stage) => await executed(stage, mapOf(challengeMap(stage.a))),
	async (stage) => await opened(stage, mapOf(challengeMap(stage.a).replaceAll('><', '>\n<'))),
	async (stage) => await opened(stage, { type: RUN_MAP, parameters: {} }),
	async (stage) => {
		const parameters = { operation: 'create' };
		await opened(stage, { type: 'n8n-nodes-corebos.coreBos', parameters, hasCredential: true });
	},
	icons,
	credential,
	async (stage) => {
		const permission = { addresses: '127.0.0.1', workflows: '43' };
		await opened(stage, triggerOf(permission, { path: 'shop', caller: 'curl' }));
	},
];

async function takeAll(stage: Stage, wanted: string[]): Promise<void> {
	for (const [index, show] of points.entries()) {
		const name = String(index + 1).padStart(2, '0');
		if (wanted.length > 0 && !wanted.includes(name)) continue;
		progress.step(`point ${name}`);
		await stage.page.setViewportSize(SIZE);
		await show(stage).catch((error: Error) => {
			progress.say(`WRONG  ${name}: ${error.message.split('\n')[0]}`);
			process.exitCode = 1;
		});
		const path = join(folder, `${name}-${stage.isBefore ? 'before' : 'after'}.png`);
		const icon = stage.page.locator('main').first();
		const options = { path, animations: 'disabled' as const };
		await (show === icons ? icon.screenshot(options) : stage.page.screenshot(options));
		progress.say(`       ${path}`);
	}
}

async function main(): Promise<void> {
	const missing = missingChromium();
	if (missing !== undefined) throw new Error(missing);
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { package: { type: 'string' } },
	});
	const host = await ensureHost(progress);
	const own = values.package === undefined ? await packPackage(progress) : undefined;
	const packageTarball = values.package ?? (own as string);
	const a = await startCoreBos();
	mkdirSync(folder, { recursive: true });
	try {
		const credentials = [{ ...INSTALL.coreBosApi, type: 'coreBosApi', data: { ...a.connection } }];
		const n8n = await startN8n({ host, packageTarball, progress, credentials });
		try {
			const { page, close } = await openEditor(n8n);
			page.on('dialog', (dialog) => void dialog.accept());
			const isBefore = own === undefined;
			await takeAll({ page, n8n, a, packageTarball, isBefore }, positionals);
			await close();
		} finally {
			await n8n.stop();
		}
	} finally {
		progress.end();
		await a.close();
		if (own !== undefined) rmSync(dirname(own), { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});

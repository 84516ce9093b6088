/** The blocks of the docs that a reader pastes into a shell or into Node, and what is done with each. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');

/** A fenced block of a page. */
export interface DocsBlock {
	/** Path below the root of the project. */
	page: string;
	/** Of the opening fence, counted from 1. */
	line: number;
	language: 'sh' | 'js';
	/** As it is pasted: without the indentation of its list. */
	text: string;
}

/** What is done with a block: it is run in a folder, or why it cannot be run. */
export type Plan =
	| {
			/** `clone`: of the repository. `maps`: with maps and an export of workflows. */
			runIn: 'home' | 'clone' | 'maps';
			/** What a command prints that goes on until it is interrupted. */
			until?: string;
			/** Files that are there afterwards; `~` is the home folder. */
			leaves?: string[];
			/** What it prints. */
			prints?: string;
			/** The reader's own values, which the text before the block speaks of. */
			given?: string;
			/** It is about the reader's n8n in Docker; without Docker it is not run. */
			needsDocker?: true;
	  }
	| { notRun: string };

const OWN_N8N = 'It calls the n8n of the reader.';

/** By page, in the order of the blocks there. */
export const PLANS: Record<string, Plan[]> = {
	'README.md': [
		{ runIn: 'clone', until: 'Ctrl-C stops everything.' },
		{ notRun: 'All tests: .ci/run, which runs this command in a fresh clone.' },
		{ runIn: 'home', leaves: ['~/.n8n/nodes/node_modules/n8n-nodes-corebos/package.json'] },
		{ runIn: 'clone', leaves: ['~/.n8n/nodes/node_modules/n8n-nodes-corebos/package.json'] },
		{ runIn: 'clone', needsDocker: true },
		{ runIn: 'maps', leaves: ['workflow.json'] },
		{ runIn: 'home', prints: "'ALTEA 3'" },
	],
	'CONTRIBUTING.md': [{ runIn: 'home', until: 'Ctrl-C stops everything.' }],
	'bench/README.md': [{ notRun: 'It takes hours.' }],
	'docs/convert.md': [
		{
			runIn: 'maps',
			prints: 'true',
			given:
				"const xml = fs.readFileSync('login.xml', 'utf8'); const csv = fs.readFileSync('workflows.csv', 'utf8');",
		},
	],
	'docs/from-corebos-to-n8n.md': [{ runIn: 'maps', leaves: ['folder'] }],
	'docs/releasing.md': [{ runIn: 'clone' }, { runIn: 'clone' }, { runIn: 'clone' }],
	'docs/trigger.md': [
		{ notRun: `${OWN_N8N} test/integration/trigger-callers.test.ts runs it.` },
		{ notRun: `${OWN_N8N} test/integration/trigger-callers.test.ts runs it.` },
	],
	'docs/examples/dispatch.md': [
		{ notRun: `${OWN_N8N} test/e2e/trigger-n8n.test.ts makes the same calls.` },
	],
	'docs/examples/query-without-record.md': [
		{ notRun: `${OWN_N8N} test/e2e/examples.test.ts makes the same call.` },
	],
};

/** The blocks of all pages of the project that a reader pastes into a shell or into Node. */
export function docsBlocks(): DocsBlock[] {
	const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' });
	return pages
		.trim()
		.split('\n')
		.filter((page) => page !== 'ARCHITECTURE.md')
		.flatMap((page) => blocksOf(page, readFileSync(join(root, page), 'utf8')));
}

function blocksOf(page: string, text: string): DocsBlock[] {
	return [...text.matchAll(/^([ \t]*)```(sh|js)\n([^]*?)^[ \t]*```$/gm)].map((found) => {
		const [, indentation, language, block] = found;
		return {
			page,
			line: text.slice(0, found.index).split('\n').length,
			language: language as DocsBlock['language'],
			text: block.replace(new RegExp(`^${indentation}`, 'gm'), ''),
		};
	});
}

/** The blocks with their plans. @throws Error that names a page whose plans are not as many */
export function plannedBlocks(): Array<DocsBlock & { plan: Plan }> {
	const blocks = docsBlocks();
	const pages = new Set([...blocks.map(({ page }) => page), ...Object.keys(PLANS)]);
	return [...pages].flatMap((page) => {
		const found = blocks.filter((block) => block.page === page);
		const plans = PLANS[page] ?? [];
		if (found.length !== plans.length) {
			throw new Error(
				`${page} has ${found.length} blocks of shell or JavaScript, scripts/docs-blocks.ts plans ${plans.length}`,
			);
		}
		return found.map((block, index) => ({ ...block, plan: plans[index] }));
	});
}

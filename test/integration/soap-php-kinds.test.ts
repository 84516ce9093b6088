import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { requireOrSkip } from '../e2e/require-or-skip';
import { compareAnswersWithPhp, compareWithPhp, type Comparison } from './soap-peers/differential';
import { KINDS, STYLES, wsdlOfKind, type PhpDeviation } from './soap-peers/kinds';
import { missingPhp } from './soap-peers/php';
import { TYPICAL_TEXT } from './soap-peers/typical-values';
import { WHOLE_WSDLS } from './soap-peers/whole-wsdls';

/**
 * Each kind of thing that a WSDL can hold, its types in every style of call: PHP's SoapClient and
 * the engine write the same envelopes, and read the same of the answers.
 */
const canRunPhp = requireOrSkip(missingPhp());
const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-corebos-soap-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Row {
	kind: string;
	files: Record<string, string>;
	/** The files that are WSDLs to call. */
	wsdls: string[];
	text: string;
	php?: PhpDeviation;
	isOneWay: boolean;
}

const rows: Row[] = [
	...KINDS.map((kind) => {
		const wsdls = (kind.styles ?? STYLES).map((style) => [
			`${style}.wsdl`,
			wsdlOfKind(kind, style),
		]);
		const files = { ...kind.files, ...Object.fromEntries(wsdls) } as Record<string, string>;
		const { text = TYPICAL_TEXT } = kind;
		return { ...kind, files, text, wsdls: wsdls.map(([name]) => name), isOneWay: false };
	}),
	...WHOLE_WSDLS.map(({ isOneWay = false, ...whole }) => ({
		...whole,
		wsdls: ['service.wsdl'],
		text: TYPICAL_TEXT,
		isOneWay,
	})),
];

function pathsOf({ kind, wsdls }: Row): string[] {
	return wsdls.map((name) => join(folder, kind, name));
}

/** What came of every WSDL, by its path: PHP is started a few times only. */
async function compared(
	compare: (paths: string[], text: string) => Promise<Comparison[]>,
): Promise<Map<string, Comparison[]>> {
	const found = new Map<string, Comparison[]>();
	for (const text of new Set(rows.map((row) => row.text))) {
		const paths = rows.filter((row) => row.text === text).flatMap(pathsOf);
		for (const comparison of await compare(paths, text)) {
			const same = found.get(comparison.path);
			if (same === undefined) found.set(comparison.path, [comparison]);
			else same.push(comparison);
		}
	}
	return found;
}

let envelopes: Map<string, Comparison[]>;
let answers: Map<string, Comparison[]>;

beforeAll(async () => {
	if (!canRunPhp) return;
	for (const { kind, files } of rows) {
		for (const [name, text] of Object.entries(files)) {
			const path = join(folder, kind, name);
			mkdirSync(dirname(path), { recursive: true });
			writeFileSync(path, text);
		}
	}
	envelopes = await compared(compareWithPhp);
	answers = await compared(compareAnswersWithPhp);
});

/** Everything is equal or, where PHP errs, so much as what it errs in. */
function expectEqual(found: Comparison[], outcome: Comparison['outcome'] | undefined): void {
	const others = found.filter((one) => one.outcome !== 'equal');
	if (outcome === undefined) expect(others).toEqual([]);
	else expect([...new Set(others.map((one) => one.outcome))]).toEqual([outcome]);
}

(canRunPhp ? describe : describe.skip)('as PHP has it', () => {
	test('every kind has a name of its own', () => {
		expect(new Set(rows.map(({ kind }) => kind)).size).toBe(rows.length);
	});

	test.each(rows.map((row) => [row.kind, row] as const))('%s', (_kind, row) => {
		const of = (all: Map<string, Comparison[]>) => pathsOf(row).map((path) => all.get(path) ?? []);
		for (const found of of(envelopes)) expect(found.length).toBeGreaterThan(0);
		for (const found of of(answers)) expect(found.length > 0).toBe(!row.isOneWay);
		expectEqual(of(envelopes).flat(), row.php?.envelope);
		expectEqual(of(answers).flat(), row.php?.answer);
	});
});

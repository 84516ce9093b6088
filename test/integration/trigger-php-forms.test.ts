/** Forms read as PHP itself reads them: the same texts go to PHP's parse_str. */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { CallError, readBody } from '../../engine';
import { requireOrSkip } from '../e2e/require-or-skip';

const SCRIPT = `
foreach (json_decode(stream_get_contents(STDIN)) as $form) {
	parse_str($form, $variables);
	$isText = preg_match('//u', urldecode($form)) === 1;
	$results[] = $isText ? (object) $variables : null;
}
echo json_encode($results, JSON_THROW_ON_ERROR);`;

/** @returns for each form its variables; null where their bytes are not UTF-8 */
function readByPhp(forms: string[]): unknown[] | undefined {
	const { status, stdout, error } = spawnSync('php', ['-r', SCRIPT], {
		input: JSON.stringify(forms),
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024,
	});
	if (!requireOrSkip(error && `PHP does not run: ${error.message}`)) return undefined;
	expect(status).toBe(0);
	return JSON.parse(stdout) as unknown[];
}

/** The same; what is not UTF-8 is refused. */
function readByTrigger(form: string): unknown {
	const bytes = new TextEncoder().encode(form);
	try {
		return readBody('application/x-www-form-urlencoded', bytes).env;
	} catch (error) {
		if (error instanceof CallError && /not utf-8/.test(error.message)) return null;
		throw error;
	}
}

/** Names out of what matters to PHP, so that chance meets the odd ones. */
const piece = fc.constantFrom(
	...['a', 'b', 'ñ', '0', '1', '2', '-1', '01', '[', ']', '[]', '[a]', '[0]', '[2]', '[ ]'],
	...['.', ' ', '+', '%5B', '%5D', '%00', '_', '%20', '[a][', 'a[b]c', '][', '%zz', '%'],
);
const name = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
const value = fc.oneof(
	fc.constantFrom('', '1', 'x y', 'x+y', '%26', '%C3%B1', 'ñ', '%', '%4', '%G1', '=', 'a=b', '0'),
	fc.string({ maxLength: 6 }).map(encodeURIComponent),
);
const pair = fc.oneof(
	fc.tuple(name, value).map(([key, content]) => `${key}=${content}`),
	name,
	fc.constantFrom('', '=', '=x', '&'),
);
const form = fc.array(pair, { maxLength: 8 }).map((pairs) => pairs.join('&'));

test('3,000 forms', () => {
	const forms = fc.sample(form, { numRuns: 3000, seed: 77 });
	const byPhp = readByPhp(forms);
	if (!byPhp) return;
	expect(byPhp).toHaveLength(forms.length);
	const different = forms.flatMap((text, index) => {
		if (isJsonList(text)) {
			// A list in JSON has no names of variables, whatever the label says.
			expect(() => readByTrigger(text)).toThrow('The JSON body must be an object');
			return [];
		}
		const ours = readByTrigger(text);
		return isSame(ours, byPhp[index]) ? [] : [{ text, ours, php: byPhp[index] }];
	});
	expect(different.slice(0, 5)).toEqual([]);
	expect(forms.filter(isJsonList).length).toBeLessThan(forms.length / 20);
	expect(byPhp.filter((variables) => variables === null).length).toBeGreaterThan(0);
});

function isJsonList(text: string): boolean {
	try {
		return Array.isArray(JSON.parse(text));
	} catch {
		return false;
	}
}

/** Equal but for the order of members, which JavaScript keeps differently for numbers. */
function isSame(ours: unknown, php: unknown): boolean {
	try {
		expect(ours).toEqual(php);
		return true;
	} catch {
		return false;
	}
}

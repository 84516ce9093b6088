import fc from 'fast-check';
import { workflowFileName, workflowFileNames } from '../../../convert';

test.each([
	['Score big deals', 'Score big deals.json'],
	['a/b: "c"', 'a-b- -c-.json'],
	['Ñandú – 2', 'Ñandú - 2.json'],
	['  .. dots and blanks. . ', 'dots and blanks.json'],
	['con', 'con_.json'],
	['NUL', 'NUL_.json'],
	['aux.old', 'aux_.old.json'],
	['Com1', 'Com1_.json'],
	['LPT9.x.y', 'LPT9_.x.y.json'],
	['com10', 'com10.json'],
	['console', 'console.json'],
	['my con', 'my con.json'],
	['', 'workflow.json'],
	['...', 'workflow.json'],
	['हिन्दी', 'हिन्दी.json'],
	['e\u0301', '\u00e9.json'],
])('%j is in the file %j', (name, file) => {
	expect(workflowFileNames([name])).toEqual([file]);
});

test('names that differ in nothing, or only in case, have files of their own', () => {
	const names = ['Deals', 'deals', 'Deals', 'deals 2', 'De/als', 'De:als'];
	expect(workflowFileNames(names)).toEqual([
		'Deals.json',
		'deals 2.json',
		'Deals 3.json',
		'deals 2 2.json',
		'De-als.json',
		'De-als 2.json',
	]);
});

test.each([
	['ASCII', 'a'.repeat(300), 250],
	['two bytes each', 'é'.repeat(130), 125],
	['four bytes each, never half a character', '😀'.repeat(70), 62],
])('long names are cut to what file systems take: %s', (_what, name, characters) => {
	const file = workflowFileName(name);
	expect([...file]).toHaveLength(characters + '.json'.length);
	expect(Buffer.byteLength(file)).toBeLessThanOrEqual(255);
});

test('long names that are the same stay different', () => {
	const files = workflowFileNames(Array(12).fill('日'.repeat(100)));
	expect(new Set(files).size).toBe(12);
	expect(Math.max(...files.map((file) => Buffer.byteLength(file)))).toBeLessThanOrEqual(255);
});

test('any names: each file once, and of a name that all systems take', () => {
	const name = fc.oneof(
		fc.string({ unit: 'grapheme', maxLength: 400 }),
		fc.constantFrom('con', 'AUX.', ' nul ', 'Deals', 'DEALS', '..', '/', 'lpt1.txt'),
	);
	fc.assert(
		fc.property(fc.array(name, { maxLength: 8 }), (names) => {
			const files = workflowFileNames(names);
			expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(names.length);
			for (const file of files) {
				expect(Buffer.byteLength(file)).toBeLessThanOrEqual(255);
				expect(file).not.toMatch(/[/\\:*?"<>|\p{Cc}]|^[ .]|[ .]\.json$/u);
				expect(file).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)\./i);
			}
		}),
	);
});

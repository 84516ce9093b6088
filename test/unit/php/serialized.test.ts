import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { PhpObject, phpSerializedList, readPhpSerialized, type PhpValue } from '../../../engine';

const CASES: Array<[string, PhpValue]> = [
	['N;', null],
	['b:1;', true],
	['b:0;', false],
	['i:-5;', -5],
	['d:0.5;', 0.5],
	['s:0:"";', ''],
	['s:3:"a"b";', 'a"b'],
	['s:5:"Köl!";', 'Köl!'],
	['a:0:{}', {}],
	['a:2:{i:0;s:1:"a";i:1;s:1:"b";}', ['a', 'b']],
	['a:1:{s:1:"k";a:1:{i:0;i:1;}}', { k: [1] }],
	['a:1:{i:1;s:1:"a";}', { 1: 'a' }],
	['d:INF;', Infinity],
	['d:1.0E+25;', 1e25],
	['i:9223372036854775807;', '9223372036854775807'],
	['s:4:"\uFEFFx";', '\uFEFFx'],
	['O:8:"stdClass":0:{}', new PhpObject('stdClass', {})],
	[
		'O:4:"Task":3:{s:7:"summary";s:1:"a";s:7:"\0*\0kept";a:1:{i:0;b:1;}s:10:"\0Task\0mine";i:2;}',
		new PhpObject('Task', { summary: 'a', kept: [true], mine: 2 }),
	],
	['a:1:{i:0;O:1:"A":1:{s:1:"b";N;}}', [new PhpObject('A', { b: null })]],
];

describe("PHP's serialization", () => {
	test.each(CASES)('%s', (text, value) => {
		expect(readPhpSerialized(text)).toEqual(value);
	});

	test.each([
		'',
		'x',
		's:3:"ab";',
		's:1:"ab";',
		'a:1:{i:0;}',
		'a:2:{i:0;i:1;}',
		'a:1:{N;i:1;}',
		'i:x;',
		'i:1;i:2;',
		'O:8:"stdClass":1:{}',
		'O:8:"stdClass":1:{s:1:"a";R:1;}',
		'C:1:"A":0:{}',
		'E:3:"A:B";',
		'b:2;',
		'i:1e5;',
		's:-1:"a";',
		's:-9999999:"";i:1;',
		'a:-1:{}',
		'a:99999999:{i:0;i:1;}',
		'a:1e3:{}',
		's: 1:"a";',
		'R:1;',
		'a:1:{i:0;'.repeat(100),
		's:99999999999:"a";',
	])('refuses %s', (text) => {
		expect(() => readPhpSerialized(text)).toThrow(SyntaxError);
	});

	test('reads the bytes as it reads the text', () => {
		const text = 'O:1:"A":1:{s:4:"\0*\0b";s:2:"ö";}';
		const bytes = new TextEncoder().encode(text);
		expect(readPhpSerialized(bytes)).toEqual(new PhpObject('A', { b: 'ö' }));
		expect(readPhpSerialized(text)).toEqual(new PhpObject('A', { b: 'ö' }));
	});

	test('a key such as __proto__ is a key', () => {
		const value = readPhpSerialized('a:1:{s:9:"__proto__";s:1:"x";}');
		expect(Object.keys(value as object)).toEqual(['__proto__']);
		expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
	});

	const exports = join(__dirname, '../../../../shared/recordings/workflow-exports/decoded.json');
	(existsSync(exports) ? test : test.skip)(
		'reads every task of the workflow exports of a real coreBOS',
		() => {
			const workflows = JSON.parse(readFileSync(exports, 'utf8')) as Array<{ tasks: string[] }>;
			const tasks = workflows.flatMap((workflow) => workflow.tasks.map(readPhpSerialized));
			expect(tasks.length).toBeGreaterThan(10);
			for (const task of tasks) {
				const { className, properties } = task as PhpObject;
				expect(className).toMatch(/Task$|^wfExec|^CB/);
				expect(typeof properties.summary).toBe('string');
				expect(Object.keys(properties).join()).not.toContain('\0');
			}
		},
	);

	test('reads every list of texts that it writes', () => {
		fc.assert(
			fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (texts) => {
				expect(readPhpSerialized(phpSerializedList(texts))).toEqual(texts);
			}),
		);
	});
});

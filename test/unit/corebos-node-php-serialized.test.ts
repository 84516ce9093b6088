import fc from 'fast-check';
import { phpSerializedList, readPhpSerialized, type PhpValue } from '../../engine';

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
		'O:8:"stdClass":0:{}',
		'R:1;',
		'a:1:{i:0;'.repeat(100),
		's:99999999999:"a";',
	])('refuses %s', (text) => {
		expect(() => readPhpSerialized(text)).toThrow(SyntaxError);
	});

	test('a key such as __proto__ is a key', () => {
		const value = readPhpSerialized('a:1:{s:9:"__proto__";s:1:"x";}');
		expect(Object.keys(value as object)).toEqual(['__proto__']);
		expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
	});

	test('reads every list of texts that it writes', () => {
		fc.assert(
			fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (texts) => {
				expect(readPhpSerialized(phpSerializedList(texts))).toEqual(texts);
			}),
		);
	});
});

import {
	add,
	compare,
	decodeJson,
	divide,
	encodeJson,
	floatText,
	fromPlain,
	isNumeric,
	isTruthy,
	looseEquals,
	modulo,
	multiply,
	negate,
	PhpArray,
	power,
	subtract,
	toFloat,
	toInt,
	toPlain,
	toText,
	trim,
	trimEnd,
	type Value,
} from '../../../engine/php';
import { numberFormat, roundFloat } from '../../../engine/php/rounding';
import { exactFloatText } from '../../../engine/php/values';

const EMPTY = new PhpArray();
const LIST = PhpArray.list([1n, 'two', 3.5]);

describe('truth', () => {
	test.each<[Value, boolean]>([
		[null, false],
		[false, false],
		[0n, false],
		[0, false],
		[-0, false],
		['', false],
		['0', false],
		[EMPTY, false],
		[true, true],
		[1n, true],
		[0.1, true],
		[NaN, true],
		['0.0', true],
		[' ', true],
		['00', true],
		['false', true],
		[PhpArray.list([null]), true],
	])('%p is %p', (value, truth) => {
		expect(isTruthy(value)).toBe(truth);
	});
});

describe('comparison (<=>)', () => {
	test.each<[Value, Value, number]>([
		['abc', 0n, 1],
		[0n, 'abc', -1],
		['1', '01', 0],
		['10', '1e1', 0],
		[100n, '1e2', 0],
		['abc', 'ABC', 1],
		['10', '9a', -1],
		['10', '9', 1],
		[' 1', '1', 0],
		['1 ', '1', 0],
		['1x', '1', 1],
		[null, '', 0],
		[null, 'a', -1],
		[null, false, 0],
		[null, 0n, 0],
		[null, 5n, -1],
		[true, 'a', 0],
		[true, 0n, 1],
		['', 0n, -1],
		['', '0', -1],
		[1.5, '1.5', 0],
		[9007199254740993n, 9007199254740992n, 1],
		['9223372036854775808', '9223372036854775807', 1],
		['9223372036854775807', '9223372036854775808', -1],
		['9223372036854775809', '9223372036854775808', 1],
		['-9223372036854775809', '-9223372036854775808', -1],
		['12345678901234567890', '9223372036854775808', 1],
		['12345678901234567890', '1.2345678901234567890e19', 0],
		['1e1000', '2e1000', -1],
		['000000000000000000000001', '1', 0],
		[LIST, 5n, 1],
		['z', LIST, -1],
		[EMPTY, null, 0],
		[LIST, null, 1],
		[PhpArray.list([1n]), PhpArray.list([1n, 2n]), -1],
		[PhpArray.list([1n, 3n]), PhpArray.list([1n, 2n]), 1],
	])('%p and %p', (left, right, order) => {
		expect(Math.sign(compare(left, right))).toBe(order);
		expect(looseEquals(left, right)).toBe(order === 0);
	});

	test('a NAN equals nothing', () => {
		expect(looseEquals(NaN, NaN)).toBe(false);
	});
});

describe('conversion to int and float', () => {
	test.each<[Value, bigint, number]>([
		[null, 0n, 0],
		[true, 1n, 1],
		['12abc', 12n, 12],
		['  12', 12n, 12],
		['abc', 0n, 0],
		['1e3', 1000n, 1000],
		['1.9', 1n, 1.9],
		['-1.9', -1n, -1.9],
		['.5', 0n, 0.5],
		['0x1A', 0n, 0],
		['12345678901234567890', 9223372036854775807n, 1.2345678901234567e19],
		['-12345678901234567890', -9223372036854775808n, -1.2345678901234567e19],
		[3.99, 3n, 3.99],
		[-3.99, -3n, -3.99],
		[NaN, 0n, NaN],
		[Infinity, 0n, Infinity],
		[1e20, 7766279631452241920n, 1e20],
		[EMPTY, 0n, 0],
		[LIST, 1n, 1],
	])('%p', (value, int, float) => {
		expect(toInt(value)).toBe(int);
		expect(toFloat(value)).toBe(float);
	});
});

describe('numeric', () => {
	test.each<[Value, boolean]>([
		['1', true],
		['1.5', true],
		['.5', true],
		['5.', true],
		['1e3', true],
		[' 1', true],
		['1 ', true],
		['+1', true],
		['', false],
		['.', false],
		['1x', false],
		['0x1A', false],
		['1e', false],
		[null, false],
		[true, false],
		[1n, true],
		[LIST, false],
	])('%p: %p', (value, numeric) => {
		expect(isNumeric(value)).toBe(numeric);
	});
});

describe('arithmetic', () => {
	test.each<[string, () => Value, Value]>([
		['int + int', () => add(1n, 2n), 3n],
		['int + float', () => add(1n, 2), 3],
		['past 64 bits', () => add(9223372036854775807n, 1n), 9223372036854775808],
		['below 64 bits', () => subtract(-9223372036854775808n, 1n), -(2 ** 63)],
		['product past 64 bits', () => multiply(9223372036854775807n, 2n), 2 ** 64],
		['texts of ints', () => multiply('5', '3'), 15n],
		['text of a float', () => multiply('5.0', 3n), 15],
		['leading number', () => multiply('5 apples', 2n), 10n],
		['null', () => multiply(null, 7n), 0n],
		['true', () => multiply(true, 7n), 7n],
		['division without rest', () => divide(10n, 5n), 2n],
		['division with rest', () => divide(7n, 2n), 3.5],
		['float division', () => divide(10, 5n), 2],
		['sign', () => negate('5'), -5n],
		['sign of the smallest int', () => negate(-9223372036854775808n), 9223372036854775808],
		['rest', () => modulo(10n, -3n), 1n],
		['rest of a negative', () => modulo(-10n, 3n), -1n],
		['rest cuts floats', () => modulo(10.9, 3.9), 1n],
		['rest of digits past 64 bits', () => modulo('9223372036854775808', 3n), 1n],
		['one to the infinite', () => power(1n, Infinity), 1],
		['minus one to the infinite', () => power(-1n, Infinity), 1],
		['power of ints', () => power(2n, 62n), 4611686018427387904n],
		['power past 64 bits', () => power(10n, 20n), 1e20],
		['odd power of a negative', () => power(-5n, 9223372036854775807n), -Infinity],
		['even power of a negative', () => power(-5n, 9007199254740992n), Infinity],
		['negative exponent', () => power(2n, -1n), 0.5],
	])('%s', (_name, calculate, result) => {
		expect(calculate()).toBe(result);
	});

	test.each<[string, () => Value]>([
		['text', () => multiply('abc', 2n)],
		['empty text', () => multiply('', 2n)],
		['array', () => multiply(LIST, 2n)],
		['division by zero', () => divide(1n, 0n)],
		['rest by zero', () => modulo(1n, 0n)],
	])('%s is refused', (_name, calculate) => {
		expect(calculate).toThrow(expect.objectContaining({ name: 'PhpError' }));
	});
});

describe('a float as text', () => {
	test.each<[number, string, string]>([
		[0.1 + 0.2, '0.3', '0.30000000000000004'],
		[1 / 3, '0.33333333333333', '0.3333333333333333'],
		[262, '262', '262.0'],
		[-0, '-0', '-0.0'],
		[1e13, '10000000000000', '10000000000000.0'],
		[1e14, '1.0E+14', '100000000000000.0'],
		[123456789012345, '1.2345678901234E+14', '123456789012345.0'],
		[12345678901234.5, '12345678901234', '12345678901234.5'],
		[12345678901235.5, '12345678901236', '12345678901235.5'],
		[1e24, '1.0E+24', '1.0E+24'],
		[1.5e300, '1.5E+300', '1.5E+300'],
		[0.0001, '0.0001', '0.0001'],
		[0.00001, '1.0E-5', '1.0E-5'],
		[-0.000012345, '-1.2345E-5', '-1.2345E-5'],
		[5234.28, '5234.28', '5234.28'],
		[-7.5, '-7.5', '-7.5'],
		[NaN, 'NAN', 'NAN'],
		[Infinity, 'INF', 'INF'],
		[-Infinity, '-INF', '-INF'],
	])('%p', (value, text, exact) => {
		expect(floatText(value)).toBe(text);
		if (Number.isFinite(value)) expect(exactFloatText(value)).toBe(exact);
	});
});

describe('rounding', () => {
	test.each([
		[2.5, 0, 3],
		[-2.5, 0, -3],
		[1.005, 2, 1.01],
		[2.675, 2, 2.68],
		[5.055, 2, 5.06],
		[1234567.891, -3, 1235000],
		[0.285, 2, 0.29],
		[1.45, 1, 1.5],
		[1e20, 2, 1e20],
		[1.955, 2, 1.96],
		[NaN, 2, NaN],
	])('%p to %p places', (value, places, result) => {
		expect(roundFloat(value, places)).toBe(result);
	});

	test.each<[number, number, string, string, string]>([
		[1234567.891, 2, '.', ',', '1,234,567.89'],
		[-1234.5, 0, '.', ',', '-1,235'],
		[-0.4, 0, '.', ',', '0'],
		[0.5, 0, '.', ',', '1'],
		[999.999, 2, ',', '.', '1.000,00'],
		[1000, 0, '', '', '1000'],
	])('%p as a formatted number', (value, decimals, point, separator, text) => {
		expect(numberFormat(value, decimals, point, separator)).toBe(text);
	});
});

describe('JSON as PHP writes it', () => {
	test.each<[unknown, string]>([
		[null, 'null'],
		[true, 'true'],
		[3, '3'],
		[1.5, '1.5'],
		['a/b "ñ" \n \u007f €', '"a\\/b \\"\\u00f1\\" \\n \u007f \\u20ac"'],
		['😀', '"\\ud83d\\ude00"'],
		[[], '[]'],
		[{}, '[]'],
		[[1, [2, { a: 'b' }]], '[1,[2,{"a":"b"}]]'],
		[{ 0: 'a', 1: 'b' }, '["a","b"]'],
		[{ 1: 'a', 0: 'b' }, '["b","a"]'],
		[{ 1: 'a' }, '{"1":"a"}'],
	])('%p', (plain, json) => {
		expect(encodeJson(fromPlain(plain))).toBe(json);
	});

	test('floats keep their fraction unless told otherwise', () => {
		expect(encodeJson(262)).toBe('262.0');
		expect(encodeJson(262, { zeroFraction: false })).toBe('262');
		expect(encodeJson(1e25)).toBe('1.0e+25');
	});

	test('numeric strings become numbers on demand', () => {
		expect(encodeJson(PhpArray.list(['012', '1.50', 'x']), { numericCheck: true })).toBe(
			'[12,1.5,"x"]',
		);
	});

	test('what has no JSON form is false', () => {
		expect(encodeJson(NaN)).toBe(false);
		expect(encodeJson('\xff')).toBe(false);
	});

	test.each<[string, unknown]>([
		['{"a":[1,2.5,"x"],"b":null}', { a: [1, 2.5, 'x'], b: null }],
		[' [1 , 2 ] ', [1, 2]],
		['"\\u00f1\\n"', 'ñ\n'],
		['TRUE', null],
		['12345678901234567890', 12345678901234567000],
		['-0', 0],
		['{"__proto__":{"x":1}}', JSON.parse('{"__proto__":{"x":1}}')],
		['', null],
		['{', null],
		['[1,]', null],
		["{'a':1}", null],
		['01', null],
		['[nUll]', null],
		['1 2', null],
		['"\n"', null],
	])('%s is read', (json, plain) => {
		expect(toPlain(decodeJson(json))).toEqual(plain);
	});

	test('2.0 stays a float', () => {
		expect(decodeJson('2.0')).toBe(2);
		expect(decodeJson('2')).toBe(2n);
	});
});

describe('plain values', () => {
	test.each<[unknown, Value]>([
		[undefined, null],
		[3, 3n],
		[3.5, 3.5],
		[2 ** 53, 2 ** 53],
		[10n, 10n],
		[2n ** 70n, 2 ** 70],
		['ñ', '\xc3\xb1'],
		[new Uint8Array([255, 0]), '\xff\0'],
		[new Date(0), '1970-01-01T00:00:00.000Z'],
		[() => 1, null],
	])('%p comes in', (plain, value) => {
		expect(fromPlain(plain)).toBe(value);
	});

	test('go in and out unchanged', () => {
		const plain = { a: [1, 2.5, null, true, { b: '日本' }], '': 'x', '10': 'ten' };
		expect(toPlain(fromPlain(plain))).toEqual(plain);
	});

	test('a key __proto__ is an ordinary property', () => {
		const plain = toPlain(fromPlain(JSON.parse('{"__proto__":{"polluted":1},"a":1}')));
		expect(Object.keys(plain as object)).toEqual(['__proto__', 'a']);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
		expect(Object.getPrototypeOf(plain)).toBe(Object.prototype);
	});

	test('a value that contains itself is refused', () => {
		const loop: Record<string, unknown> = {};
		loop.self = [loop];
		expect(() => fromPlain(loop)).toThrow(/contains itself/);
	});

	test('large ints leave as bigints', () => {
		expect(toPlain(9223372036854775807n)).toBe(9223372036854775807n);
	});

	test('text of a value', () => {
		expect([null, true, false, 5n, 0.5, '\xc3\xb1', LIST].map(toText)).toEqual([
			'',
			'1',
			'',
			'5',
			'0.5',
			'ñ',
			'Array',
		]);
	});
});

describe('arrays', () => {
	test('the next index follows the largest one', () => {
		const array = PhpArray.map([
			['7', 'a'],
			['x', 'b'],
			['-3', 'c'],
		]);
		array.push('d');
		expect(array.keys()).toEqual(['7', 'x', '-3', '8']);
		expect(array.isList()).toBe(false);
	});

	test('a list stays one as long as its keys are 0, 1, 2', () => {
		const array = new PhpArray();
		array.set('0', 'a');
		array.set('1', 'b');
		array.set('0', 'c');
		expect([array.isList(), toPlain(array)]).toEqual([true, ['c', 'b']]);
		array.set('05', 'd');
		expect([array.isList(), array.get('1'), array.has('05')]).toEqual([false, 'b', true]);
	});
});

describe('trimming', () => {
	test.each([
		['a, ', ', ', 'a'],
		['single--None--', '--None--', 'singl'],
		['abcxyz', 'x..z', 'abc'],
		['a..', '.', 'a'],
		['abc', '', 'abc'],
	])('%j by %j', (text, list, result) => {
		expect(trimEnd(text, list)).toBe(result);
	});

	test('spaces by default', () => {
		expect([trimEnd(' a \n'), trim('\t a \0')]).toEqual([' a', 'a']);
	});
});

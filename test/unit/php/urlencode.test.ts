import fc from 'fast-check';
import { urlencode } from '../../../engine/php';

test.each([
	['a b', 'a+b'],
	["!'()*~", '%21%27%28%29%2A%7E'],
	['AZaz09-_.', 'AZaz09-_.'],
	['a=1&b=2#+%', 'a%3D1%26b%3D2%23%2B%25'],
	['é€😀', '%C3%A9%E2%82%AC%F0%9F%98%80'],
	['\r\n\t\0', '%0D%0A%09%00'],
	['a\ud83db', 'a%EF%BF%BDb'],
	['', ''],
])('%j is %s', (text, encoded) => {
	expect(urlencode(text)).toBe(encoded);
});

/** As PHP has it: byte by byte. */
function byteByByte(text: string): string {
	return Array.from(Buffer.from(text, 'utf8'), (byte) => {
		const sign = String.fromCharCode(byte);
		if (sign === ' ') return '+';
		return /[A-Za-z0-9\-_.]/.test(sign)
			? sign
			: `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
	}).join('');
}

test('any text is encoded byte by byte', () => {
	fc.assert(
		fc.property(fc.array(fc.nat({ max: 0x10ffff })), (codePoints) => {
			const text = String.fromCodePoint(...codePoints);
			expect(urlencode(text)).toBe(byteByByte(text));
		}),
	);
});

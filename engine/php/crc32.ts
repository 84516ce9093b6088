const POLYNOMIAL = 0x04c11db7;

/**
 * PHP's `hash('crc32', …)`: bzip2's CRC, highest bit first, its four bytes
 * written in reverse. (PHP's `crc32b` is the one of zip files.)
 *
 * @param bytes byte string
 * @returns eight hex digits
 */
export function crc32(bytes: string): string {
	let register = 0xffffffff;
	for (let index = 0; index < bytes.length; index++) {
		register ^= bytes.charCodeAt(index) << 24;
		for (let bit = 0; bit < 8; bit++) {
			register = register < 0 ? (register << 1) ^ POLYNOMIAL : register << 1;
		}
	}
	const checksum = ~register;
	return [0, 8, 16, 24]
		.map((shift) => ((checksum >>> shift) & 255).toString(16).padStart(2, '0'))
		.join('');
}

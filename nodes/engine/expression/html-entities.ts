const NAMED: Readonly<Record<string, string>> = {
	lt: '<',
	gt: '>',
	amp: '&',
	quot: '"',
	apos: "'",
};

/** Decodes the entities of an expression's source, as coreBOS does before it reads one. */
export function decodeEntities(source: string): string {
	if (!source.includes('&')) return source;
	return source.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\w{2,8}));/g, (whole, d, h, n) => {
		if (n !== undefined) return Object.hasOwn(NAMED, n) ? NAMED[n] : whole;
		const code = d !== undefined ? Number(d) : parseInt(h, 16);
		return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
	});
}

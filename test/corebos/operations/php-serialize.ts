/** PHP's `serialize` for texts and nested arrays, as two operations answer. */
export function phpSerialize(value: string | Record<string, unknown>): string {
	if (typeof value === 'string') return `s:${Buffer.byteLength(value)}:"${value}";`;
	const members = Object.entries(value).map(
		([name, member]) =>
			phpSerialize(name) + phpSerialize(member as string | Record<string, unknown>),
	);
	return `a:${members.length}:{${members.join('')}}`;
}

/** The texts of a serialized PHP array; empty for everything else. */
export function phpTexts(serialized: string): string[] {
	if (!/^a:\d+:\{/.test(serialized)) return [];
	return [...serialized.matchAll(/i:\d+;s:\d+:"([^"]*)";/g)].map(([, text]) => text);
}

/**
 * A document without its document type declaration. Nothing that it declares is read: an entity
 * of its own is unknown afterwards, and no address in it is asked.
 *
 * @param xml the document
 * @returns it unchanged where it has none, or one that does not end
 */
export function withoutDoctype(xml: string): string {
	const prolog = /^\uFEFF?(?:\s+|<\?[^]*?\?>|<!--[^]*?-->)*/.exec(xml)?.[0] ?? '';
	if (!/^<!DOCTYPE\b/i.test(xml.slice(prolog.length, prolog.length + 10))) return xml;
	const end = endOfDeclaration(xml, prolog.length);
	return end === undefined ? xml : prolog + xml.slice(end);
}

/** Where something begins in a declaration that may hold the characters of its end. */
const PIECE = /<!--|<\?|["'[\]>]/g;
const ENDS: Readonly<Record<string, string>> = { '<!--': '-->', '<?': '?>', '"': '"', "'": "'" };

function endOfDeclaration(xml: string, start: number): number | undefined {
	let isInside = false;
	PIECE.lastIndex = start;
	for (let found = PIECE.exec(xml); found !== null; found = PIECE.exec(xml)) {
		const [piece] = found;
		const end = ENDS[piece];
		if (end !== undefined) {
			const at = xml.indexOf(end, PIECE.lastIndex);
			if (at === -1) return undefined;
			PIECE.lastIndex = at + end.length;
		} else if (piece !== '>') isInside = piece === '[';
		else if (!isInside) return PIECE.lastIndex;
	}
	return undefined;
}

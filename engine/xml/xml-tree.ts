/** An attribute of an element, in the order of the source. */
export interface XmlAttribute {
	name: string;
	value: string;
}

/** A piece of an element's content. Comments and processing instructions are there on demand. */
export type XmlNode =
	| { kind: 'element'; element: XmlElement }
	| { kind: 'text'; text: string; cdata: boolean }
	| { kind: 'comment' }
	| { kind: 'instruction'; name: string };

/** An element with everything in it, in the order of the source. */
export interface XmlElement {
	name: string;
	attributes: XmlAttribute[];
	children: XmlNode[];
}

/** The text directly in an element, without that of the elements in it. */
export function textOf(element: XmlElement): string {
	const [first] = element.children;
	if (first?.kind === 'text' && element.children.length === 1) return first.text;
	return element.children.map((node) => (node.kind === 'text' ? node.text : '')).join('');
}

import { growth, LINEAR } from '../work-counter';
import { readXml, XmlError, type XmlElement } from '../../../engine/xml';

/** Names and texts of a document, in order. */
function outline({ name, attributes, children }: XmlElement): unknown[] {
	return [
		name,
		...attributes.map((attribute) => `${attribute.name}=${attribute.value}`),
		...children.map((node) => {
			if (node.kind === 'element') return outline(node.element);
			return node.kind === 'text' ? node.text : node.kind;
		}),
	];
}

describe('every name of XML is a name like any other', () => {
	test.each(['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'text', 'cdata', 'a.b'])(
		'%s',
		(name) => {
			const xml = `<${name}><${name} ${name}="1">x</${name}><${name}/><${name} ${name}="2" /></${name}>`;
			const want = [name, [name, `${name}=1`, 'x'], [name], [name, `${name}=2`]];
			expect(outline(readXml(xml).root)).toEqual(want);
			expect(outline(readXml(xml, true).root)).toEqual(want);
		},
	);

	test('of an instruction, too', () => {
		const { root } = readXml('<r><?__proto__ constructor="1"?></r>', true);
		expect(root.children).toEqual([{ kind: 'instruction', name: '__proto__' }]);
	});
});

describe('what a text may hold', () => {
	test.each<[xml: string, want: unknown[]]>([
		['<r a="]]>"><!-- ]]> <! --><?p <! ]]>?>x</r>', ['r', 'a=]]>', 'x']],
		['<r a=\'"&lt;!"\'>]] ></r>', ['r', 'a="<!"', ']] >']],
		['<r><![CDATA[<!]]]]><![CDATA[> ]]>y</r>', ['r', '<!]]', '> ', 'y']],
		['<r>]]&gt;</r>', ['r', ']]>']],
	])('%s', (xml, want) => {
		expect(outline(readXml(xml).root)).toEqual(want);
	});
});

describe('a fault has its line, its column, the element it is in, and advice', () => {
	test.each<[xml: string, message: string]>([
		[' \n', 'Nothing to read: the XML is empty (line 1, column 1)'],
		['<!-- a -->', 'The XML has no root element (line 1, column 1)'],
		['\nx<r/>', 'There is text before the root element. Remove it (line 2, column 1)'],
		[
			'<r>\n</r>\nx',
			'There is text after the end of the document. Remove what follows the end tag of r (line 3, column 1, in r)',
		],
		[
			'<r/>\n<s/>',
			's is a second root element after r. Keep only one of them (line 2, column 1, in s)',
		],
		[
			'<r>\n<a>1</a>\n<b>',
			'The XML breaks off: the element b is not closed. Write the end tag of b after its content (line 3, column 1, in b)',
		],
		[
			'<r><a>1</r>',
			'The element a (opened in line 1, column 4) is not closed before the end tag of r. Write the end tag of a first (line 1, column 8, in a)',
		],
		[
			"<r>\n<a b='1<2'/></r>",
			"The text in quotes that begins here is not closed. Write ' at its end, and &lt; for a less-than sign in it (line 2, column 6, in r)",
		],
		[
			'<r><a>\n<!doctype x></a></r>',
			'The XML has a DOCTYPE, which is not accepted. Remove it and the entities that it declares (line 2, column 1, in a)',
		],
		[
			'<r><!-- <!DOCTYPE x> --><a>\u0001</a></r>',
			'The XML contains the character U+0001, which XML does not allow (line 1, column 28, in a)',
		],
		[
			'<r>\n<a>x &nbsp; y</a></r>',
			'XML does not know the entity &nbsp;. Write &amp; for a bare &, or put the text into a CDATA section (line 2, column 6, in a)',
		],
	])('%j', (xml, message) => {
		expect(() => readXml(xml)).toThrow(new Error(message));
		expect(() => readXml(xml)).toThrow(XmlError);
	});
});

describe('misspelled markup loses nothing in silence', () => {
	test.each<[xml: string, message: RegExp]>([
		['<r>\n<a><!CDATA[x]]></a></r>', /^A tag that begins with ! .*\(line 2, column 4, in a\)$/],
		['<r>\n<a><!foo></a></r>', /^A tag that begins with ! .*\(line 2, column 4, in a\)$/],
		['<r><a>1</a><!CDATA[x]]</r>', /^A tag that begins with ! .*\(line 1, column 12, in r\)$/],
		['<r><a>x]]>y</a></r>', /^A CDATA section ends here.*\(line 1, column 8, in a\)$/],
		['<r><![CDATA[a]]>]]></r>', /^A CDATA section ends here.*\(line 1, column 17, in r\)$/],
	])('%j', (xml, message) => {
		for (const everything of [false, true]) {
			expect(() => readXml(xml, everything)).toThrow(XmlError);
			expect(() => readXml(xml, everything)).toThrow(message);
		}
	});
});

test.each([
	['comments', '<r>', '<!--'],
	['CDATA sections', '<r>', '<![CDATA['],
	['instructions', '<r>', '<?'],
	['misspelled CDATA sections', '<r>', '<!CDATA['],
	['attributes', '<r ', 'a="1" '],
	['quotes', '<r ', 'a=" '],
])(
	'beginnings of %s without an end are refused in linear steps',
	async (_title, start, beginning) => {
		const refuse = (count: number) =>
			expect(() => readXml(`${start}${beginning.repeat(count)}</r>`)).toThrow(XmlError);
		refuse(300_000);
		expect(await growth(refuse, 1_000)).toBeLessThan(LINEAR);
	},
);

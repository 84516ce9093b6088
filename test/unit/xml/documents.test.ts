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
		['<r a=\'"<!"\'>]] ></r>', ['r', 'a="<!"', ']] >']],
		['<r><![CDATA[<!]]]]><![CDATA[> ]]>y</r>', ['r', '<!]]', '> ', 'y']],
		['<r>]]&gt;</r>', ['r', ']]>']],
	])('%s', (xml, want) => {
		expect(outline(readXml(xml).root)).toEqual(want);
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
])(
	'beginnings of %s without an end are refused in linear steps',
	async (_title, start, beginning) => {
		const refuse = (count: number) =>
			expect(() => readXml(`${start}${beginning.repeat(count)}</r>`)).toThrow(XmlError);
		refuse(300_000);
		expect(await growth(refuse, 1_000)).toBeLessThan(LINEAR);
	},
);

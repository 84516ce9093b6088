import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
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

	test.each(['<?@><a/>1.0"?><a/>', '<? ?><a/>', '<?a@ b?><a/>'])(
		'an instruction without a name is refused: %s',
		(xml) => {
			expect(() => readXml(xml)).toThrow(XmlError);
			expect(() => readXml(xml)).toThrow('A processing instruction has no valid name');
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
			'<r>\u{1f600}<a>\ud83d</a></r>',
			'The XML contains the character U+D83D, which XML does not allow (line 1, column 9, in a)',
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

describe('what is not well-formed has its place', () => {
	test.each<[xml: string, line: number, column: number, message: RegExp]>([
		[' ', 1, 1, /the XML is empty/],
		['<!-- c -->', 1, 1, /no root element/],
		['x<r/>', 1, 1, /text before the root/],
		['<r/>\n x', 2, 2, /text after the end of the document.*in r/],
		['<r/>\r\n<s/>', 2, 1, /s is a second root.*in s/],
		['<r/><![CDATA[]]>', 1, 5, /CDATA section outside/],
		['<r><?xml version="1.0"?></r>', 1, 4, /declaration is not at the start/],
		[
			'<r>\n<a>x</b></r>',
			2,
			5,
			/a \(opened in line 2, column 1\).*before the end tag of b.*instead/,
		],
		['<r/></r>', 1, 5, /end tag of r closes an element that is not open/],
		['<r></ r>', 1, 4, /The end tag that begins here is not closed/],
		['<r></r x="1">', 1, 4, /The end tag that begins here is not closed/],
		['<r>1 < 2</r>', 1, 6, /less-than sign does not begin an element.*in r/],
		['<r><a ', 1, 4, /The tag that begins here is not closed/],
		['<r><a <b/></r>', 1, 4, /The tag that begins here is not closed/],
		['<r a="1"b="2"/>', 1, 9, /the attribute b follows without a space/],
		['<r a/>', 1, 4, /the attribute a has no value/],
		['<r a=1/>', 1, 4, /the attribute a has no value/],
		['<r a="1/>', 1, 6, /text in quotes.*is not closed/],
		['<r a="1" a="2"/>', 1, 10, /the attribute a is repeated/],
		['<r a="1" ="2"/>', 1, 10, /the character = is not expected/],
		['<r a="&x"/>', 1, 7, /a bare &/],
		['<r>a<!-- -->\n&y;</r>', 2, 1, /the entity &y;/],
		['<r>\u0001</r>', 1, 4, /U\+0001.*in r/],
		[`${'<a>'.repeat(201)}${'</a>'.repeat(201)}`, 1, 601, /more than 200 elements deep/],
	])('%j', (xml, line, column, message) => {
		expect(() => readXml(xml)).toThrow(message);
		expect(() => readXml(xml)).toThrow(expect.objectContaining({ place: { line, column } }));
	});
});

test('places are those of the source, with the line ends of Windows, too', () => {
	const document = readXml('<r>\r\n<!-- c\r\n--><a>x</a>\r\n <a/></r>');
	const places = document.root.children.flatMap((node) =>
		node.kind === 'element' ? [document.placeOf(node.element)] : [],
	);
	expect(places).toEqual([
		{ line: 3, column: 4 },
		{ line: 4, column: 2 },
	]);
});

describe('any document', () => {
	const name = fc.constantFrom('a', 'b', 'n:c', '_d', 'e-f.g', 'é');
	const value = fc.constantFrom('', '1', 'x y', '&amp;&lt;', '&#233;', '>', 'a\tb', 'ü');
	const attributes = fc
		.uniqueArray(fc.tuple(name, value), { maxLength: 3, selector: ([key]) => key })
		.map((pairs) => pairs.map(([key, text]) => `\n ${key} = "${text}"`).join(''));
	const { document } = fc.letrec<{ document: string; content: string }>((tie) => ({
		document: fc.oneof(
			{ maxDepth: 4 },
			fc.tuple(name, attributes).map(([tag, pairs]) => `<${tag}${pairs} />`),
			fc
				.tuple(name, attributes, fc.array(tie('content'), { maxLength: 5 }))
				.map(([tag, pairs, content]) => `<${tag}${pairs}>${content.join('')}</${tag} >`),
		),
		content: fc.oneof(
			tie('document'),
			fc.constantFrom('x', ' ', '\r\n', '&quot;', '&#x41;', ']]', '<![CDATA[<&]]>', '<!-- <a> -->'),
		),
	}));

	/** fast-xml-parser's tree as an outline, texts as they are written. */
	type Parsed = Record<string, Parsed[] | string | Record<string, string>>;
	const parser = new XMLParser({
		preserveOrder: true,
		ignoreAttributes: false,
		attributeNamePrefix: '',
		trimValues: false,
		parseTagValue: false,
		processEntities: { enabled: true },
		htmlEntities: true,
	});
	const outlineOf = (node: Parsed): unknown => {
		const [key] = Object.keys(node).filter((one) => one !== ':@');
		if (key === '#text') return node[key];
		const pairs = Object.entries(node[':@'] ?? {}).map(([tag, text]) => `${tag}=${String(text)}`);
		return [key, ...pairs, ...joined((node[key] as Parsed[]).map(outlineOf))];
	};
	/** Texts side by side as one: the two tell pieces apart in different ways. */
	const joined = (parts: unknown[]): unknown[] => {
		const one: unknown[] = [];
		for (const part of parts) {
			const last = one.at(-1);
			if (typeof part === 'string' && typeof last === 'string') one[one.length - 1] = last + part;
			else one.push(part);
		}
		return one;
	};
	const own = ({ name: tag, attributes: pairs, children }: XmlElement): unknown => [
		tag,
		...pairs.map((pair) => `${pair.name}=${pair.value}`),
		...joined(
			children.map((node) => {
				if (node.kind === 'element') return own(node.element);
				return node.kind === 'text' ? node.text : node.kind;
			}),
		),
	];

	test('is read as fast-xml-parser reads it', () => {
		fc.assert(
			fc.property(document, (xml) => {
				expect(own(readXml(xml).root)).toEqual(outlineOf((parser.parse(xml) as Parsed[])[0]));
			}),
		);
	});

	test('that is broken is refused as XML or read, and nothing else happens', () => {
		fc.assert(
			fc.property(document, fc.nat(), fc.nat(3), (xml, where, left) => {
				const at = where % (xml.length + 1);
				const broken = xml.slice(0, at) + xml.slice(at + left);
				try {
					readXml(broken);
				} catch (error) {
					expect(error).toBeInstanceOf(XmlError);
				}
			}),
		);
	});
});

import fc from 'fast-check';

/** Texts that are odd to XML, to n8n or to JavaScript. */
const oddTexts = [
	'',
	' ',
	'=',
	'==1+1',
	'={{ $json.a }}',
	'=}} {{',
	'={{ "a" }}',
	'__proto__',
	'constructor',
	'other',
	'define',
	']]>',
	'<b>&amp;</b>',
	'a & b < c > "d" \'e\'',
	'$field',
	' intval ',
	'line\nline\ttab\r\nend\r',
	'ñ 日本 \u{1F600}',
	'a..z',
	'\\\\{{x}}',
	'null',
	'0',
];

const text = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom(...oddTexts) },
	fc
		.string({ unit: 'grapheme', maxLength: 12 })
		.filter((value) => !/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(value)),
);

const escaped = (value: string) =>
	value
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('\r', '&#13;');

const quoted = (value: string) => escaped(value).replaceAll('"', '&quot;');

/** Text as character data or as CDATA. */
const content = fc.tuple(text, fc.boolean()).map(([value, cdata]) => {
	const canBeCdata = cdata && !value.includes(']]>') && !value.includes('\r');
	return canBeCdata ? `<![CDATA[${value}]]>` : escaped(value);
});

const attributes = fc
	.array(fc.tuple(fc.constantFrom('x', 'y-z', 'a:b'), text), { maxLength: 2 })
	.map((list) => [...new Map(list)].map(([name, value]) => ` ${name}="${quoted(value)}"`).join(''));

/** Mostly none. */
const seldomAttributes = fc.oneof({ weight: 6, arbitrary: fc.constant('') }, attributes);

const { unknown } = fc.letrec((tie) => ({
	unknown: fc
		.tuple(
			fc.constantFrom('extra', 'whatever', 'a:b', 'toString', 'field', 'wsurl', 'header'),
			attributes,
			fc.array(fc.oneof(content, tie('unknown')) as fc.Arbitrary<string>, { maxLength: 3 }),
		)
		.map(([name, more, children]) => `<${name}${more}>${children.join('')}</${name}>`),
}));

/** What stands between known elements: mostly nothing. */
const between = fc.oneof(
	{ weight: 12, arbitrary: fc.constant('') },
	{ weight: 2, arbitrary: fc.constant('\n  ') },
	unknown as fc.Arbitrary<string>,
	content,
	fc.constant('<!-- comment -->'),
);

function element(name: string, inside: fc.Arbitrary<string>): fc.Arbitrary<string> {
	return fc
		.tuple(seldomAttributes, inside)
		.map(([more, children]) => `<${name}${more}>${children}</${name}>`);
}

/** An element with text, now and then with an element in it. */
function leaf(name: string, inside: fc.Arbitrary<string> = content): fc.Arbitrary<string> {
	const mixed = fc.tuple(inside, unknown as fc.Arbitrary<string>, content);
	return element(
		name,
		fc.oneof(
			{ weight: 8, arbitrary: inside },
			mixed.map((parts) => parts.join('')),
		),
	);
}

/** Elements in their usual order, all there, or in any order, some of them missing or twice. */
function elements(...usual: Array<fc.Arbitrary<string>>): fc.Arbitrary<string> {
	const twice = usual.length === 0 ? [] : [...usual, usual[0]];
	return fc
		.oneof(fc.constant(usual), fc.shuffledSubarray(twice))
		.chain((list) => fc.tuple(...list.map((one) => fc.tuple(one, between)), between))
		.map((parts) => parts.flat().join(''));
}

function many(one: fc.Arbitrary<string>, maxLength = 3): fc.Arbitrary<string> {
	return fc.array(fc.tuple(one, between), { maxLength }).map((list) => list.flat().join(''));
}

const from = (...values: string[]) => leaf2(fc.constantFrom(...values));
const leaf2 = (values: fc.Arbitrary<string>) => fc.oneof(values, content);

const orgfield = element(
	'Orgfield',
	elements(
		leaf('OrgfieldName'),
		leaf('OrgfieldID', from('CONST', 'const', 'FIELD', 'TEMPLATE', 'expression', 'RULE', '', 'X')),
		leaf('Rule'),
		leaf('postProcess', from('intval', 'strtoupper', '')),
	),
);
const relfield = element(
	'Relfield',
	elements(
		leaf('RelfieldName'),
		leaf('RelModule'),
		leaf('linkfield'),
		leaf('Relfieldvalue'),
		leaf('delimiter'),
	),
);
const field = element(
	'field',
	elements(
		leaf('fieldname'),
		element('Orgfields', elements(many(fc.oneof(orgfield, relfield)), leaf('delimiter'))),
		leaf('value'),
		leaf('master'),
	),
);
const header = element('header', elements(leaf('keyname'), leaf('keyvalue')));
const entry = element(
	'field',
	elements(leaf('fieldname'), element('destination', elements(leaf('field'), leaf('context')))),
);
const config = element(
	'wsconfig',
	elements(
		leaf('wsurl'),
		leaf('wshttpmethod', from('GET', 'POST', 'LINK', 'post', '')),
		leaf('methodname'),
		leaf('wsresponsetime'),
		leaf('wsuser'),
		// A password that has elements inside keeps no place among them.
		element('wspass', content),
		element('wsheader', many(header)),
		leaf('wstype', from('REST', 'SOAP', 'GRAPHQL')),
		leaf('inputtype', from('JSON', 'URL', 'URLRESTFUL', 'XML', 'json', '')),
		leaf('outputtype', from('JSON', 'XML', '')),
		leaf('wsproxyhost'),
		leaf('certinsecure'),
	),
);

/** XML of maps as nobody would write them: odd texts, and unknown elements anywhere. */
export const generatedMaps: fc.Arbitrary<string> = fc
	.constantFrom('map', 'mapping')
	.chain((root) =>
		element(
			root,
			elements(
				element('originmodule', elements(leaf('originname'))),
				config,
				element('fields', many(field)),
				element('Response', many(entry)),
			),
		),
	);

/** Texts that are odd to XML, to n8n or to JavaScript. */
export const generatedTexts: fc.Arbitrary<string> = text;

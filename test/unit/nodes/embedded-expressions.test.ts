import {
	evaluatedXml,
	hasEmbeddedExpressions,
} from '../../../nodes/RunWebServiceMap/embeddedExpressions';

const VALUES: Record<string, unknown> = {
	'{{ $json.url }}': 'https://a/?b=1&c=<2>',
	'{{ $json.map }}': '<map/>',
	"{{ $('Get').item.json.n }}": 3,
	'{{ $json.end }}': 'a]]>b',
	'{{ $json.none }}': undefined,
	'{{ $json.list }}': ['x'],
};
const evaluate = (expression: string) => {
	if (!Object.hasOwn(VALUES, expression)) throw new Error(`no such expression: ${expression}`);
	return VALUES[expression];
};

test.each<[title: string, xml: string, becomes: string]>([
	['a text stays a text', '<a>{{ $json.url }}</a>', '<a>https://a/?b=1&amp;c=&lt;2&gt;</a>'],
	[
		'in CDATA it is written as it is',
		'<a><![CDATA[{{ $json.url }}]]></a>',
		'<a><![CDATA[https://a/?b=1&c=<2>]]></a>',
	],
	[
		'and does not end the section',
		'<a><![CDATA[{{ $json.end }}]]></a>',
		'<a><![CDATA[a]]]]><![CDATA[>b]]></a>',
	],
	['another node', "<a>{{ $('Get').item.json.n }}</a>", '<a>3</a>'],
	['nothing', '<a>{{ $json.none }}</a>', '<a></a>'],
	['a list', '<a>{{ $json.list }}</a>', '<a>[&quot;x&quot;]</a>'],
	['alone it is XML', '{{ $json.map }}', '<map/>'],
	[
		'braces of the map are its own',
		'<a>{{name}} {{ $firstname }} { $json.x }</a>',
		'<a>{{name}} {{ $firstname }} { $json.x }</a>',
	],
])('%s', (_title, xml, becomes) => {
	expect(evaluatedXml(xml, evaluate)).toBe(becomes);
	expect(hasEmbeddedExpressions(xml)).toBe(xml !== becomes);
});

import { convertMaps, workflowsToN8n } from '../../../convert';
import { parseMap, serializeMap } from '../../../engine';
import { smallMap, source } from '../map/small-map';
import { taskOf, workflowOf } from '../workflow/written-workflows';

/**
 * Expressions that do not work outside coreBOS as they look, and what is said of them when a map
 * is read, exported or converted. They are what coreBOS's users write.
 */
const REFUSED: Array<[expression: string, said: string]> = [
	['concat(', 'expected a value, found the end of the expression (line 1, column 8)'],
	["concat('a',", 'expected a value, found the end of the expression (line 1, column 12)'],
	['if a then b', "expected 'else'"],
	['if a then b else c', "expected 'end'"],
	["nosuch('a')", "there is no function 'nosuch' (line 1, column 1)"],
	["Concat('a')", "there is no function 'Concat'"],
	['', 'the expression is empty (line 1, column 1)'],
	["executeSQL('select 1')", "'executeSQL' works only inside coreBOS: use the query operation"],
	["1 + executeSQL('select 1')", '(line 1, column 5)'],
	["sendMessage('a', 'b')", "'sendMessage' works only inside coreBOS"],
	["readMessage('a')", "'readMessage' works only inside coreBOS"],
	["hashFile('md5', 'a')", "'hashFile' works only inside coreBOS"],
	["AutoNumberDec('a')", "'AutoNumberDec' works only inside coreBOS"],
	["getLatitude('a')", "'getLatitude' works only inside coreBOS"],
	["getCurrentConfiguredTaxValues('VAT')", 'does not return the configured taxes'],
	["if a then b else concat('c',) end", "expected a value, found ')'"],
	['{{ 1 + }}', 'in the inner expression: expected a value'],
	['a->b', "expected a value before '>' (line 1, column 3)"],
	['$(account_id : (Accounts))', "there is no function 'account_id'"],
];
const DOUBTFUL: Array<[expression: string, said: string]> = [
	['getFromContext("cb_token")', 'text goes in single quotes'],
	['concat("a", \'b\')', 'reads double quotes as names'],
	['productcode == "W-100"', '(line 1, column 16)'],
	['a b', "coreBOS ends the expression before 'b' and ignores what follows"],
	["1 + 'x", 'a string starts here and is not closed'],
	['a # b', "'#' has no meaning in an expression"],
	['1 + 2)', "coreBOS ends the expression before ')' and ignores what follows"],
	['1,5 + 2', "coreBOS ends the expression before ',' and ignores what follows"],
	['a && b', 'AND(a, b) joins conditions'],
	["'a' . 'b'", 'concat(a, b) joins texts'],
	['a % b', 'modulo(a, b) returns the remainder'],
	['if a then b else c end + 1', "put the 'if … end' in brackets"],
	[
		"evaluateExpression('nosuch(1)')",
		"in evaluateExpression: the text cannot be evaluated: there is no function 'nosuch' (line 1, column 20)",
	],
	["if a then evaluateExpression('1 +') else 2 end", 'found the end of the expression'],
	["1 + {{evaluateExpression('executeSQL(a)')}}", "'executeSQL' works only inside coreBOS"],
	["evaluateExpression('evaluateExpression(\\'b(\\')')", 'in evaluateExpression: in evaluateExpr'],
	["evaluateExpression('if a then b else c end + 1')", "put the 'if … end' in brackets"],
];
const FINE = [
	'a',
	'$a',
	"concat('\"', b)",
	'1 + 2',
	'if a then b else c end',
	"getSetting('k')",
	"evaluateExpression('1 + a')",
	'evaluateExpression(a)',
];

const map = (id: string, texts: string[]) =>
	smallMap({
		fields: Object.fromEntries(texts.map((text, index) => [`f${index}`, source(id, text)])),
	});
const said = (field: string, id: string, text: string) =>
	expect.stringMatching(new RegExp(`^Field "${field}", ${id}.*: .*${escapedPattern(text)}`));
const escapedPattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

test.each(REFUSED)('%s is refused', (expression, text) => {
	const [warning, ...more] = parseMap(map('EXPRESSION', [expression])).warnings ?? [];
	expect(warning).toEqual(said('f0', 'EXPRESSION is refused when the map runs', text));
	expect(more).toEqual([]);
});

test.each(DOUBTFUL)('%s is read differently than it looks', (expression, text) => {
	const warnings = parseMap(map('EXPRESSION', [expression])).warnings ?? [];
	expect(warnings).toContainEqual(said('f0', 'EXPRESSION', text));
	expect(warnings.filter((one) => /is refused/.test(one))).toEqual([]);
});

test.each(FINE)('nothing is said of %s', (expression) => {
	expect(parseMap(map('EXPRESSION', [expression])).warnings).toEqual([]);
});

describe('a map', () => {
	const texts = [...REFUSED, ...FINE.map((text) => [text]), ...DOUBTFUL].map(([text]) => text);

	test('tells of every one, with its field', () => {
		const warnings = parseMap(map('EXPRESSION', texts)).warnings ?? [];
		const fields = new Set(warnings.map((one) => /^Field "f(\d+)"/.exec(one)?.[1]));
		const wanted = texts.flatMap((text, index) => (FINE.includes(text) ? [] : [String(index)]));
		expect([...fields]).toEqual(wanted);
	});

	test('tells of those in templates and fields as well', () => {
		const template = '$name $(general : (__WorkflowFunction__) executeSQL(1))';
		for (const id of ['TEMPLATE', 'FIELD']) {
			const [warning] = parseMap(map(id, [template])).warnings ?? [];
			expect(warning).toEqual(said('f0', id, "'executeSQL' works only inside coreBOS"));
		}
		expect(parseMap(map('CONST', ['concat('])).warnings).toEqual([]);
	});

	test.each([
		['x $(account_id: (Accounts) phone) y', true],
		['$( account_id :(Accounts) phone )', true],
		['$(account_id : (Accounts) phone', true],
		['$(account_id : (Accounts) phone)', false],
		['$(5) $(a) (account_id: (Accounts) phone)', false],
	])('a link in a template that coreBOS does not follow: %s', (template, isTold) => {
		const told = said(
			'f0',
			'TEMPLATE',
			"'account_id' is not followed: write $(account_id : (Accounts) phone), with spaces",
		);
		const warnings = parseMap(map('TEMPLATE', [template])).warnings;
		expect(warnings).toEqual(isTold ? [told] : []);
	});

	test('says nothing of a text that coreBOS does not read', () => {
		const unread = smallMap({
			fields: { a: source('EXPRESSION', 'concat(', '<postProcess></postProcess>') },
		});
		expect(parseMap(unread).warnings).toEqual([]);
	});

	test('tells of what it is now, and writes and compares as before', () => {
		const read = parseMap(map('EXPRESSION', ['concat(']));
		expect(Object.keys(read)).not.toContain('warnings');
		expect(serializeMap(read)).toBe(serializeMap(parseMap(serializeMap(read))));
		read.fields = [];
		expect(read.warnings).toEqual([]);
	});

	test('does not quote a secret of its expressions', () => {
		const secret = "hash('s3cr3t-4711' executeSQL(";
		expect(JSON.stringify(parseMap(map('EXPRESSION', [secret])).warnings)).not.toMatch(/s3cr3t/);
	});
});

test('a conversion of maps tells of them with map and node', () => {
	const { warnings } = convertMaps([
		{ name: 'one.xml', xml: map('EXPRESSION', ['a']) },
		{ name: 'two.xml', xml: map('EXPRESSION', ['concat(', "executeSQL('a')"]) },
	]);
	expect(warnings).toEqual([
		{ map: 'two.xml', node: 'call1', message: said('f0', 'EXPRESSION', 'expected a value') },
		{ map: 'two.xml', node: 'call1', message: said('f1', 'EXPRESSION', 'only inside coreBOS') },
	]);
});

test.each([
	['<field>description</field>', ['The answer goes into description of the item.']],
	['<field>description</field><context>id</context>', ['turn on Save Fields to the Record']],
	['<context>id</context>', []],
])('a conversion of maps tells of what the task saves, %s', (destination, messages) => {
	const response = `<field><fieldname>id</fieldname><destination>${destination}</destination></field>`;
	const { warnings } = convertMaps([{ name: 'one.xml', xml: smallMap({ response }) }]);
	expect(warnings.map(({ message }) => message)).toEqual(
		messages.map((text) => expect.stringContaining(text)),
	);
});

describe('a conversion of workflows', () => {
	const mapping = (value: string) =>
		JSON.stringify([{ fieldname: 'phone', valuetype: 'expression', value }]);
	const converted = (value: string) => {
		const task = taskOf('VTUpdateFieldsTask', { field_value_mapping: mapping(value) });
		const [only] = workflowsToN8n([workflowOf({}, [task])]);
		return only;
	};
	test.each(REFUSED.filter(([text]) => text !== ''))('%s is not converted', (value, text) => {
		const { notConverted } = converted(value);
		expect(notConverted.map(({ reason }) => reason).join()).toContain(text);
		expect(notConverted[0].reason).toMatch(/^The expression for "phone" is refused/);
	});
	test.each(DOUBTFUL)('%s stands on the canvas', (value, text) => {
		const { notConverted, workflow } = converted(value);
		expect(notConverted).toEqual([]);
		expect(JSON.stringify(workflow.nodes)).toContain(JSON.stringify(text).slice(1, -1));
	});
});

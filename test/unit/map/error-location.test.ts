import { MapError, parseMap, serializeMap } from '../../../engine/map';
import { failure, runSmall } from './small-map';

/** A map of a directive a line, with some lines replaced. */
function map(replaced: Record<number, string>): string {
	const lines = [
		'<map>',
		' <wsconfig>',
		'  <wsurl>http://host/api</wsurl>',
		'  <wshttpmethod>POST</wshttpmethod>',
		'  <wsheader><header><keyname>a</keyname><keyvalue>b</keyvalue></header></wsheader>',
		'  <wstype>REST</wstype>',
		'  <inputtype>JSON</inputtype>',
		'  <outputtype>JSON</outputtype>',
		' </wsconfig>',
		' <fields>',
		'  <field><fieldname>one</fieldname><value>1</value></field>',
		'  <field><fieldname>two</fieldname><Orgfields><Orgfield><OrgfieldName>name</OrgfieldName><OrgfieldID>FIELD</OrgfieldID></Orgfield></Orgfields></field>',
		' </fields>',
		' <Response></Response>',
		'</map>',
	];
	return lines.map((line, index) => replaced[index + 1] ?? line).join('\n');
}

const twoSources = (first: string, second: string) =>
	`  <field><fieldname>two</fieldname><Orgfields>${first}${second}</Orgfields></field>`;
const orgfield = (id: string, text: string, more = '') =>
	`<Orgfield><OrgfieldName>${text}</OrgfieldName><OrgfieldID>${id}</OrgfieldID>${more}</Orgfield>`;

describe('an error of a run says where in the XML it is', () => {
	test.each<[title: string, replaced: Record<number, string>, place: string, message: RegExp]>([
		['unknown wstype', { 6: '  <wstype>GRAPHQL</wstype>' }, '6, column 3, in wstype', /GRAPHQL/],
		[
			'unknown inputtype',
			{ 7: '  <inputtype>json</inputtype>' },
			'7, column 3, in inputtype',
			/"json"/,
		],
		['no wstype', { 6: '' }, '2, column 2, in wsconfig', /no wstype/],
		[
			'a verb that is not one',
			{ 4: '<wshttpmethod>A B</wshttpmethod>' },
			'4, column 1, in wshttpmethod',
			/"A B"/,
		],
		[
			'the last of a directive counts',
			{ 4: '<wstype>REST</wstype>', 6: '<wstype>X</wstype>' },
			'6, column 1, in wstype',
			/"X"/,
		],
		[
			'an address that is not one',
			{ 3: '  <wsurl>host</wsurl>' },
			'3, column 3, in wsurl',
			/"host"/,
		],
		[
			'a proxy port',
			{ 8: '<wsproxyhost>p</wsproxyhost>\n<wsproxyport>x</wsproxyport>' },
			'9, column 1, in wsproxyport',
			/not a port/,
		],
		[
			'the name of a header',
			{
				5: '<wsheader><header><keyname>a</keyname></header>\n<header><keyname>b c</keyname><keyvalue>d</keyvalue></header></wsheader>',
			},
			'6, column 9, in keyname',
			/"b c"/,
		],
		[
			'a source',
			{ 12: twoSources(orgfield('CONST', 'a'), `\n  ${orgfield('FIELD', 'list')}`) },
			'13, column 3, in Orgfield',
			/"list" is a list/,
		],
		[
			'a postProcess',
			{ 12: twoSources(orgfield('', 'list', '\n<postProcess>addslashes</postProcess>'), '') },
			'13, column 1, in postProcess',
			/addslashes needs text/,
		],
		[
			'a directive outside of wsconfig',
			{ 2: '<config>', 9: '</config>' },
			'1, column 1, in map',
			/no element wsconfig/,
		],
	])('%s', async (_title, replaced, place, message) => {
		const environment = { fields: { name: 'n', list: ['a'] } };
		const error = await failure(runSmall(map(replaced), environment));
		expect(error).toBeInstanceOf(MapError);
		expect(error.message).toMatch(message);
		expect(error.message).toMatch(new RegExp(`\\(line ${place}\\)$`));
		const { line, column } = error as MapError;
		expect(place).toContain(`${line}, column ${column}`);
	});

	test('but not of a map that was made otherwise', async () => {
		const made = { ...parseMap(map({ 6: '' })) };
		const error = await failure(runSmall(made));
		expect(error.message).not.toContain('line');
		expect(serializeMap(made)).toBe(serializeMap(parseMap(map({ 6: '' }))));
	});
});

test('places are not part of a map', () => {
	expect(parseMap(map({}))).toEqual(parseMap(`\n\n${map({})}`));
});

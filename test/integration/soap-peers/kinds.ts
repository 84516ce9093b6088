/** What a WSDL of one kind is made of, for every style that it can be called in. */
export interface WsdlKind {
	kind: string;
	/** Definitions in the schema of `urn:t`, the type `V` among them. */
	types: string;
	/** Attributes of that schema. */
	schema?: string;
	/** Other documents by name. */
	files?: Record<string, string>;
	/** Styles that it can be called in; all where it does not say it. */
	styles?: readonly Style[];
	/** Of values that may be any text, where PHP loses some. */
	text?: string;
	/** Where PHP does something else, and why that is not right. */
	php?: PhpDeviation;
}

/** What PHP does with envelopes and answers of a kind, where it is not what we do. */
export interface PhpDeviation {
	envelope?: Outcome;
	answer?: Outcome;
	reason: string;
}

type Outcome = 'different' | 'php refuses' | 'we refuse';

export const STYLES = ['document', 'rpc literal', 'rpc encoded', 'SOAP 1.2'] as const;

export type Style = (typeof STYLES)[number];

const LITERAL: readonly Style[] = ['document', 'rpc literal', 'SOAP 1.2'];
const UNQUALIFIED: PhpDeviation = {
	envelope: 'different',
	reason: 'PHP takes an element that is referred to in an unqualified schema as unqualified',
};

/** PHP empties lists and unions with an ampersand. */
const PLAIN = 'text';

const NAMELESS =
	"PHP says of a type in place that it is of its element's name, which no schema defines";

const ENC = 'http://schemas.xmlsoap.org/soap/encoding/';
const sequence = (content: string) => `<xs:sequence>${content}</xs:sequence>`;
const element = (name: string, type = 'xs:string', more = '') =>
	`<xs:element name="${name}" type="${type}" ${more}/>`;
const V = (content: string, more = '') =>
	`<xs:complexType name="V" ${more}>${content}</xs:complexType>`;
const simple = (content: string) => `<xs:simpleType name="S">${content}</xs:simpleType>`;
const restriction = (base: string, facets = '') =>
	`<xs:restriction base="${base}">${facets}</xs:restriction>`;
/** A structure of one member of the simple type `S`. */
const ofS = (content: string) => simple(content) + V(sequence(element('a', 't:S')));
const structure = (content: string) => V(sequence(content));
const extension = (base: string, content: string) =>
	`<xs:complexContent><xs:extension base="${base}">${content}</xs:extension></xs:complexContent>`;
const complexType = (name: string, content: string, more = '') =>
	`<xs:complexType name="${name}" ${more}>${content}</xs:complexType>`;
const attribute = (name: string, more = '') =>
	`<xs:attribute name="${name}" type="xs:string" ${more}/>`;
const other = (content: string, more = 'elementFormDefault="qualified"') =>
	`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" xmlns:o="urn:o" targetNamespace="urn:o" ${more}>${content}</xs:schema>`;
const importing = '<xs:import namespace="urn:o" schemaLocation="o.xsd"/>';
const array = (of: string) =>
	`<xs:complexContent><xs:restriction base="e:Array"><xs:attribute ref="e:arrayType" w:arrayType="${of}"/></xs:restriction></xs:complexContent>`;

/** Built-in types that values of every kind fit. */
const BUILT_IN =
	'string normalizedString token anyURI boolean byte short int long integer unsignedByte unsignedShort unsignedInt unsignedLong positiveInteger nonNegativeInteger negativeInteger nonPositiveInteger decimal float double date time dateTime base64Binary hexBinary anySimpleType'.split(
		' ',
	);

const SIMPLE_TYPES: readonly WsdlKind[] = [
	...BUILT_IN.map((name) => ({
		kind: `xs:${name}`,
		types: structure(element('a', `xs:${name}`)),
	})),
	{
		kind: 'enumeration',
		types: ofS(restriction('xs:string', '<xs:enumeration value="x"/><xs:enumeration value="y"/>')),
	},
	{
		kind: 'enumeration of a restriction',
		types: `<xs:simpleType name="B">${restriction('xs:token', '<xs:maxLength value="20"/>')}</xs:simpleType>${ofS(restriction('t:B', '<xs:enumeration value="x"/>'))}`,
	},
	{ kind: 'pattern and length', types: ofS(restriction('xs:string', '<xs:pattern value=".*"/>')) },
	{ kind: 'range of numbers', types: ofS(restriction('xs:int', '<xs:minInclusive value="1"/>')) },
	{
		kind: 'fraction digits',
		types: ofS(restriction('xs:decimal', '<xs:fractionDigits value="2"/>')),
	},
	{
		kind: 'restriction of a type in place',
		types: ofS(
			`<xs:restriction><xs:simpleType>${restriction('xs:int')}</xs:simpleType></xs:restriction>`,
		),
	},
	{ kind: 'union', text: PLAIN, types: ofS('<xs:union memberTypes="xs:int xs:string"/>') },
	{
		kind: 'union of types in place',
		text: PLAIN,
		types: ofS(`<xs:union><xs:simpleType>${restriction('xs:string')}</xs:simpleType></xs:union>`),
	},
	{ kind: 'list', text: PLAIN, types: ofS('<xs:list itemType="xs:int"/>') },
	{
		kind: 'list of a type in place',
		text: PLAIN,
		types: ofS(`<xs:list><xs:simpleType>${restriction('xs:string')}</xs:simpleType></xs:list>`),
	},
	{
		kind: 'restricted list',
		types: `<xs:simpleType name="L"><xs:list itemType="xs:int"/></xs:simpleType>${ofS(restriction('t:L', '<xs:maxLength value="5"/>'))}`,
	},
	{
		kind: 'type in place of an element',
		php: { envelope: 'different', reason: NAMELESS },
		types: structure(
			`<xs:element name="a"><xs:simpleType>${restriction('xs:string', '<xs:enumeration value="x"/>')}</xs:simpleType></xs:element>`,
		),
	},
];

const CONTENT: readonly WsdlKind[] = [
	{ kind: 'sequence', types: structure(element('a') + element('b', 'xs:int')) },
	{ kind: 'all', types: V(`<xs:all>${element('a')}${element('b', 'xs:int')}</xs:all>`) },
	{
		kind: 'all of optional ones',
		types: V(`<xs:all>${element('a', 'xs:int', 'minOccurs="0"')}${element('b')}</xs:all>`),
	},
	{ kind: 'choice', types: V(`<xs:choice>${element('a')}${element('b', 'xs:int')}</xs:choice>`) },
	{
		kind: 'choice of sequences',
		types: V(
			`<xs:choice>${sequence(element('a') + element('b'))}${sequence(element('a') + element('c'))}</xs:choice>`,
		),
	},
	{
		kind: 'choice in a sequence',
		types: structure(
			`${element('a')}<xs:choice minOccurs="0">${element('b')}${element('c')}</xs:choice>${element('d')}`,
		),
	},
	{
		kind: 'repeated choice',
		types: structure(
			`<xs:choice minOccurs="0" maxOccurs="unbounded">${element('a')}${element('b', 'xs:int')}</xs:choice>`,
		),
	},
	{
		kind: 'sequence in a sequence',
		types: structure(sequence(element('a') + element('b')) + element('c')),
	},
	{ kind: 'optional element', types: structure(element('a', 'xs:string', 'minOccurs="0"')) },
	{
		kind: 'repeated element',
		types: structure(element('a', 'xs:int', 'minOccurs="0" maxOccurs="unbounded"')),
	},
	{
		kind: 'element of two or three',
		types: structure(element('a', 'xs:int', 'minOccurs="2" maxOccurs="3"')),
	},
	{
		kind: 'repeated structure',
		types:
			complexType('I', sequence(element('n') + element('q', 'xs:int'))) +
			structure(element('i', 't:I', 'maxOccurs="unbounded"')),
	},
	{
		kind: 'group',
		types: `<xs:group name="g">${sequence(element('a') + element('b'))}</xs:group>${structure('<xs:group ref="t:g"/>' + element('c'))}`,
	},
	{
		kind: 'group alone',
		types: `<xs:group name="g">${sequence(element('a') + element('b'))}</xs:group>${V('<xs:group ref="t:g"/>')}`,
	},
	{
		kind: 'group of a choice',
		types: `<xs:group name="g"><xs:choice>${element('a') + element('b')}</xs:choice></xs:group>${structure('<xs:group ref="t:g" minOccurs="0"/>')}`,
	},
	{
		kind: 'group in a group',
		types: `<xs:group name="h">${sequence(element('a'))}</xs:group><xs:group name="g">${sequence('<xs:group ref="t:h"/>' + element('b'))}</xs:group>${structure('<xs:group ref="t:g"/>')}`,
	},
	{ kind: 'nillable element', types: structure(element('a', 'xs:int', 'nillable="true"')) },
	{
		kind: 'nillable structure',
		types:
			complexType('I', sequence(element('n'))) +
			structure(element('i', 't:I', 'nillable="true" minOccurs="0"')),
	},
	{
		kind: 'default of an element',
		types: structure(element('a', 'xs:string', 'default="d" minOccurs="0"') + element('b')),
	},
	{
		kind: 'fixed element',
		types: structure(element('a', 'xs:string', 'fixed="f"') + element('b')),
	},
	{
		kind: 'structure in place',
		php: { envelope: 'different', reason: NAMELESS },
		types: structure(
			`<xs:element name="a"><xs:complexType>${sequence(`<xs:element name="b"><xs:complexType>${sequence(element('c'))}</xs:complexType></xs:element>`)}</xs:complexType></xs:element>`,
		),
	},
	{
		kind: 'type that contains itself',
		types: structure(element('a') + element('v', 't:V', 'minOccurs="0"')),
	},
	{
		kind: 'types that contain each other',
		types:
			complexType('W', sequence(element('v', 't:V', 'minOccurs="0"'))) +
			structure(element('w', 't:W', 'minOccurs="0"') + element('a')),
	},
	{ kind: 'empty structure', types: V('') },
	{ kind: 'mixed content', types: V(sequence(element('a')), 'mixed="true"') },
	{
		kind: 'any XML beside an element',
		types: structure(element('a') + '<xs:any minOccurs="0" processContents="lax"/>'),
	},
	{ kind: 'anyType', types: structure(element('a', 'xs:anyType')), styles: LITERAL },
	{
		kind: 'anyType in SOAP’s encoding',
		types: structure(element('a', 'xs:anyType')),
		styles: ['rpc encoded'],
	},
	{ kind: 'element without type', types: structure('<xs:element name="a"/>'), styles: LITERAL },
	{
		kind: 'names that are not ASCII',
		types: structure(element('año') + element('größe', 'xs:int')),
	},
	{
		kind: 'names with dots and hyphens',
		types: structure(element('a.b') + element('c-d') + element('_e')),
	},
	{
		kind: 'annotations everywhere',
		types: `<xs:annotation><xs:documentation>d <b xmlns="">x</b></xs:documentation></xs:annotation>${V(`<xs:annotation><xs:appinfo>i</xs:appinfo></xs:annotation>${sequence(`<xs:annotation/><xs:element name="a" type="xs:string"><xs:annotation><xs:documentation>d</xs:documentation></xs:annotation></xs:element>`)}`)}`,
	},
	{
		kind: 'unique keys',
		types: `${structure(element('a'))}<xs:element name="k" type="t:V"><xs:unique name="u"><xs:selector xpath="a"/><xs:field xpath="."/></xs:unique></xs:element>`,
	},
];

const ATTRIBUTES: readonly WsdlKind[] = [
	{ kind: 'attribute', types: V(sequence(element('a')) + attribute('b')) },
	{
		kind: 'required attribute',
		types: V(sequence(element('a')) + attribute('b', 'use="required"')),
	},
	{ kind: 'attributes alone', types: V(attribute('a', 'use="required"') + attribute('b')) },
	{
		kind: 'default of an attribute',
		types: V(sequence(element('a')) + attribute('b', 'default="d"')),
	},
	{ kind: 'fixed attribute', types: V(sequence(element('a')) + attribute('b', 'fixed="f"')) },
	{
		kind: 'prohibited attribute',
		types: V(sequence(element('a')) + attribute('b', 'use="prohibited"')),
	},
	{
		kind: 'number as attribute',
		types: V('<xs:attribute name="n" type="xs:int"/><xs:attribute name="f" type="xs:boolean"/>'),
	},
	{
		kind: 'type in place of an attribute',
		types: V(
			`<xs:attribute name="n"><xs:simpleType>${restriction('xs:string', '<xs:enumeration value="x"/>')}</xs:simpleType></xs:attribute>`,
		),
	},
	{
		kind: 'list as attribute',
		types: simple('<xs:list itemType="xs:int"/>') + V('<xs:attribute name="n" type="t:S"/>'),
	},
	{
		kind: 'attribute group',
		types: `<xs:attributeGroup name="g">${attribute('a')}${attribute('b')}</xs:attributeGroup>${V(sequence(element('c')) + '<xs:attributeGroup ref="t:g"/>')}`,
	},
	{
		kind: 'attribute group in another',
		types: `<xs:attributeGroup name="h">${attribute('a')}</xs:attributeGroup><xs:attributeGroup name="g">${attribute('b')}<xs:attributeGroup ref="t:h"/></xs:attributeGroup>${V('<xs:attributeGroup ref="t:g"/>')}`,
	},
	{
		kind: 'global attribute',
		php: { envelope: 'different', reason: 'PHP writes a global attribute without its namespace' },
		types: `${attribute('g')}${V(sequence(element('a')) + '<xs:attribute ref="t:g"/>')}`,
	},
	{
		kind: 'qualified attribute',
		types: V(sequence(element('a')) + attribute('b', 'form="qualified"')),
	},
	{
		kind: 'attributes qualified by default',
		schema: 'elementFormDefault="qualified" attributeFormDefault="qualified"',
		types: V(sequence(element('a')) + attribute('b')),
	},
	{
		kind: 'any attribute',
		types: V(sequence(element('a')) + attribute('b') + '<xs:anyAttribute processContents="lax"/>'),
	},
	{
		kind: 'text with attributes',
		types: V(
			`<xs:simpleContent><xs:extension base="xs:string">${attribute('a')}</xs:extension></xs:simpleContent>`,
		),
	},
	{
		kind: 'number with attributes',
		types: V(
			`<xs:simpleContent><xs:extension base="xs:decimal">${attribute('currency', 'use="required"')}</xs:extension></xs:simpleContent>`,
		),
	},
	{
		kind: 'text with attributes, extended',
		types:
			complexType(
				'B',
				`<xs:simpleContent><xs:extension base="xs:int">${attribute('a')}</xs:extension></xs:simpleContent>`,
			) +
			V(
				`<xs:simpleContent><xs:extension base="t:B">${attribute('b')}</xs:extension></xs:simpleContent>`,
			),
	},
	{
		kind: 'text with attributes, in a structure',
		types:
			complexType(
				'M',
				`<xs:simpleContent><xs:extension base="xs:string">${attribute('a')}</xs:extension></xs:simpleContent>`,
			) + structure(element('m', 't:M', 'maxOccurs="unbounded"')),
	},
];

const BASE = complexType('B', sequence(element('a') + element('b', 'xs:int')));

const DERIVED: readonly WsdlKind[] = [
	{ kind: 'extension', types: BASE + V(extension('t:B', sequence(element('c')))) },
	{ kind: 'extension by attributes', types: BASE + V(extension('t:B', attribute('c'))) },
	{
		kind: 'extension by a choice',
		types: BASE + V(extension('t:B', `<xs:choice>${element('c')}${element('d')}</xs:choice>`)),
	},
	{ kind: 'extension without more', types: BASE + V(extension('t:B', '')) },
	{
		kind: 'extension of nothing',
		types: complexType('B', '') + V(extension('t:B', sequence(element('c')))),
	},
	{
		kind: 'extension of an extension',
		types:
			BASE +
			complexType('C', extension('t:B', sequence(element('c')))) +
			V(extension('t:C', sequence(element('d')))),
	},
	{
		kind: 'extension with attributes of the base',
		types:
			complexType('B', sequence(element('a')) + attribute('x')) +
			V(extension('t:B', sequence(element('c')) + attribute('y'))),
	},
	{
		kind: 'extension over namespaces',
		types: importing + V(extension('o:B', sequence(element('c')))),
		files: { 'o.xsd': other(complexType('B', sequence(element('a') + element('b', 'xs:int')))) },
		styles: ['document', 'rpc literal', 'SOAP 1.2'],
	},
	{
		kind: 'extension of an abstract type',
		types:
			complexType('B', sequence(element('a')), 'abstract="true"') +
			V(extension('t:B', sequence(element('c')))),
	},
	{
		kind: 'restriction',
		types:
			BASE +
			V(
				`<xs:complexContent><xs:restriction base="t:B">${sequence(element('a') + element('b', 'xs:int'))}</xs:restriction></xs:complexContent>`,
			),
	},
	{
		kind: 'restriction of anyType',
		styles: LITERAL,
		php: { answer: 'different', reason: 'PHP reads the base as well, into a member "_"' },
		types: V(
			`<xs:complexContent><xs:restriction base="xs:anyType">${sequence(element('a'))}</xs:restriction></xs:complexContent>`,
		),
	},
	{
		kind: 'group in an extension',
		types: `<xs:group name="g">${sequence(element('c'))}</xs:group>${BASE}${V(extension('t:B', sequence('<xs:group ref="t:g"/>')))}`,
	},
];

const NAMES: readonly WsdlKind[] = [
	{
		kind: 'unqualified elements',
		schema: '',
		types: structure(element('a') + element('b', 'xs:int')),
	},
	{
		kind: 'one qualified element',
		schema: '',
		types: structure(element('a', 'xs:string', 'form="qualified"') + element('b')),
	},
	{
		kind: 'one unqualified element',
		types: structure(element('a', 'xs:string', 'form="unqualified"') + element('b')),
	},
	{
		kind: 'reference to an element',
		types: `${element('g')}${structure('<xs:element ref="t:g"/>' + element('a'))}`,
	},
	{
		kind: 'repeated reference',
		types: `${element('g', 'xs:int')}${structure('<xs:element ref="t:g" minOccurs="0" maxOccurs="unbounded"/>')}`,
	},
	{
		kind: 'reference in an unqualified schema',
		schema: '',
		types: `${element('g')}${structure('<xs:element ref="t:g"/>')}`,
		styles: LITERAL,
		php: UNQUALIFIED,
	},
	{
		kind: 'reference to an element of another namespace',
		types: importing + structure('<xs:element ref="o:g"/>' + element('a')),
		files: { 'o.xsd': other(element('g') + element('h')) },
		styles: LITERAL,
	},
	{
		kind: 'type of another namespace',
		types: importing + structure(element('a', 'o:T')),
		files: { 'o.xsd': other(complexType('T', sequence(element('x') + element('y', 'xs:int')))) },
	},
	{
		kind: 'type of an unqualified namespace',
		types: importing + structure(element('a', 'o:T')),
		files: { 'o.xsd': other(complexType('T', sequence(element('x'))), '') },
	},
	{
		kind: 'included schema',
		types: `<xs:include schemaLocation="i.xsd"/>${structure(element('a', 't:I'))}`,
		files: {
			'i.xsd': `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t" elementFormDefault="qualified">${complexType('I', sequence(element('x')))}</xs:schema>`,
		},
	},
	{
		kind: 'included schema that includes',
		types: `<xs:include schemaLocation="i.xsd"/>${structure(element('a', 't:I'))}`,
		files: {
			'i.xsd': `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t" elementFormDefault="qualified"><xs:include schemaLocation="j.xsd"/>${complexType('I', sequence(element('x', 't:J')))}</xs:schema>`,
			'j.xsd': `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t" elementFormDefault="qualified">${complexType('J', sequence(element('y')))}</xs:schema>`,
		},
	},
	{
		kind: 'schemas that import each other',
		types: importing + element('g') + structure(element('a', 'o:T')),
		files: {
			'o.xsd': other(
				`<xs:import namespace="urn:p" schemaLocation="p.xsd"/>${complexType('T', sequence('<xs:element xmlns:p="urn:p" name="x" type="p:P"/>'))}`,
			),
			'p.xsd': `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:o="urn:o" targetNamespace="urn:p" elementFormDefault="qualified"><xs:import namespace="urn:o" schemaLocation="o.xsd"/>${complexType('P', sequence(element('y') + element('t', 'o:T', 'minOccurs="0"')))}</xs:schema>`,
		},
	},
	{
		kind: 'substitution group',
		types: `${element('head')}<xs:element name="member" type="xs:string" substitutionGroup="t:head"/>${structure('<xs:element ref="t:head"/>')}`,
		styles: LITERAL,
	},
	{
		kind: 'the same name in two namespaces',
		types: importing + structure(element('id') + '<xs:element ref="o:id"/>'),
		files: { 'o.xsd': other(element('id')) },
		styles: ['document'],
		php: { answer: 'different', reason: 'PHP reads both elements into one member' },
	},
];

const ARRAYS: readonly WsdlKind[] = [
	{ kind: 'array of texts', types: V(array('xs:string[]')) },
	{ kind: 'array of numbers', types: V(array('xs:int[]')) },
	{ kind: 'array of structures', types: BASE + V(array('t:B[]')) },
	{
		kind: 'array of arrays',
		types: complexType('A', array('xs:string[]')) + V(array('t:A[]')),
	},
	{
		kind: 'array in a structure',
		types: complexType('A', array('xs:string[]')) + structure(element('a', 't:A') + element('b')),
	},
	{
		kind: 'array with a named item',
		types: V(
			`<xs:complexContent><xs:restriction base="e:Array">${sequence(element('thing', 'xs:string', 'minOccurs="0" maxOccurs="unbounded"'))}<xs:attribute ref="e:arrayType" w:arrayType="xs:string[]"/></xs:restriction></xs:complexContent>`,
		),
		styles: ['rpc encoded'],
	},
	{
		kind: 'types of SOAP’s encoding',
		types: structure(element('a', 'e:string') + element('b', 'e:int') + element('c', 'e:boolean')),
		styles: ['rpc encoded'],
	},
	{
		kind: 'list as .NET writes it',
		types:
			complexType(
				'ArrayOfString',
				sequence(
					element('string', 'xs:string', 'minOccurs="0" maxOccurs="unbounded" nillable="true"'),
				),
			) + structure(element('a', 't:ArrayOfString', 'minOccurs="0"')),
	},
];

export const KINDS: readonly WsdlKind[] = [
	...SIMPLE_TYPES,
	...CONTENT,
	...ATTRIBUTES,
	...DERIVED,
	...NAMES,
	...ARRAYS,
];

/** A WSDL of a kind whose operation `echo` takes a `V` and answers one. */
export function wsdlOfKind(
	{ types, schema = 'elementFormDefault="qualified"' }: WsdlKind,
	style: Style,
): string {
	const isRpc = style.startsWith('rpc');
	const use = style === 'rpc encoded' ? `use="encoded" encodingStyle="${ENC}"` : 'use="literal"';
	const body = `<s:body ${use}${isRpc ? ' namespace="urn:t"' : ''}/>`;
	const soap = style === 'SOAP 1.2' ? 'soap12' : 'soap';
	const part = (name: string) =>
		isRpc ? '<w:part name="v" type="t:V"/>' : `<w:part name="parameters" element="t:${name}"/>`;
	const wrapper = (name: string) =>
		`<xs:element name="${name}"><xs:complexType>${sequence(element('v', 't:V'))}</xs:complexType></xs:element>`;
	return `<?xml version="1.0" encoding="UTF-8"?>
<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/${soap}/" xmlns:e="${ENC}" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" xmlns:o="urn:o" targetNamespace="urn:t">
<w:types><xs:schema targetNamespace="urn:t" ${schema}>${types}${isRpc ? '' : wrapper('echo') + wrapper('echoResponse')}</xs:schema></w:types>
<w:message name="in">${part('echo')}</w:message><w:message name="out">${part('echoResponse')}</w:message>
<w:portType name="p"><w:operation name="echo"><w:input message="t:in"/><w:output message="t:out"/></w:operation></w:portType>
<w:binding name="b" type="t:p"><s:binding style="${isRpc ? 'rpc' : 'document'}" transport="http://schemas.xmlsoap.org/soap/http"/>
<w:operation name="echo"><s:operation soapAction="urn:t#echo"/><w:input>${body}</w:input><w:output>${body}</w:output></w:operation></w:binding>
<w:service name="s"><w:port name="p" binding="t:b"><s:address location="http://host/service"/></w:port></w:service>
</w:definitions>`;
}

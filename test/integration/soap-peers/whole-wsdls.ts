import type { PhpDeviation } from './kinds';

/** A WSDL that is special in its messages, bindings or documents rather than in its types. */
export interface WholeWsdl {
	kind: string;
	/** Documents by name; `service.wsdl` is the one that is read. */
	files: Record<string, string>;
	php?: PhpDeviation;
	/** The operation answers nothing. */
	isOneWay?: true;
}

interface Pieces {
	/** What stands before the types. */
	before?: string;
	types?: string;
	messages?: string;
	/** In the operation of the port type. */
	abstract?: string;
	/** In the operation of the binding. */
	bound?: string;
	style?: string;
	body?: string;
	service?: string;
	more?: string;
	action?: string;
	name?: string;
}

const XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
const PREFIXES = `xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:s12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:http="http://schemas.xmlsoap.org/wsdl/http/" xmlns:mime="http://schemas.xmlsoap.org/wsdl/mime/" ${XS} xmlns:t="urn:t" xmlns:o="urn:o"`;
const LITERAL = '<s:body use="literal"/>';
const RPC = '<s:body use="literal" namespace="urn:t"/>';
const HTTP = 'transport="http://schemas.xmlsoap.org/soap/http"';

const element = (name: string, content: string) =>
	`<xs:element name="${name}"><xs:complexType><xs:sequence>${content}</xs:sequence></xs:complexType></xs:element>`;
const text = (name: string) => `<xs:element name="${name}" type="xs:string"/>`;
const schema = (content: string, namespace = 'urn:t') =>
	`<xs:schema targetNamespace="${namespace}" elementFormDefault="qualified">${content}</xs:schema>`;
const TYPES = schema(element('op', text('a')) + element('opResponse', text('r')));
const message = (name: string, ...parts: string[]) =>
	`<w:message name="${name}">${parts.join('')}</w:message>`;
const part = (name: string, of: string) => `<w:part name="${name}" ${of}/>`;
const IN = message('in', part('parameters', 'element="t:op"'));
const OUT = message('out', part('parameters', 'element="t:opResponse"'));
const port = (name: string, binding: string, address = '<s:address location="http://host/"/>') =>
	`<w:port name="${name}" binding="t:${binding}">${address}</w:port>`;
const SERVICE = `<w:service name="s">${port('p', 'b')}</w:service>`;

function binding(
	name: string,
	{
		style = 'document',
		body = LITERAL,
		bound = `<w:input>${body}</w:input><w:output>${body}</w:output>`,
		action = 'soapAction="urn:t#op"',
		name: operation = 'op',
	}: Pieces,
	prefix = 's',
): string {
	const text = `<w:binding name="${name}" type="t:pt"><s:binding style="${style}" ${HTTP}/><w:operation name="${operation}"><s:operation ${action}/>${bound}</w:operation></w:binding>`;
	return prefix === 's' ? text : text.replaceAll('<s:', `<${prefix}:`);
}

function portType({
	abstract = '<w:input message="t:in"/><w:output message="t:out"/>',
	name = 'op',
}: Pieces): string {
	return `<w:portType name="pt"><w:operation name="${name}">${abstract}</w:operation></w:portType>`;
}

function definitions(content: string, namespace = 'urn:t', more = ''): string {
	return `<w:definitions ${PREFIXES} ${more} targetNamespace="${namespace}">${content}</w:definitions>`;
}

function wsdl(pieces: Pieces): string {
	const { before = '', types = TYPES, messages = IN + OUT, service = SERVICE, more = '' } = pieces;
	return definitions(
		`${before}<w:types>${types}</w:types>${messages}${portType(pieces)}${binding('b', pieces)}${more}${service}`,
	);
}

const one = (pieces: Pieces) => ({ 'service.wsdl': wsdl(pieces) });

const TWO = message('in', part('a', 'type="xs:string"'), part('b', 'type="xs:int"'));
const RESULT = message('out', part('r', 'type="xs:string"'));

export const WHOLE_WSDLS: readonly WholeWsdl[] = [
	{ kind: 'document, wrapped', files: one({}) },
	{
		kind: 'document, bare, a structure',
		files: one({
			types: schema(
				`<xs:complexType name="R"><xs:sequence>${text('a')}${text('b')}</xs:sequence></xs:complexType><xs:element name="request" type="t:R"/><xs:element name="opResponse" type="t:R"/>`,
			),
			messages: message('in', part('body', 'element="t:request"')) + OUT,
		}),
	},
	{
		kind: 'document, bare, one value',
		files: one({
			types: schema(`${text('word')}<xs:element name="opResponse" type="xs:int"/>`),
			messages: message('in', part('body', 'element="t:word"')) + OUT,
		}),
	},
	{
		kind: 'document, without parts',
		files: one({ messages: message('in') + OUT }),
	},
	{
		kind: 'document, an empty element',
		files: one({
			types: schema(
				`<xs:element name="op"><xs:complexType/></xs:element>${element('opResponse', text('r'))}`,
			),
		}),
	},
	{
		kind: 'document, a part of those that the message has',
		files: one({
			types: schema(element('op', text('a')) + element('opResponse', text('r')) + text('other')),
			messages:
				message('in', part('p', 'element="t:op"'), part('other', 'element="t:other"')) + OUT,
			bound: `<w:input><s:body parts="p" use="literal"/></w:input><w:output>${LITERAL}</w:output>`,
		}),
	},
	{
		kind: 'rpc, two parts',
		files: one({ style: 'rpc', body: RPC, messages: TWO + RESULT }),
	},
	{
		kind: 'rpc, without parts',
		files: one({ style: 'rpc', body: RPC, messages: message('in') + RESULT }),
	},
	{
		kind: 'rpc, two parts of the answer',
		files: one({
			style: 'rpc',
			body: RPC,
			messages: TWO + message('out', part('r', 'type="xs:string"'), part('code', 'type="xs:int"')),
		}),
	},
	{
		kind: 'rpc, encoded, two parts',
		files: one({
			style: 'rpc',
			body: '<s:body use="encoded" namespace="urn:x" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/>',
			messages: TWO + RESULT,
		}),
	},
	{
		kind: 'rpc, a namespace that is not the WSDL’s',
		files: one({
			style: 'rpc',
			body: '<s:body use="literal" namespace="http://x.example/a?b=c&amp;d=e"/>',
			messages: TWO + RESULT,
		}),
	},
	{
		kind: 'style at the operation',
		files: one({
			style: 'document',
			body: RPC,
			action: 'soapAction="a" style="rpc"',
			messages: TWO + RESULT,
		}),
	},
	{ kind: 'without soapAction', files: one({ action: '' }) },
	{ kind: 'an empty soapAction', files: one({ action: 'soapAction=""' }) },
	{
		kind: 'a header in a message of its own',
		files: one({
			types: schema(element('op', text('a')) + element('opResponse', text('r')) + text('key')),
			messages: IN + OUT + message('head', part('key', 'element="t:key"')),
			bound: `<w:input><s:header message="t:head" part="key" use="literal"/>${LITERAL}</w:input><w:output>${LITERAL}</w:output>`,
		}),
	},
	{
		kind: 'a header of the same message',
		files: one({
			types: schema(element('op', text('a')) + element('opResponse', text('r')) + text('key')),
			messages:
				message('in', part('parameters', 'element="t:op"'), part('key', 'element="t:key"')) + OUT,
			bound: `<w:input><s:body parts="parameters" use="literal"/><s:header message="t:in" part="key" use="literal"/></w:input><w:output>${LITERAL}</w:output>`,
		}),
	},
	{
		kind: 'a header in the answer',
		files: one({
			types: schema(element('op', text('a')) + element('opResponse', text('r')) + text('key')),
			messages: IN + OUT + message('head', part('key', 'element="t:key"')),
			bound: `<w:input>${LITERAL}</w:input><w:output><s:header message="t:head" part="key" use="literal"/>${LITERAL}</w:output>`,
		}),
	},
	{
		kind: 'declared faults',
		files: one({
			types: schema(
				element('op', text('a')) + element('opResponse', text('r')) + element('Bad', text('why')),
			),
			messages: IN + OUT + message('bad', part('fault', 'element="t:Bad"')),
			abstract:
				'<w:input message="t:in"/><w:output message="t:out"/><w:fault name="Bad" message="t:bad"/>',
			bound: `<w:input>${LITERAL}</w:input><w:output>${LITERAL}</w:output><w:fault name="Bad"><s:fault name="Bad" use="literal"/></w:fault>`,
		}),
	},
	{
		kind: 'one way',
		isOneWay: true,
		files: one({
			abstract: '<w:input message="t:in"/>',
			bound: `<w:input>${LITERAL}</w:input>`,
		}),
	},
	{
		kind: 'ports of SOAP 1.1 and 1.2',
		files: one({
			more: binding('b12', {}, 's12'),
			service: `<w:service name="s">${port('p', 'b')}${port('p12', 'b12', '<s12:address location="http://host/12"/>')}</w:service>`,
		}),
	},
	{
		kind: 'SOAP 1.2 before 1.1',
		files: one({
			more: binding('b12', {}, 's12'),
			service: `<w:service name="s">${port('p12', 'b12', '<s12:address location="http://host/12"/>')}${port('p', 'b')}</w:service>`,
		}),
	},
	{
		kind: 'ports of HTTP GET and POST beside SOAP',
		files: one({
			more: `<w:binding name="g" type="t:pt"><http:binding verb="GET"/><w:operation name="op"><http:operation location="/op"/><w:input><http:urlEncoded/></w:input><w:output><mime:mimeXml part="Body"/></w:output></w:operation></w:binding>`,
			service: `<w:service name="s">${port('p', 'b')}${port('g', 'g', '<http:address location="http://host/g"/>')}</w:service>`,
		}),
	},
	{
		kind: 'two services',
		files: one({
			service: `${SERVICE}<w:service name="s2">${port('p2', 'b', '<s:address location="http://host/2"/>')}</w:service>`,
		}),
	},
	{
		kind: 'a multipart binding (MIME)',
		files: one({
			bound: `<w:input><mime:multipartRelated><mime:part>${LITERAL}</mime:part></mime:multipartRelated></w:input><w:output>${LITERAL}</w:output>`,
		}),
		php: { envelope: 'different', reason: 'PHP leaves the namespace out of such a body' },
	},
	{
		kind: 'documentation everywhere',
		files: {
			'service.wsdl': wsdl({}).replace(
				/<w:(types|message|portType|operation|binding|service|port|input|output)([^>/]*)>/g,
				'<w:$1$2><w:documentation>About <b xmlns="">it</b> &amp; more</w:documentation>',
			),
		},
	},
	{
		kind: 'comments and processing instructions',
		files: {
			'service.wsdl': `<?xml version="1.0"?><!-- a --><?b c?>${wsdl({}).replaceAll('><w:', '><!-- d --><w:')}<!-- e -->`,
		},
	},
	{
		kind: 'a byte order mark',
		files: { 'service.wsdl': `\uFEFF${wsdl({})}` },
	},
	{
		kind: 'the WSDL namespace without a prefix',
		files: {
			'service.wsdl': wsdl({})
				.replaceAll('<w:', '<')
				.replaceAll('</w:', '</')
				.replace('xmlns:w=', 'xmlns='),
		},
	},
	{
		kind: 'the schema namespace without a prefix',
		files: {
			'service.wsdl': wsdl({
				types: TYPES.replaceAll('<xs:', '<')
					.replaceAll('</xs:', '</')
					.replace('<schema', '<schema xmlns="http://www.w3.org/2001/XMLSchema"'),
			}),
		},
	},
	{
		kind: 'two schemas',
		files: one({
			types:
				schema(
					element('op', '<xs:element name="a" type="o:T"/>') + element('opResponse', text('r')),
				) +
				schema(
					`<xs:complexType name="T"><xs:sequence>${text('x')}</xs:sequence></xs:complexType>`,
					'urn:o',
				),
		}),
	},
	{
		kind: 'two schemas of one namespace',
		files: one({
			types:
				schema(
					element('op', '<xs:element name="a" type="t:T"/>') + element('opResponse', text('r')),
				) +
				schema(`<xs:complexType name="T"><xs:sequence>${text('x')}</xs:sequence></xs:complexType>`),
		}),
	},
	{
		kind: 'an imported schema in a folder',
		files: {
			'service.wsdl': wsdl({
				types: schema(
					'<xs:import namespace="urn:o" schemaLocation="./types/o.xsd"/>' +
						element('op', '<xs:element name="a" type="o:T"/>') +
						element('opResponse', text('r')),
				),
			}),
			'types/o.xsd': `<xs:schema ${XS} targetNamespace="urn:o" elementFormDefault="qualified"><xs:include schemaLocation="../base.xsd"/></xs:schema>`,
			'base.xsd': `<xs:schema ${XS} targetNamespace="urn:o" elementFormDefault="qualified"><xs:complexType name="T"><xs:sequence>${text('x')}</xs:sequence></xs:complexType></xs:schema>`,
		},
	},
	{
		kind: 'an imported WSDL',
		files: {
			'service.wsdl': definitions(
				`<w:import namespace="urn:t" location="abstract.wsdl"/>${binding('b', {})}${SERVICE}`,
			),
			'abstract.wsdl': definitions(`<w:types>${TYPES}</w:types>${IN}${OUT}${portType({})}`),
		},
	},
	{
		kind: 'an imported WSDL of another namespace',
		files: {
			'service.wsdl': definitions(
				`<w:import namespace="urn:o" location="abstract.wsdl"/>${binding('b', {}).replace('type="t:pt"', 'type="o:pt"')}${SERVICE}`,
			),
			'abstract.wsdl': definitions(
				`<w:types>${TYPES}</w:types>${IN}${OUT}${portType({}).replaceAll('message="t:', 'message="o:')}`,
				'urn:o',
			),
		},
	},
	{
		kind: 'an imported schema as a WSDL import',
		files: {
			'service.wsdl': wsdl({
				before: '<w:import namespace="urn:o" location="o.xsd"/>',
				types: schema(
					element('op', '<xs:element name="a" type="o:T"/>') + element('opResponse', text('r')),
				),
			}),
			'o.xsd': `<xs:schema ${XS} targetNamespace="urn:o" elementFormDefault="qualified"><xs:complexType name="T"><xs:sequence>${text('x')}</xs:sequence></xs:complexType></xs:schema>`,
		},
	},
	{ kind: 'a soapAction with a space', files: one({ action: 'soapAction="a b"' }) },
	{
		kind: 'an address with a query',
		files: one({
			service: `<w:service name="s">${port('p', 'b', '<s:address location="http://host/a?b=c&amp;d=e"/>')}</w:service>`,
		}),
	},
];

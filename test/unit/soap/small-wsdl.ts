import type { Http, HttpRequest } from '../../../engine/environment';
import { WsdlCache, type Wsdl } from '../../../engine/soap';

/** Answers by address: a text, or a status with headers. */
export type Answers = Record<
	string,
	string | { status: number; headers?: Record<string, string>; body?: string }
>;

/** An `Http` that gives these answers, 404 elsewhere, and keeps what it is asked. */
export function served(answers: Answers): { http: Http; asked: HttpRequest[] } {
	const asked: HttpRequest[] = [];
	const http: Http = async (request) => {
		asked.push(request);
		const answer = answers[request.url] ?? { status: 404 };
		if (typeof answer === 'string') return { status: 200, headers: {}, body: answer };
		return { headers: {}, body: '', ...answer };
	};
	return { http, asked };
}

/** Reads the WSDL at http://host/wsdl. */
export async function readAt(answers: Answers, headers = {}): Promise<Wsdl> {
	const request = { method: 'GET', url: 'http://host/wsdl', headers };
	return await new WsdlCache().read(request, served(answers).http);
}

/** What is different in a small WSDL of one operation. */
export interface SmallWsdl {
	/** What stands in the schema beside the elements `call` and `callResponse`. */
	types?: string;
	/** Content of the type of the element `call`. */
	input?: string;
	/** Content of the type of the element `callResponse`. */
	output?: string;
	/** Attributes of the schema. */
	schema?: string;
	/** What stands before the types. */
	imports?: string;
	name?: string;
	address?: string;
}

/** A document/literal WSDL of the operation `call`, or another name. */
export function smallWsdl({
	types = '',
	input = '',
	output = '<xs:sequence><xs:element name="callResult" type="xs:string"/></xs:sequence>',
	schema = 'elementFormDefault="qualified"',
	imports = '',
	name = 'call',
	address = 'http://host/service',
}: SmallWsdl = {}): string {
	return `<?xml version="1.0"?>
<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">
${imports}<w:types><xs:schema targetNamespace="urn:t" ${schema}>${types}
<xs:element name="${name}"><xs:complexType>${input}</xs:complexType></xs:element>
<xs:element name="${name}Response"><xs:complexType>${output}</xs:complexType></xs:element>
</xs:schema></w:types>
<w:message name="in"><w:part name="parameters" element="t:${name}"/></w:message>
<w:message name="out"><w:part name="parameters" element="t:${name}Response"/></w:message>
<w:portType name="p"><w:operation name="${name}"><w:input message="t:in"/><w:output message="t:out"/></w:operation></w:portType>
<w:binding name="b" type="t:p"><s:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
<w:operation name="${name}"><s:operation soapAction="urn:t#${name}"/><w:input><s:body use="literal"/></w:input><w:output><s:body use="literal"/></w:output></w:operation></w:binding>
<w:service name="s"><w:port name="p" binding="t:b"><s:address location="${address}"/></w:port></w:service>
</w:definitions>`;
}

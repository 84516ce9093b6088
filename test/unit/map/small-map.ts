import type { Environment, Http, HttpRequest, HttpResponse } from '../../../engine/environment';
import { runMap, type RunOptions, type RunResult, type WebServiceMap } from '../../../engine/map';

/** What is different in a small map from a POST of JSON to http://host/api. */
export interface SmallMap {
	config?: Record<string, string>;
	headers?: Array<[name: string, value: string]>;
	/** Field name and what stands in the field element. */
	fields?: Record<string, string>;
	/** What stands in the Response element. */
	response?: string;
}

/** XML of a small map. */
export function smallMap({
	config = {},
	headers = [],
	fields = {},
	response = '',
}: SmallMap): string {
	const directives = {
		wsurl: 'http://host/api',
		wshttpmethod: 'POST',
		methodname: 'call',
		wstype: 'REST',
		inputtype: 'JSON',
		outputtype: 'JSON',
		...config,
	};
	const header = headers.map(
		([name, value]) =>
			`<header><keyname>${name}</keyname><keyvalue><![CDATA[${value}]]></keyvalue></header>`,
	);
	const field = Object.entries(fields).map(
		([name, content]) => `<field><fieldname>${name}</fieldname>${content}</field>`,
	);
	return `<map><wsconfig>${Object.entries(directives)
		.map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`)
		.join('')}<wsheader>${header.join('')}</wsheader></wsconfig>
<fields>${field.join('')}</fields><Response>${response}</Response></map>`;
}

/** One source of a field. */
export function source(id: string, text: string, more = ''): string {
	return `<Orgfields><Orgfield><OrgfieldName><![CDATA[${text}]]></OrgfieldName><OrgfieldID>${id}</OrgfieldID>${more}</Orgfield></Orgfields>`;
}

/** An entry of a Response. */
export function entry(path: string, field?: string, context?: string): string {
	const destinations = [
		field === undefined ? '' : `<field>${field}</field>`,
		context === undefined ? '' : `<context>${context}</context>`,
	].join('');
	return `<field><fieldname>${path}</fieldname><destination>${destinations}</destination></field>`;
}

/** Runs a map against one answer. */
export async function runSmall(
	map: WebServiceMap | string,
	environment: Environment = {},
	answer: Partial<HttpResponse> | Error = {},
	options: RunOptions = {},
): Promise<{ result: RunResult; sent: HttpRequest[] }> {
	const sent: HttpRequest[] = [];
	const http: Http = async (request) => {
		sent.push(request);
		if (answer instanceof Error) throw answer;
		return { status: 200, headers: {}, body: '{"success":true}', ...answer };
	};
	return { result: await runMap(map, environment, http, options), sent };
}

/** The error of a run that must not succeed. */
export async function failure(run: Promise<unknown>): Promise<Error> {
	return run.then(
		() => {
			throw new Error('the run succeeded');
		},
		(error: Error) => error,
	);
}

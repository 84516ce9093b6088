import type { IHttpRequestOptions } from 'n8n-workflow';
import { n8nHttp } from '../../../nodes/transport/n8nHttp';

/** The calls of one request whose server redirects to each address in turn. */
async function followed(...locations: string[]): Promise<IHttpRequestOptions[]> {
	const calls: IHttpRequestOptions[] = [];
	const httpRequest = async (options: IHttpRequestOptions) => {
		const location = locations[calls.length];
		calls.push(options);
		return await Promise.resolve(
			location === undefined
				? { statusCode: 200, headers: {}, body: new Uint8Array() }
				: { statusCode: 302, headers: { location }, body: new Uint8Array() },
		);
	};
	const certificate = { cert: 'certificate', key: 'key' };
	const http = n8nHttp({ httpRequest }, undefined, { certificate });
	await http({
		method: 'GET',
		url: 'https://own.example/a',
		headers: { 'X-Key': 'k', Accept: '*' },
	});
	return calls;
}

test.each<[title: string, locations: string[], isShown: boolean[]]>([
	['within the origin', ['/b', 'https://own.example/c'], [true, true, true]],
	['to another host', ['https://other.example/'], [true, false]],
	['to another port', ['https://own.example:8443/'], [true, false]],
	['without TLS', ['http://own.example/'], [true, false]],
	[
		'to another host and back',
		['https://other.example/', 'https://own.example/'],
		[true, false, false],
	],
])(
	'client certificate and key go along %s only as far as the origin',
	async (_, locations, isShown) => {
		const calls = await followed(...locations);
		expect(calls.map(({ agentOptions }) => agentOptions !== undefined)).toEqual(isShown);
		expect(calls.map(({ headers }) => headers?.['X-Key'] === 'k')).toEqual(isShown);
		expect(calls.every(({ headers }) => headers?.Accept === '*')).toBe(true);
		expect(calls.every(({ disableFollowRedirect }) => disableFollowRedirect === true)).toBe(true);
	},
);

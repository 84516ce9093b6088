import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INode, INodeParameters } from 'n8n-workflow';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { entry, smallMap } from '../unit/map/small-map';
import { locatorValue } from './coreBosNode';
import { CORE_BOS, runNodes, type MapNode } from './n8nEngine';

/**
 * Secrets are planted wherever a node can be given one, and the other side repeats the whole request in
 * whatever it answers. None may come out: not in an item, not in an error, not in what n8n stores.
 */
const PLANTED = {
	header: 'planted-header-value',
	basic: 'planted-basic-password',
	query: 'planted-query-value',
	field: 'planted-field-value',
	bearer: 'planted.bearer.value',
};

let crm: CoreBosStandIn;
let echo: Server;
let url: string;
/** What was seen on the wire that is a secret: sessions, tokens and hashed keys. */
let onTheWire: Set<string>;

/** Answers like coreBOS where that is needed to go on, and repeats the request otherwise. */
async function answer(path: string, headers: object, body: string): Promise<[number, string]> {
	const request = new URLSearchParams(body || path.replace(/^[^?]*\?/, ''));
	const operation = request.get('operation')?.toLowerCase() ?? '';
	if (operation === 'getchallenge' || operation === 'login') {
		const response = await fetch(
			`${crm.url}/webservice.php${body === '' ? path.replace(/^[^?]*/, '') : ''}`,
			{
				...(body !== '' && {
					method: 'POST',
					headers: { 'content-type': 'application/x-www-form-urlencoded' },
					body,
				}),
			},
		);
		const text = await response.text();
		const { result } = JSON.parse(text) as { result: { token?: string; sessionName?: string } };
		for (const secret of [result.token, result.sessionName, request.get('accessKey')]) {
			if (typeof secret === 'string') onTheWire.add(secret);
		}
		return [200, text];
	}
	const repeated = JSON.stringify(`${path} ${JSON.stringify(headers)} ${body}`);
	return [
		path.includes('fails') ? 500 : 200,
		`{"success":false,"error":{"code":${repeated},"message":${repeated}},"result":${repeated}}`,
	];
}

beforeEach(async () => {
	onTheWire = new Set();
	crm = await startCoreBos();
	echo = createServer(async (request, response) => {
		let body = '';
		for await (const piece of request) body += String(piece);
		const [status, text] = await answer(request.url ?? '', request.headers, body);
		response.writeHead(status, { 'content-type': 'application/json' }).end(text);
	});
	await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(echo.address() as AddressInfo).port}`;
});
afterEach(async () => {
	await new Promise((resolve) => {
		echo.close(resolve);
		echo.closeAllConnections();
	});
	await crm.close();
});

const product = JSON.stringify({ productname: 'p', assigned_user_id: '19x1' });
const OPERATIONS: Record<string, INodeParameters> = {
	create: {
		resource: 'record',
		operation: 'create',
		module: locatorValue('Products', 'name'),
		valuesFrom: 'json',
		fieldsJson: product,
	},
	query: { resource: 'query', operation: 'run', query: 'select id from Products;' },
	setting: { resource: 'setting', operation: 'get', key: 'a' },
	custom: {
		resource: 'custom',
		operation: 'call',
		webServiceOperation: locatorValue('changePassword', 'name'),
		specifyParameters: 'json',
		parametersJson: `={{ JSON.stringify({ id: '19x1', oldPassword: $json.old }) }}`,
	},
};

function map(path: string): MapNode['parameters'] {
	return {
		mapXml: smallMap({
			config: {
				wsurl: url.replace('//', `//joe:${PLANTED.basic}@`) + `/${path}?api_key=${PLANTED.query}`,
			},
			headers: [
				['X-Api-Key', PLANTED.header],
				['Authorization', `Bearer ${PLANTED.bearer}`],
			],
			fields: { password: `<value>${PLANTED.field}</value>` },
			response: entry('nothing', 'f'),
		}),
	};
}

const secretForms = (secret: string): string[] => [
	secret,
	encodeURIComponent(secret),
	Buffer.from(secret).toString('base64'),
	createHash('md5').update(secret).digest('hex'),
];

/** What n8n stores of a run, without what the workflow was given. */
async function stored(node: Omit<MapNode, 'name'>, onError?: INode['onError']): Promise<string> {
	const credential = { url, username: 'admin', accessKey: crm.connection.accessKey };
	const { run } = await runNodes(
		[{ id: '14x1' }],
		[{ name: 'Node', credential, ...node, onError }],
	);
	return JSON.stringify(run.data.resultData);
}

describe.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
	'%s',
	(onError) => {
		test.each(Object.keys(OPERATIONS))('the coreBOS node: %s', async (name) => {
			const text = await stored({ type: CORE_BOS, parameters: OPERATIONS[name] }, onError);
			expect(text).toContain('***');
			expect(onTheWire.size).toBeGreaterThan(0);
			for (const secret of [crm.connection.accessKey, ...onTheWire].flatMap(secretForms)) {
				expect(text).not.toContain(secret);
			}
		});

		test.each(['answers', 'fails'])('a map whose service %s', async (path) => {
			const text = await stored({ parameters: map(path) }, onError);
			expect(text).toContain('***');
			for (const secret of Object.values(PLANTED).flatMap(secretForms)) {
				expect(text).not.toContain(secret);
			}
		});
	},
);

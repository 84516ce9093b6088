import type { INode, INodeParameters } from 'n8n-workflow';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { entry, smallMap } from '../unit/map/small-map';
import { locatorValue } from './corebos-node';
import { CORE_BOS, runNodes, type MapNode } from './n8n-engine';
import { secretForms, startRepeatingServer, type RepeatingServer } from './repeating-server';

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
let echo: RepeatingServer;

beforeEach(async () => {
	crm = await startCoreBos();
	echo = await startRepeatingServer(crm);
});
afterEach(async () => {
	await echo.close();
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
				wsurl:
					echo.url.replace('//', `//joe:${PLANTED.basic}@`) + `/${path}?api_key=${PLANTED.query}`,
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

/** What n8n stores of a run, without what the workflow was given. */
async function stored(node: Omit<MapNode, 'name'>, onError?: INode['onError']): Promise<string> {
	const credential = { url: echo.url, username: 'admin', accessKey: crm.connection.accessKey };
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
			expect(echo.onTheWire.size).toBeGreaterThan(0);
			for (const secret of [crm.connection.accessKey, ...echo.onTheWire].flatMap(secretForms)) {
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

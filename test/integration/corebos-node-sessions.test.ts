import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { locatorValue, runCoreBos } from './corebos-node';
import { exampleMap } from './example-maps';
import { CORE_BOS, runNodes } from './n8n-engine';

let coreBos: CoreBosStandIn;

beforeEach(async () => {
	coreBos = await startCoreBos({ records: { Products: [{ productname: 'Alpha' }] } });
});

afterEach(async () => await coreBos.close());

const session = (operation: string, options: IDataObject = {}): INodeParameters => ({
	resource: 'session',
	operation,
	options: options as INodeParameters,
});

describe('sessions for maps', () => {
	test('are opened, used by a map, and closed', async () => {
		const node = { type: CORE_BOS, credential: coreBos.connection };
		const { error, items } = await runNodes(
			[{ productname: 'From a map', id: '14x1' }],
			[
				{ ...node, name: 'Challenge', parameters: session('getChallenge') },
				{ ...node, name: 'Log In', parameters: session('login') },
				{ name: 'Send', parameters: { mapXml: exampleMap('create', coreBos.url) } },
				{ ...node, name: 'Log Out', parameters: session('logout') },
			],
		);
		expect(error).toBeUndefined();
		expect(coreBos.records('Products').map(({ productname }) => productname)).toContain(
			'From a map',
		);
		const { context, login } = items('Log In')[0].json as Record<string, IDataObject>;
		expect(login).toMatchObject({ userId: '19x1' });
		expect(Object.keys(context).sort()).toEqual(['cb_sessionid', 'cb_token']);
		const after = items('Log Out')[0].json as { context: IDataObject };
		expect(after.context).not.toHaveProperty('cb_sessionid');
		expect(coreBos.calls('login')).toBe(1);
	});

	test('log in without a challenge of their own, and keep what is in the item', async () => {
		const items = [{ name: 'kept', workflow: { greeting: 'hello' } }];
		const { json } = await runCoreBos(
			coreBos,
			session('login', { contextProperty: 'workflow' }),
			items,
		);
		expect(json[0]).toMatchObject({
			name: 'kept',
			workflow: {
				greeting: 'hello',
				cb_token: expect.any(String),
				cb_sessionid: expect.any(String),
			},
		});
	});

	test('are not those of the node: logging out of one leaves the others alone', async () => {
		const read = {
			resource: 'record',
			operation: 'getAll',
			module: locatorValue('Products', 'name'),
		};
		await runCoreBos(coreBos, read);
		const [{ context }] = (await runCoreBos(coreBos, session('login'))).json;
		await runCoreBos(coreBos, session('logout'), [{ context }]);
		await runCoreBos(coreBos, read);
		expect(coreBos.calls('login')).toBe(2);
	});

	test('end the shared session where the item has none', async () => {
		const read = {
			resource: 'record',
			operation: 'getAll',
			module: locatorValue('Products', 'name'),
		};
		await runCoreBos(coreBos, read);
		const { error } = await runCoreBos(coreBos, session('logout'));
		expect(error).toBeUndefined();
		await runCoreBos(coreBos, read);
		expect(coreBos.calls('login')).toBe(2);
	});

	test('are extended only by coreBOS itself, and the error says so without the session', async () => {
		const missing = await runCoreBos(coreBos, session('extend'));
		expect(missing.error?.message).toContain('has no session to extend');
		const [{ context }] = (await runCoreBos(coreBos, session('login'))).json;
		const { error } = await runCoreBos(coreBos, session('extend'), [{ context }]);
		expect(error?.message).toContain('AUTHENTICATION_REQUIRED');
		const secret = String((context as IDataObject).cb_sessionid);
		expect(JSON.stringify([error?.message, error?.description])).not.toContain(secret);
	});
});

import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { entry, smallMap, source } from '../unit/map/small-map';
import { runNodes, type MapNode } from './n8n-engine';
import { startRecordingServer, type RecordingServer } from './recording-server';

let coreBos: CoreBosStandIn;
let api: RecordingServer;

beforeAll(async () => {
	coreBos = await startCoreBos({ records: { Accounts: [{ accountname: 'Chemex' }] } });
	api = await startRecordingServer();
});

afterAll(async () => await Promise.all([coreBos.close(), api.close()]));

beforeEach(() => api.requests.splice(0));

async function run(parameters: INodeParameters, more: Partial<MapNode> = {}) {
	const node = { name: 'Map', typeVersion: 1.2, parameters, ...more };
	const outcome = await runNodes([{ id: '11x1', name: 'Ñandú', context: { t: 'T0KEN' } }], [node]);
	const hints = outcome.run.data.resultData.runData.Map[0].hints ?? [];
	return {
		json: outcome.items('Map').map((item) => item.json),
		hints: hints.map(({ message }) => message),
		message: outcome.error?.message,
	};
}

const map = () =>
	smallMap({
		config: {
			...{ wsurl: `${api.url}/x?token=t0ps3cret&b=1`, methodname: 'send' },
			...{ wsuser: 'joe', wspass: 'pa55word' },
		},
		headers: [
			['X-Api-Key', 'k3y-4711'],
			['Accept', 'application/json'],
		],
		fields: {
			name: source('', 'name'),
			password: source('CONST', 'hunter22'),
			of: source('', 't'),
		},
		response: entry('result.ok', 'cf_ok', 'ok') + entry('result.none', undefined, 'none'),
	});

describe('Dry Run', () => {
	test('shows the request and sends nothing; secrets are masked', async () => {
		const parameters = { operation: 'dryRun', mapSource: 'xml', mapXml: map() };
		const { json, message } = await run(parameters);
		expect(message).toBeUndefined();
		expect(json).toEqual([
			{
				methodname: 'send',
				request: {
					method: 'POST',
					url: `${api.url}/x?token=***&b=1`,
					headers: expect.objectContaining({
						'X-Api-Key': '***',
						Authorization: '***',
						Accept: 'application/json',
					}),
					body: '{"name":"\\u00d1and\\u00fa","password":"***","of":"T0KEN"}',
					timeoutSeconds: 60,
				},
				warnings: [],
			},
		]);
		expect(JSON.stringify(json)).not.toMatch(/t0ps3cret|k3y-4711|pa55word|hunter22/);
		expect(api.requests).toEqual([]);
	});

	test('the request is the one that a run sends', async () => {
		const parameters = { mapSource: 'xml', mapXml: map() };
		const [{ request }] = (await run({ ...parameters, operation: 'dryRun' })).json;
		await run(parameters);
		const [sent] = api.requests;
		const { method, body } = request as IDataObject;
		expect([sent.method, sent.body.replace('hunter22', '***')]).toEqual([method, body]);
	});

	test('what would change coreBOS is an error, and is not done', async () => {
		const mapXml = smallMap({
			config: { wsurl: api.url },
			fields: { a: source('EXPRESSION', "setSetting('last', 'x')") },
		});
		const place = { mapSource: 'xml', mapXml, recordLivesIn: 'install' };
		const more = { credential: coreBos.connection };
		const { message } = await run({ operation: 'dryRun', ...place }, more);
		expect(message).toMatch(/operation setSetting of coreBOS, which a dry run does not do/);
		expect(coreBos.calls('setSetting')).toBe(0);
		expect(api.requests).toEqual([]);
		expect((await run({ operation: 'run', ...place }, more)).message).toBeUndefined();
		expect(coreBos.calls('setSetting')).toBe(1);
	});

	test('a map that cannot be used fails as in a run', async () => {
		const mapXml = smallMap({ config: { wsurl: '' } });
		const { message } = await run({ operation: 'dryRun', mapSource: 'xml', mapXml });
		expect(message).toMatch(/wsurl/);
	});
});

describe('after a run by hand', () => {
	test('a hint says what was called and what was kept, and no secret', async () => {
		const { hints } = await run({ mapSource: 'xml', mapXml: map() });
		expect(hints.at(-1)).toBe(
			`POST ${api.url}/x: HTTP 200. Context: ok, none. Fields: cf_ok. Nothing was saved in coreBOS.`,
		);
		expect(hints.join()).toMatch(/nothing at "result\.none".*"result" has "ok"/);
		expect(hints.join()).not.toMatch(/t0ps3cret|k3y-4711|pa55word|hunter22/);
	});
});

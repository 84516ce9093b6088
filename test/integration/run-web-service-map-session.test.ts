import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { runNodes } from './n8n-engine';
import { sessionCreateMap } from './example-maps';

let coreBos: CoreBosStandIn;

beforeEach(async () => {
	coreBos = await startCoreBos();
});

afterEach(async () => {
	await coreBos.close();
});

const ELEMENT = `concat('{"productname":"', productname, '","assigned_user_id":"19x1"}')`;

/** Creates a product in the kept session. */
const create = (response: string) => sessionCreateMap(coreBos.url, ELEMENT, { response });

const REMOTE_ID =
	'<field><fieldname>result.id</fieldname><destination><context>id</context></destination></field>';
const SUCCESS =
	'<field><fieldname>success</fieldname><destination><context>ok</context></destination></field>';

const ITEMS = ['One', 'Two', 'Three'].map((productname) => ({ productname }));

async function run(response = REMOTE_ID, credential = true) {
	return await runNodes(ITEMS, [
		{
			name: 'Create',
			typeVersion: 1,
			parameters: { mapXml: create(response) },
			...(credential && { credential: coreBos.connection }),
		},
	]);
}

const names = () => coreBos.records('Products').map(({ productname }) => productname);

describe('getSessionName() in a map', () => {
	test('logs in once for all items and for the runs that follow', async () => {
		const before = names().length;
		expect((await run()).error).toBeUndefined();
		expect((await run()).error).toBeUndefined();
		expect(coreBos.calls('login')).toBe(1);
		expect(coreBos.calls('create')).toBe(6);
		expect(names().length - before).toBe(6);
	});

	test.each([
		['takes a part of the result', REMOTE_ID],
		['reads success itself', SUCCESS],
	])('survives a session that is over, in a map that %s', async (_title, response) => {
		await run(response);
		coreBos.expireSessions();
		const before = names().length;
		expect((await run(response)).error).toBeUndefined();
		expect(coreBos.calls('login')).toBe(2);
		// The first call of the second run was refused and made again.
		expect(coreBos.calls('create')).toBe(7);
		expect(names().slice(before)).toEqual(['One', 'Two', 'Three']);
	});

	test('says what it needs where no credential is selected', async () => {
		const { error } = await run(REMOTE_ID, false);
		expect(error?.message).toMatch(/getSessionName needs the session of a credential/);
		expect(coreBos.calls('create')).toBe(0);
	});
});

import { NodeHelpers, type IDataObject, type INode } from 'n8n-workflow';
import { CoreBosTrigger } from '../../nodes/CoreBosTrigger/CoreBosTrigger.node';
import { hookContext, startTriggerServer, type TriggerServer } from './trigger-server';

const trigger = new CoreBosTrigger();
const permissions = { permission: [{ title: '', addresses: '127.0.0.1', workflows: '43' }] };
const chosen = (allowedOrigins: string): IDataObject => ({
	permissions,
	path: 'corebos',
	httpMethod: 'POST',
	options: { binaryData: true, allowedOrigins },
});

/** What n8n stores of the parameters, defaults left out, as its editor does. */
function stored(parameters: IDataObject) {
	const { description } = trigger;
	const node = { parameters, typeVersion: 1 } as INode;
	const full = NodeHelpers.getNodeParameters(
		description.properties,
		node.parameters,
		true,
		false,
		node,
		description,
	);
	return NodeHelpers.getNodeParameters(
		description.properties,
		full,
		false,
		false,
		node,
		description,
	);
}

describe('what n8n looks for when a browser asks (OPTIONS)', () => {
	test('is stored with chosen origins', () => {
		expect(stored(chosen('https://a.example'))).toMatchObject({
			httpMethod: 'POST',
			options: { allowedOrigins: 'https://a.example', binaryData: true },
		});
	});

	test('is not stored by default, and the body stays unread all the same', () => {
		const parameters = stored({ permissions });
		expect(parameters).not.toHaveProperty('httpMethod');
		expect(parameters).not.toHaveProperty('options.allowedOrigins');
	});
});

describe('Access-Control-Allow-Origin of an answer', () => {
	let server: TriggerServer;
	beforeAll(async () => {
		server = await startTriggerServer({ parameters: {} });
	});
	afterAll(async () => await server.close());

	const answers: Array<[parameters: IDataObject, origin: string, allowed: string | null]> = [
		// n8n's server has set it by then.
		[{ permissions }, 'https://a.example', null],
		[chosen('*'), 'https://a.example', null],
		[chosen('https://a.example'), 'https://a.example', 'https://a.example'],
		[chosen('https://a.example'), 'https://evil.example', 'https://a.example'],
		[chosen('https://a.example,https://b.example'), 'https://b.example', 'https://b.example'],
		[chosen('https://a.example,https://b.example'), 'null', 'https://a.example'],
	];
	test.each(answers)('%j to a page of %s: %s', async (parameters, origin, allowed) => {
		server.setup = { parameters };
		for (const query of ['?workflow_id=43', '?workflow_id=44']) {
			const response = await fetch(server.url + query, { method: 'POST', headers: { origin } });
			expect(response.headers.get('access-control-allow-origin')).toBe(allowed);
		}
	});

	test('a caller that is not a browser gets none', async () => {
		server.setup = { parameters: chosen('https://a.example') };
		const response = await fetch(`${server.url}?workflow_id=43`, { method: 'POST' });
		expect(response.headers.get('access-control-allow-origin')).toBeNull();
	});
});

describe('activation', () => {
	const { create } = trigger.webhookMethods.default;

	test.each(['', 'a.example', 'https://a.example, https://b.example', 'https://a.example/shop'])(
		'stops at the origins "%s"',
		async (origins) => {
			await expect(create.call(hookContext({ parameters: chosen(origins) }))).rejects.toMatchObject(
				{
					message: expect.stringMatching(/^The origin ".*" is not valid$/),
					description: expect.stringContaining('https://'),
				},
			);
		},
	);

	test('takes origins that browsers send', async () => {
		const parameters = chosen('https://a.example,http://localhost:8080,null');
		expect(await create.call(hookContext({ parameters }))).toBe(true);
	});

	test('stops without a path, by which n8n finds the origins', async () => {
		const parameters = { ...chosen('https://a.example'), path: '' };
		await expect(create.call(hookContext({ parameters }))).rejects.toThrow('requires a path');
	});

	test('stops where n8n would read the body itself', async () => {
		const parameters = { ...chosen(''), options: { allowedOrigins: 'https://a.example' } };
		await expect(create.call(hookContext({ parameters }))).rejects.toThrow('hidden setting');
	});
});

import { MapCallError, MapError, runMap, SoapError, SoapFault, WsdlCache } from '../../..';
import { failure, smallMap, source } from '../map/small-map';
import { served, smallWsdl } from './small-wsdl';

/** SOAP by the public API. */
const URL = 'http://host/wsdl';
const SERVICE = 'http://host/service';
const map = smallMap({ config: { wstype: 'SOAP', wsurl: URL } });
const answer = (body: string) =>
	`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${body}</e:Body></e:Envelope>`;

test('runs that share a WsdlCache fetch the WSDL once', async () => {
	const body = answer('<callResponse xmlns="urn:t"><callResult>x</callResult></callResponse>');
	const { http, asked } = served({ [URL]: smallWsdl(), [SERVICE]: body });
	const wsdls = new WsdlCache();
	await runMap(map, {}, http, { wsdls });
	await runMap(map, {}, http, { wsdls });
	expect(asked.map(({ url }) => url)).toEqual([URL, SERVICE, SERVICE]);
	await runMap(map, {}, http);
	expect(asked.map(({ url }) => url).slice(3)).toEqual([URL, SERVICE]);
});

test('the cause of a failed call is the fault', async () => {
	const fault = answer(
		'<e:Fault><faultcode>e:Server</faultcode><faultstring>No</faultstring></e:Fault>',
	);
	const { http } = served({ [URL]: smallWsdl(), [SERVICE]: { status: 500, body: fault } });
	const error = await failure(runMap(map, {}, http));
	expect(error).toBeInstanceOf(MapCallError);
	expect(error.cause).toBeInstanceOf(SoapFault);
	expect(error.cause).toMatchObject({ code: 'e:Server', string: 'No' });
});

test('the cause of a map whose WSDL cannot be used is what is wrong with it', async () => {
	const error = await failure(runMap(map, {}, served({ [URL]: '<html/>' }).http));
	expect(error).toBeInstanceOf(MapError);
	let cause: unknown = error;
	while (cause instanceof MapError) ({ cause } = cause);
	expect(cause).toBeInstanceOf(SoapError);
});

test('another object is not a WsdlCache', async () => {
	const { http, asked } = served({});
	const error = await failure(runMap(map, {}, http, { wsdls: {} as WsdlCache }));
	expect(error).toBeInstanceOf(TypeError);
	expect(error.message).toMatch(/WsdlCache/);
	expect(asked).toEqual([]);
});

describe('a session that is over', () => {
	const sessionMap = smallMap({
		config: { wstype: 'SOAP', wsurl: URL },
		fields: { session: source('EXPRESSION', 'getSessionName()') },
	});
	const wsdl = smallWsdl({
		input: '<xs:sequence><xs:element name="session" type="xs:string"/></xs:sequence>',
	});
	const done = answer('<callResponse xmlns="urn:t"><callResult>x</callResult></callResponse>');
	const fault = (code: string, text: string) =>
		answer(`<e:Fault><faultcode>${code}</faultcode><faultstring>${text}</faultstring></e:Fault>`);

	/** Runs the map where the first session is refused with a fault. */
	async function run(refusal: string, refusals = 1) {
		const sessions = ['old', 'new', 'newest'];
		const { http, asked } = served({ [URL]: wsdl, [SERVICE]: done });
		let left = refusals;
		const once: typeof http = async (request) => {
			const response = await http(request);
			if (request.url !== SERVICE || left === 0) return response;
			left--;
			return { ...response, status: 500, body: refusal };
		};
		const session = {
			name: async () => await Promise.resolve(sessions[0]),
			drop: async (name: string) => {
				if (sessions[0] === name) sessions.shift();
				await Promise.resolve();
			},
		};
		const outcome = await runMap(sessionMap, { session }, once).catch((error: unknown) => error);
		const sent = asked.filter(({ url }) => url === SERVICE).map(({ body }) => String(body));
		return { outcome, sent };
	}

	test.each([
		['in the code of the fault', fault('e:Client/AUTHENTICATION_REQUIRED', 'Log in')],
		['in its text', fault('e:Client', 'INVALID_SESSIONID: Session Identifier provided')],
	])('%s: the call is made again once, in a new one', async (_where, refusal) => {
		const { outcome, sent } = await run(refusal);
		expect(outcome).toMatchObject({ warnings: [] });
		expect(sent).toHaveLength(2);
		expect(sent[0]).toContain('>old<');
		expect(sent[1]).toContain('>new<');
	});

	test('refused again it is an error, and not made a third time', async () => {
		const { outcome, sent } = await run(fault('AUTHENTICATION_REQUIRED', 'Log in'), 2);
		expect(outcome).toBeInstanceOf(MapCallError);
		expect(sent).toHaveLength(2);
	});

	test('any other fault is final', async () => {
		const { outcome, sent } = await run(fault('e:Server', 'No such VAT number'));
		expect(outcome).toBeInstanceOf(MapCallError);
		expect(sent).toHaveLength(1);
	});
});

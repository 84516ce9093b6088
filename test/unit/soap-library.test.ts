import { MapCallError, MapError, runMap, SoapError, SoapFault, WsdlCache } from '../..';
import { failure, smallMap } from './map-small';
import { served, smallWsdl } from './soap-wsdl';

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

test('another object is no WsdlCache', async () => {
	const { http, asked } = served({});
	const error = await failure(runMap(map, {}, http, { wsdls: {} as WsdlCache }));
	expect(error).toBeInstanceOf(TypeError);
	expect(error.message).toMatch(/WsdlCache/);
	expect(asked).toEqual([]);
});

import type { Http, HttpRequest } from '../../../engine/environment';
import { runMap, type RunOptions, type RunResult } from '../../../engine/map';
import { readElements, type NamedElement } from '../../../engine/soap/xml-elements';
import {
	difference,
	insteadOf,
	readRecording,
	recordedEnvironment,
	type MapException,
	type RecordedMap,
} from '../map/recorded-run';

/**
 * Every SOAP map that was recorded must ask for the same WSDL, send the same envelope (compared
 * as XML with its namespaces) and store the same. The exceptions are listed by id in the table
 * of all maps, each with its reason.
 */
type RecordedSoapMap = RecordedMap & { wsdl: string; serverRequiresBasicAuth?: string };

const recordings = readRecording<RecordedMap[]>('maps.json').filter(
	(recorded): recorded is RecordedSoapMap => recorded.map.includes('<wstype>SOAP</wstype>'),
);
const exceptions = readRecording<Record<string, MapException>>('map-exceptions.json');
const named = (recorded: RecordedSoapMap) => [recorded.title, recorded] as const;
const isException = ({ id }: RecordedMap) => Object.hasOwn(exceptions, id);

/** The server of the recording: the WSDL at its address, the recorded answer elsewhere. */
function recordedServer(recorded: RecordedSoapMap, sent: HttpRequest[]): Http {
	const { wsdl, answer, serverRequiresBasicAuth: user } = recorded;
	return async (request) => {
		sent.push(request);
		const isAllowed = user === undefined || request.headers.Authorization === `Basic ${btoa(user)}`;
		if (!isAllowed) return { status: 401, headers: {}, body: 'Authorization Required' };
		if (request.method === 'GET') {
			const isThere = !request.url.endsWith('/missing.wsdl');
			return { status: isThere ? 200 : 404, headers: {}, body: isThere ? wsdl : 'Not Found' };
		}
		if (answer === null) throw new Error('connection refused');
		return { status: answer.status, headers: answer.headers ?? {}, body: answer.body ?? '' };
	};
}

interface Outcome {
	sent: HttpRequest[];
	result?: RunResult;
	error?: Error;
}

async function rerun(recorded: RecordedSoapMap, options: RunOptions = {}): Promise<Outcome> {
	const sent: HttpRequest[] = [];
	const environment = recordedEnvironment(recorded);
	try {
		const http = recordedServer(recorded, sent);
		return { sent, result: await runMap(recorded.map, environment, http, options) };
	} catch (error) {
		return { sent, error: error as Error };
	}
}

/** An envelope without what does not matter: prefixes and where namespaces are declared. */
function canonical({
	namespace,
	name,
	attributes,
	children,
	text,
	prefixes,
}: NamedElement): unknown {
	const resolved = [...attributes].map(([key, value]) => {
		const [, prefix, local] = /^(\w+):([\w[\]]+)$/.exec(value) ?? [];
		return [key, prefix === undefined ? value : `{${prefixes.get(prefix)}}${local}`];
	});
	return [namespace, name, resolved.sort(), children.map(canonical), children.length ? '' : text];
}

/** The recording with bodies that the general comparison takes as they are. */
function comparable(recorded: RecordedSoapMap, outcome: Outcome): [RecordedMap, Outcome] {
	const xml = (body: unknown) => JSON.stringify(canonical(readElements(String(body))));
	const requests = recorded.expect.requests.map((request) => {
		return request.body === '' ? request : { ...request, body: xml(request.body) };
	});
	const sent = outcome.sent.map((request) => {
		return request.body === undefined ? request : { ...request, body: xml(request.body) };
	});
	return [
		{ ...recorded, expect: { ...recorded.expect, requests } },
		{ ...outcome, sent },
	];
}

test('SOAP maps are among the recordings', () => {
	expect(recordings.length).toBeGreaterThan(20);
});

test.each(recordings.filter((recorded) => !isException(recorded)).map(named))(
	'%s',
	async (_title, recorded) => {
		expect(difference(...comparable(recorded, await rerun(recorded)))).toBeUndefined();
	},
);

describe('exceptions, each with its reason', () => {
	test.each(recordings.filter(isException).map(named))('%s', async (_title, recorded) => {
		const { reason, instead } = exceptions[recorded.id];
		expect(reason).toMatch(/^(?:[235]|we add): ./);
		expect(instead).not.toEqual({});
		expect(insteadOf(...comparable(recorded, await rerun(recorded)))).toEqual(instead);
	});
});

describe('failed calls send what coreBOS sends and store nothing', () => {
	const failed = recordings.filter(({ answer }) => answer === null || answer.status >= 400);
	test.each(failed.map(named))('%s', async (_title, recorded) => {
		const [wanted, outcome] = comparable(recorded, await rerun(recorded));
		expect(outcome.error?.message).toMatch(/\w/);
		expect(outcome.sent.map(({ method, url, body }) => [method, url, body ?? ''])).toEqual(
			wanted.expect.requests.map(({ method, url, body }) => [method, url, body]),
		);
	});
});

describe('Never Error stores what coreBOS stores of a fault', () => {
	const faulty = recordings.filter(({ answer }) => answer !== null && answer.status >= 400);
	test.each(faulty.map(named))('%s', async (_title, recorded) => {
		const { result } = await rerun(recorded, { neverError: true });
		// A name that the fault does not have repeats the value before it in coreBOS.
		const repeated = recorded.expect.context.m === undefined ? {} : { m: '' };
		expect(result?.context).toEqual({ ...recorded.expect.context, ...repeated });
		expect(result?.fields).toEqual(recorded.expect.fields);
		expect(result?.warnings.join()).toMatch(/failed/);
	});
});

import { findOperation, offeredOperations, SoapFault, WsdlCache } from '../../engine/soap';
import { requireOrSkip } from '../e2e/require-or-skip';
import { callSoap, fetchHttp } from './soap-peers/call';
import { startNode, type NodePeer } from './soap-peers/node';
import { missingPhp, startPhp, type PhpPeer } from './soap-peers/php';
import { BARE, FULL, LINES } from './soap-peers/records';

/**
 * Services that nobody here wrote: PHP's SoapServer and the server of npm's `soap`. Each
 * record goes there and back; `seen` tells what the service itself made of it.
 */
const STYLES = [
	{ peer: 'php', style: 'document', port: 'Port11' },
	{ peer: 'php', style: 'document', port: 'Port12' },
	{ peer: 'php', style: 'rpc-encoded', port: 'Port11' },
	{ peer: 'php', style: 'rpc-encoded', port: 'Port12' },
	{ peer: 'php', style: 'rpc-literal', port: 'Port11' },
	{ peer: 'node', style: 'document', port: 'Port11' },
	{ peer: 'node', style: 'document', port: 'Port12' },
	{ peer: 'node', style: 'rpc-literal', port: 'Port11' },
] as const;

const canRunPhp = requireOrSkip(missingPhp());
const styles = STYLES.filter(({ peer }) => peer !== 'php' || canRunPhp);
let php: PhpPeer | undefined;
let node: NodePeer;

beforeAll(async () => {
	node = await startNode();
	if (canRunPhp) php = await startPhp();
});
afterAll(async () => {
	await node.stop();
	await php?.stop();
});

type Style = (typeof STYLES)[number];

function wsdlUrl({ peer, style }: Style): string {
	return peer === 'php'
		? `http://${php?.address}/${style}?wsdl`
		: `http://${node.address}/${style}/1.1?wsdl`;
}

async function call(style: Style, operation: string, parameters: Record<string, unknown>) {
	return await callSoap(wsdlUrl(style), `${style.port}.${operation}`, parameters);
}

/** Lists as the style has them. */
function withLists({ style }: Style, record: object, tags: string[], lines: object[]): object {
	if (style === 'document') return { ...record, tag: tags, line: lines };
	if (style === 'rpc-encoded') return { ...record, tags, lines };
	return { ...record, tags: { item: tags }, lines: { item: lines } };
}

/** The npm package gives a time back in another zone, and nil not at all. */
function withInstants(record: object): object {
	const { at, note, ...rest } = record as { at: string; note?: string | null };
	return { ...rest, at: Date.parse(at), note: note ?? null };
}

describe.each(styles)('$peer, $style, $port', (style) => {
	const isDocument = style.style === 'document';
	const lines = isDocument ? [{ ...LINES[0], unit: 'kg' }, LINES[1]] : LINES;

	// In rpc style the npm package writes everything empty as nil.
	const isNilled = style.peer === 'node' && !isDocument;
	const records: Array<[title: string, record: object, tags: string[], lines: object[]]> = [
		['all kinds of values', FULL, ['x', 'y & z'], lines],
		...(isNilled ? [] : [['falsy values, nil and empty lists', BARE, [], []] as const]),
		['lists of one', FULL, ['only'], [lines[0]]],
	].map((row) => row as [string, object, string[], object[]]);
	test.each(records)('%s come back as they went', async (_title, record, tags, items) => {
		const sent = withLists(style, record, tags, items);
		const answer = (await call(style, 'echo', { record: sent })) as Record<string, unknown>;
		const came = isDocument ? (answer.echoResult as object) : answer;
		expect(withInstants(came)).toEqual(withInstants(sent));
		// Nil is sent: PHP gives it back, the npm package reads it as missing.
		expect('note' in came).toBe(style.peer === 'php' || record === FULL);
	});

	test('the service sees what was meant', async () => {
		const sent = withLists(style, FULL, ['x', 'y'], lines);
		const answer = (await call(style, 'seen', { record: sent })) as { seenResult: string } | string;
		const seen = JSON.parse(typeof answer === 'string' ? answer : answer.seenResult);
		const { text, count, ratio, active, note, home } = seen;
		// The npm package does not look at types in rpc style.
		expect([count, ratio, active].map(String)).toEqual(['-7', '0.5', 'true']);
		expect({ text, note, home }).toEqual({ text: FULL.text, note: 'n', home: FULL.home });
	});

	test('a fault has its code, text and detail', async () => {
		const fault = await call(style, 'fail', { why: 'no "reason" <given>' }).then(
			() => undefined,
			(error: unknown) => error,
		);
		expect(fault).toBeInstanceOf(SoapFault);
		const { code, string, detail } = fault as SoapFault;
		expect(string).toBe('It failed: no "reason" <given>');
		expect(code).toMatch(style.port === 'Port12' ? /:Receiver/ : /:Server$/);
		expect(detail).toEqual(
			new Map([
				['reason', 'no "reason" <given>'],
				['code', expect.anything()],
			]),
		);
	});
});

describe('parameters of an rpc call', () => {
	const rpc = styles.filter(({ peer, style }) => peer === 'php' && style !== 'document');
	for (const style of rpc) {
		test(`${style.style}, ${style.port}`, async () => {
			const words = style.style === 'rpc-literal' ? { item: ['a', 'b'] } : ['a', 'b'];
			// In any order: the WSDL says which comes first.
			await expect(call(style, 'join', { words, times: 2, text: 'ñ' })).resolves.toBe('ññ:a|b');
		});
	}
	test('there are some, where PHP can run', () => expect(rpc.length > 0).toBe(canRunPhp));
});

test('a bare parameter and a bare result', async () => {
	if (!canRunPhp) return;
	await expect(call(STYLES[0], 'lengthOf', { word: 'Ñandú' })).resolves.toBe(5);
});

test('a WSDL offers each operation once, and the first version of SOAP is taken', async () => {
	const request = { method: 'GET', url: wsdlUrl(STYLES[5]), headers: {} };
	const wsdl = await new WsdlCache().read(request, fetchHttp);
	expect(offeredOperations(wsdl).map(({ name }) => name)).toEqual([
		'echo',
		'fail',
		'lengthOf',
		'seen',
	]);
	expect(findOperation(wsdl, 'echo').version).toBe('1.1');
});

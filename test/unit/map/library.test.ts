import * as api from '../../..';
import type { HttpRequest, RunResult, WebServiceMap } from '../../..';
import { entry, failure, smallMap, source } from './small-map';

const { MapError, parseMap, serializeMap } = api;

/** The public API as callers without types see it. */
type Loose = Record<string, (...given: unknown[]) => Promise<unknown>>;
const loose = api as unknown as Loose;

describe('maps of callers without types', () => {
	const answer = { status: 200, headers: {}, body: '{"success":true,"a":1}' };
	const map = smallMap({ response: entry('a', undefined, 'a') });
	const run = loose.runMap as (...given: unknown[]) => Promise<RunResult>;

	test.each([undefined, null, {}])('environment %p is one without a record', async (given) => {
		expect((await run(map, given, async () => answer)).context).toEqual({ a: '1' });
	});

	test('null stands for what is missing, a number for an id', async () => {
		const nulls = { fields: null, context: null, module: null, user: null, coreBos: null };
		const fields = { fields: { id: '14x7' }, recordId: 7 };
		const stored = smallMap({ fields: { id: source('', 'record_id') } });
		const sent: unknown[] = [];
		const http = async ({ body }: HttpRequest) => {
			sent.push(body);
			return answer;
		};
		await run(stored, nulls, http);
		await run(stored, fields, http);
		expect(sent).toEqual(['{"id":""}', '{"id":"7"}']);
	});

	test.each([
		['a body of bytes', { status: 200, headers: {}, body: new TextEncoder().encode('{"a":1}') }],
		['a Buffer', { status: 200, headers: {}, body: Buffer.from('{"a":1}') }],
		['no headers', { status: 200, body: '{"a":1}' }],
	])('%s', async (_title, given) => {
		expect((await run(map, {}, async () => given)).context).toEqual({ a: '1' });
	});

	test.each([
		['no answer', undefined, /lacks a status/],
		['no status', { headers: {}, body: '' }, /lacks a status/],
		['a body that was read already', { status: 200, headers: {}, body: { a: 1 } }, /text or bytes/],
	])('%s is a fault of the function', async (_title, given, message) => {
		for (const neverError of [false, true]) {
			const error = await failure(run(map, {}, async () => given, { neverError }));
			expect(error).toBeInstanceOf(TypeError);
			expect(error.message).toMatch(message);
		}
	});

	test('options may be null', async () => {
		expect((await run(map, {}, async () => answer, null)).context).toEqual({ a: '1' });
	});

	test.each([
		['no map', undefined],
		['a field without sources', { ...parseMap(map), fields: [{ name: 'a' }] }],
		['an entry without path', { ...parseMap(map), response: [null] }],
		['a part of a map', { config: {} }],
		['null for a map', null],
	])('%s', async (_title, given) => {
		expect(await failure(run(given, {}, async () => answer))).toBeInstanceOf(MapError);
		expect(() => serializeMap(given as unknown as WebServiceMap)).toThrow(MapError);
	});

	test.each([undefined, null, 7, {}])('parseMap of %p', (given) => {
		expect(() => parseMap(given as unknown as string)).toThrow(/XML of a map must be text/);
	});

	test.each([
		['no function that makes the call', [map, {}], /function/],
		[
			'an unknown compatibility',
			[map, {}, async () => answer, { compatibility: 'corebos' }],
			/"corebos"/,
		],
	])('%s', async (_title, given, message) => {
		const error = await failure(run(...given));
		expect(error).toBeInstanceOf(TypeError);
		expect(error.message).toMatch(message);
	});
});

describe('expressions, templates and lists of callers without types', () => {
	test.each([
		['evaluateExpression', '1+1', 2],
		['renderTemplate', '[$nosuch]', '[]'],
	])('%s sees nothing in null', async (name, given, want) => {
		expect(await loose[name](given, null)).toBe(want);
		expect(await loose[name](given, { fields: null, context: null })).toBe(want);
	});

	test('what setToContext writes is in the context that was given', async () => {
		const context = {};
		await api.evaluateExpression("setToContext('a', 1)", { context });
		expect(context).toEqual({ a: 1 });
	});

	test('renderTemplate writes values as the owner sees them, where an install can be asked', async () => {
		const template = '$amount, $(general : (__WorkflowFunction__) amount * 2 ), $closingdate';
		const fields = { amount: '1234.500000', closingdate: '2026-12-24', assigned_user_id: '19x5' };
		const owner = {
			user_name: 'second',
			currency_decimal_separator: ',',
			currency_grouping_separator: '.',
			currency_grouping_pattern: '123,456,789',
			no_of_currency_decimals: '2',
			date_format: 'dd-mm-yyyy',
		};
		const described = [
			{ name: 'amount', uitype: '71', type: { name: 'currency' } },
			{ name: 'closingdate', uitype: '23', type: { name: 'date' } },
		];
		const answers: Record<string, unknown> = {
			retrieve: owner,
			describe: { idPrefix: '13', fields: described },
		};
		const coreBos = { call: async (operation: string) => answers[operation] };
		const seen = { fields, module: 'Potentials', recordId: '13x7' };
		expect(await api.renderTemplate(template, { ...seen, coreBos })).toBe(
			'1.234,50, 2469, 24-12-2026',
		);
		expect(await api.renderTemplate(template, seen)).toBe('1234.500000, 2469, 2026-12-24');
	});

	test.each(['evaluateExpression', 'renderTemplate'])('%s of other than text', async (name) => {
		for (const given of [undefined, null, 7]) {
			const error = await failure(loose[name](given));
			expect(error).toBeInstanceOf(TypeError);
			expect(error.message).toMatch(new RegExp(`${name} needs an? \\w+ as text, not`));
		}
	});

	test.each([undefined, '1.2.3.4', [null]])('createAllowlist of %j', (given) => {
		expect(() => loose.createAllowlist(given)).toThrow(TypeError);
		expect(api.createAllowlist(['10.0.0.0/8']).allows('10.1.2.3')).toBe(true);
	});
});

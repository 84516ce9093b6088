import type { HttpResponse } from '../../../engine/environment';
import { CoreBosError } from '../../../engine/corebos';
import { readAnswer, type WebServiceAnswer } from '../../../engine/corebos/answer';
import { recordedCalls } from '../../corebos/recordings';

const reading = { operation: 'retrieve', harmless: true };
const writing = { operation: 'create', harmless: false };
const answer = (body: string | Uint8Array, status = 200): HttpResponse => ({
	status,
	headers: {},
	body,
});

function failure(read: () => WebServiceAnswer): CoreBosError {
	try {
		read();
	} catch (error) {
		if (error instanceof CoreBosError) return error;
		throw error;
	}
	throw new Error('the answer was taken for a good one');
}

describe('every recorded answer', () => {
	const isSuccess = ({ response }: { response: { body: unknown } }) =>
		(response.body as { success?: boolean }).success === true;
	const calls = recordedCalls().filter(({ operation }) => operation !== '');
	const bodyOf = (body: unknown) => (body === '' ? '' : JSON.stringify(body));
	const named = (of: typeof calls) =>
		of.map((call) => [call.operation, call.title, call.response] as const);

	test.each(named(calls.filter(isSuccess)))('%s, %s: its result', (operation, _title, response) => {
		const body = response.body as { result: unknown; moreinfo: unknown };
		const call = { operation, harmless: false };
		expect(readAnswer(call, answer(bodyOf(body), response.status))).toEqual({
			result: body.result,
			moreInfo: body.moreinfo,
			warnings: [],
		});
	});

	test.each(named(calls.filter((call) => !isSuccess(call))))(
		'%s, %s: an error with its code and message',
		(operation, _title, response) => {
			const body = response.body as { error?: { code: string; message: string } } | '';
			const error = failure(() =>
				readAnswer({ operation, harmless: false }, answer(bodyOf(body), response.status)),
			);
			expect(error).toMatchObject({ operation, status: response.status });
			if (body === '') expect(error.code).toBe('EMPTY_ANSWER');
			else if (body.error === undefined) expect(error.code).toMatch(/^(PARTLY|VALIDATION)_FAILED$/);
			else expect(error).toMatchObject({ code: body.error.code, reason: body.error.message });
		},
	);
});

describe('an answer without a result', () => {
	test.each([
		['an empty body', '', 500, 'EMPTY_ANSWER', 'HTTP 500 with an empty body'],
		['white space', ' \n', 200, 'EMPTY_ANSWER', 'HTTP 200 with an empty body'],
		[
			'half an answer',
			'{"success":true,"result":{"id":"14',
			200,
			'INCOMPLETE_ANSWER',
			'34 characters',
		],
		['the beginning of one', '{"suc', 200, 'INCOMPLETE_ANSWER', '5 characters'],
		['only a brace', '{', 200, 'INCOMPLETE_ANSWER', '1 characters'],
		[
			'a page',
			'<html><body><h1>404</h1> not here</body></html>',
			404,
			'NOT_A_WEB_SERVICE',
			'HTTP 404 with something that is not a coreBOS answer: 404 not here',
		],
		[
			'an error that PHP displays',
			'<br />\n<b>Warning</b>: x<br />\n<b>Fatal error</b>:  Uncaught TypeError: y in <b>a.php</b>',
			200,
			'PHP_ERROR',
			'HTTP 200 with an error of PHP: Warning : x Fatal error : Uncaught TypeError: y in a.php',
		],
		[
			'the page of a proxy',
			'<html><h1>504 Gateway Time-out</h1></html>',
			504,
			'GATEWAY_ERROR',
			'A proxy in front of coreBOS',
		],
		['other JSON', '{"status":"ok"}', 200, 'NOT_A_WEB_SERVICE', '{"status":"ok"}'],
		['a JSON list', '[1,2]', 200, 'NOT_A_WEB_SERVICE', '[1,2]'],
		['JSON null', 'null', 200, 'NOT_A_WEB_SERVICE', 'null'],
		['success that is not a flag', '{"success":"yes"}', 200, 'NOT_A_WEB_SERVICE', '"yes"'],
	])('%s', (_what, body, status, code, text) => {
		const error = failure(() => readAnswer(reading, answer(body, status)));
		expect(error).toMatchObject({ code, status });
		expect(error.message).toContain(text);
	});

	test.each([
		[writing, '', 500, true],
		[writing, '{"success":tr', 200, true],
		[writing, '<h1>Moved</h1>', 301, false],
		[writing, '<h1>Moved</h1>', 302, true],
		[writing, '<h1>Not Found</h1>', 404, true],
		[writing, '{"status":"ok"}', 200, true],
		[writing, 'null', 200, true],
		[writing, '<h1>Internal Server Error</h1>', 500, true],
		[writing, '<h1>Gateway Time-out</h1>', 504, true],
		[writing, '<b>Fatal error</b>:  Uncaught Error: x', 200, true],
		[reading, '', 500, false],
		[reading, '{"success":tr', 200, false],
		[reading, '<h1>Gateway Time-out</h1>', 504, false],
	])('of %j with %j, HTTP %i: coreBOS may have done it: %p', (call, body, status, uncertain) => {
		const error = failure(() => readAnswer(call, answer(body, status)));
		expect(error.uncertain).toBe(uncertain);
		expect(error.message.includes('may have done it')).toBe(uncertain);
	});
});

describe('an answer with something around it', () => {
	const json = '{"success":true,"result":"ok","moreinfo":null}';
	const warning =
		'<br />\n<b>Warning</b>:  Undefined array key "x" in <b>a.php</b> on line <b>3</b><br />\n';

	test.each([
		['bytes', new TextEncoder().encode(json), []],
		['a byte order mark', `\uFEFF${json}`, []],
		['white space', `\n ${json}\n`, []],
		['a PHP warning', warning + json, ['Warning : Undefined array key "x" in a.php on line 3']],
		['text', `Notice: something\n${json}`, ['Notice: something']],
		['a warning after it', `${json}\n<b>Notice</b>: late {"a":1}`, ['Notice : late {"a":1}']],
		['text on both sides', `first ${json} last`, ['first', 'last']],
	])('%s', (_what, body, warnings) => {
		expect(readAnswer(reading, answer(body))).toEqual({ result: 'ok', moreInfo: null, warnings });
	});

	test('a brace or quote in a text does not end it', () => {
		const body = '{"success":true,"result":{"a":"}\\"}{","b":[{}]},"moreinfo":null} behind';
		expect(readAnswer(reading, answer(body))).toEqual({
			result: { a: '}"}{', b: [{}] },
			moreInfo: null,
			warnings: ['behind'],
		});
	});

	test('a warning before an error is kept with it', () => {
		const refused = '{"success":false,"error":{"message":"no","code":"ACCESS_DENIED"}}';
		const error = failure(() => readAnswer(reading, answer(warning + refused)));
		expect(error).toMatchObject({ code: 'ACCESS_DENIED', reason: 'no' });
		expect(error.warnings).toHaveLength(1);
	});
});

describe('success: false without an error', () => {
	const read = (result: unknown) =>
		failure(() => readAnswer(writing, answer(JSON.stringify({ success: false, result }))));

	test('MassCreate: how many failed and why; the result is kept', () => {
		const result = {
			success_creates: [{ id: '14x1' }, { id: '14x2' }],
			failed_creates: [{ record: {}, code: 'MANDATORY_FIELDS_MISSING', message: 'no name' }],
		};
		const error = read(result);
		expect(error).toMatchObject({ code: 'PARTLY_FAILED', result });
		expect(error.message).toContain(
			'1 of 3 records were not created: no name (MANDATORY_FIELDS_MISSING)',
		);
	});

	test('validation: each field with its reasons', () => {
		const error = read({ productname: ['is required', 'is short'], unit_price: 'is none' });
		expect(error.code).toBe('VALIDATION_FAILED');
		expect(error.message).toContain('productname: is required, is short; unit_price: is none');
	});

	test.each([['no'], [null], [[1, 2]]])('%j is shown', (result) => {
		const error = read(result);
		expect(error).toMatchObject({ code: 'OPERATION_FAILED', result });
		expect(error.message).toContain(JSON.stringify(result));
	});
});

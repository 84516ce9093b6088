import { accessKeyFor } from '../../../engine/corebos';
import { isHarmless, isReading, needsSession } from '../../../engine/corebos/operations';
import { webServiceRequest } from '../../../engine/corebos/request';
import { maskedBeginning, maskSecrets, secretsOf } from '../../../engine/corebos/secrets';

const URL_ = 'https://crm.example.com/webservice.php';

describe('webServiceRequest', () => {
	test('a reading operation is a GET whose session is in the header', () => {
		const request = webServiceRequest(URL_, 'retrieve', { id: '14x1' }, 'abc');
		expect(request).toEqual({
			method: 'GET',
			url: `${URL_}?operation=retrieve&id=14x1`,
			headers: { Accept: 'application/json', 'corebos-authorization': 'abc' },
		});
	});

	test('a writing operation is a form whose session is a parameter', () => {
		const request = webServiceRequest(URL_, 'delete', { id: '14x1' }, 'abc');
		expect(request).toEqual({
			method: 'POST',
			url: URL_,
			headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
			body: 'operation=delete&id=14x1&sessionName=abc',
		});
	});

	test.each<[string, unknown, string | null]>([
		['an object', { productname: 'Ä "x"' }, String.raw`{"productname":"Ä \"x\""}`],
		['a list', ['14x1', '14x2'], '["14x1","14x2"]'],
		['a text', 'a & b = c + d', 'a & b = c + d'],
		['a text of JSON', '{"a":1}', '{"a":1}'],
		['a number', 12.5, '12.5'],
		['zero', 0, '0'],
		['true', true, '1'],
		['false', false, '0'],
		['an empty text', '', ''],
		['undefined', undefined, null],
		['null', null, null],
	])('%s arrives as PHP reads it', (_what, value, expected) => {
		const { body } = webServiceRequest(URL_, 'anything', { value });
		expect(new URLSearchParams(body as string).get('value')).toBe(expected);
	});

	test.each([
		['a long query', 'query', { query: 'x'.repeat(2000) }],
		['a session of its own', 'retrieve', { id: '14x1', sessionName: 'abc' }],
		['an access key', 'getchallenge', { accessKey: 'abc' }],
	])('%s goes by POST, not in the url', (_what, operation, parameters) => {
		const request = webServiceRequest(URL_, operation, parameters);
		expect(request).toMatchObject({ method: 'POST', url: URL_ });
	});

	test('the operation keeps its spelling', () => {
		expect(webServiceRequest(URL_, 'QUERY', {}).url).toBe(`${URL_}?operation=QUERY`);
	});
});

describe('operations', () => {
	test.each([
		['query', true, true, true],
		['QUERY', true, true, true],
		['MassRetrieve', true, true, true],
		['create', false, false, true],
		['MassCreate', false, false, true],
		['ExecuteWorkflow', false, false, true],
		['someOperationOfAnInstall', false, false, true],
		['getQueuedOperationResult', true, false, true],
		['getchallenge', true, true, false],
		['login', false, true, false],
		['logout', false, false, true],
	])('%s: reading %p, harmless %p, on a session %p', (name, reading, harmless, session) => {
		expect([isReading(name), isHarmless(name), needsSession(name)]).toEqual([
			reading,
			harmless,
			session,
		]);
	});
});

test('what is too large for a form of PHP goes as JSON, each parameter a text', () => {
	const element = { filename: { content: 'A'.repeat(2_000_000) } };
	const request = webServiceRequest(URL_, 'create', { elementType: 'Documents', element }, 's1');
	expect(request).toMatchObject({
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
	});
	expect(JSON.parse(String(request.body))).toEqual({
		operation: 'create',
		elementType: 'Documents',
		element: JSON.stringify(element),
		sessionName: 's1',
	});
});

describe('accessKeyFor', () => {
	// md5sum of the texts "6b0244641f1e1secret" and "tokenÑ€"
	test.each([
		['6b0244641f1e1', 'secret', '783f0a1af4b647ce40eccd012ee8e3f0'],
		['token', 'Ñ€', 'aa724d6adf63c17d6f322baff84a6259'],
	])('of %s and %s', (token, key, expected) => {
		expect(accessKeyFor(token, key)).toBe(expected);
	});
});

describe('secrets', () => {
	test('are known by the names of parameters', () => {
		const parameters = {
			sessionName: 's1',
			accessKey: 'k1',
			user_password: 'p1',
			newPassword: 'p2',
			id: '14x1',
			element: { a: 1 },
		};
		expect(secretsOf(parameters)).toEqual(['s1', 'k1', 'p1', 'p2']);
	});

	test('are masked as they are and percent-encoded', () => {
		expect(maskSecrets('a=k/1&b=k%2F1 k/1', ['k/1', ''])).toBe('a=***&b=*** ***');
	});

	test.each([
		['in lower case by percent signs', 'a+b/c=', 'a%2bb%2fc%3d'],
		['in JSON', 'a"b\\c', String.raw`a\"b\\c`],
		['in JSON of PHP, whose slashes are escaped', 'dXNlcg/b=', String.raw`dXNlcg\/b=`],
		[
			'in JSON of PHP, whose umlauts are escaped',
			'größe😀',
			String.raw`gr\u00f6\u00dfe\ud83d\ude00`,
		],
		['in HTML', `a<b>&"c`, 'a&lt;b&gt;&amp;&quot;c'],
		["in HTML of PHP's htmlspecialchars", "it's&more", 'it&#039;s&amp;more'],
		["in HTML of Python's escape", "it's&more", 'it&#x27;s&amp;more'],
	])('are masked %s', (_, secret, form) => {
		expect(maskSecrets(`before ${form} after`, [secret])).toBe('before *** after');
	});

	test('are masked before a text is cut, so that no beginning of one is left', () => {
		const secret = 'S'.repeat(40);
		const text = `${'x'.repeat(80)}${secret}${'y'.repeat(80)}${secret}`;
		for (let length = 0; length <= text.length; length++) {
			const beginning = maskedBeginning(text, length, [secret]);
			expect(beginning).not.toContain('S');
			expect(beginning.length).toBeLessThanOrEqual(length);
		}
		expect(maskedBeginning(text, 200, [secret])).toBe(`${'x'.repeat(80)}***${'y'.repeat(80)}***`);
		expect(maskedBeginning('short', 200, [secret])).toBe('short');
	});
});

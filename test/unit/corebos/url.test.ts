import { CoreBosError, webServiceUrl } from '../../../engine/corebos';

describe('webServiceUrl', () => {
	test.each([
		['https://crm.example.com', 'https://crm.example.com/webservice.php'],
		['https://crm.example.com/', 'https://crm.example.com/webservice.php'],
		['  https://crm.example.com/corebos  ', 'https://crm.example.com/corebos/webservice.php'],
		['https://crm.example.com/corebos//', 'https://crm.example.com/corebos/webservice.php'],
		['http://127.0.0.1:8080/webservice.php', 'http://127.0.0.1:8080/webservice.php'],
		['https://crm.example.com/a/webservice.php?x=1#y', 'https://crm.example.com/a/webservice.php'],
		[
			'https://crm.example.com/a/index.php?action=index&module=Home',
			'https://crm.example.com/a/webservice.php',
		],
		['HTTPS://CRM.example.com/', 'https://crm.example.com/webservice.php'],
		['https://bücher.example/', 'https://xn--bcher-kva.example/webservice.php'],
		['http://[::1]:8080', 'http://[::1]:8080/webservice.php'],
	])('%j is %s', (given, expected) => {
		expect(webServiceUrl(given)).toBe(expected);
	});

	test.each([
		['', 'it is empty'],
		['   ', 'it is empty'],
		['crm.example.com', '"crm.example.com" is not an http(s) address'],
		['localhost:8080', 'is not an http(s) address'],
		['ftp://crm.example.com', 'is not an http(s) address'],
		['https://', 'is not an http(s) address'],
		['https:// crm.example.com', 'is not an http(s) address'],
		['javascript:alert(1)', 'is not an http(s) address'],
	])('%j is refused: %s', (given, reason) => {
		const refused = () => webServiceUrl(given);
		expect(refused).toThrow(CoreBosError);
		expect(refused).toThrow(reason);
		expect(refused).toThrow('such as https://crm.example.com/');
	});

	test('of callers without types none is told of', () => {
		expect(() => webServiceUrl(undefined as unknown as string)).toThrow('it is missing');
	});

	test.each(['https://user:hidden@crm.example.com', 'ftp://user:hidden@crm.example.com'])(
		'a password in %s is refused and not shown',
		(given) => {
			const refused = () => webServiceUrl(given);
			expect(refused).toThrow(CoreBosError);
			expect(refused).not.toThrow('hidden');
		},
	);
});

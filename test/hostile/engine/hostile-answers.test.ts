import { growth, LINEAR } from '../work-counter';
import { readPhpSerialized } from '../../../engine';
import { readAnswer } from '../../../engine/corebos/answer';
import { connectionFailure, plainText } from '../../../engine/http';
import { readForm } from '../../../engine/http-handler/form';
import { readMultipart } from '../../../engine/http-handler/multipart';
import { bodyOf } from '../../../engine/soap';
import { readXml } from '../../../engine/xml';
import { entry, runSmall, smallMap } from '../../unit/map/small-map';

/** Every reader of outside text takes steps in proportion to the size of what it reads. */

const reading = { operation: 'query', harmless: true };

function webService(text: string): void {
	try {
		readAnswer(reading, { status: 200, headers: {}, body: text });
	} catch (error) {
		expect(error).toMatchObject({ name: 'CoreBosError' });
	}
}

function refusing(read: (text: string) => unknown): (text: string) => void {
	return (text) => {
		try {
			read(text);
		} catch (error) {
			expect(error).toBeInstanceOf(Error);
		}
	};
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function map(outputtype: string, body: string): Promise<void> {
	const xml = smallMap({ config: { outputtype }, response: entry('a', 'f') });
	await runSmall(xml, {}, { body }).catch((error: unknown) => expect(error).toBeInstanceOf(Error));
}

const notice = '<br />\n<b>Warning</b>:  x in <b>y.php</b> on line <b>1</b><br />\n';

test.each<[string, (text: string) => unknown, (size: number) => string]>([
	['cut JSON of escaped quotes', webService, (n) => `{"success":true,"result":"${'\\"'.repeat(n)}`],
	['cut JSON of quotes', webService, (n) => `{"success":true,"result":[${'"'.repeat(n)}`],
	['< repeated', webService, (n) => '<'.repeat(n)],
	['<script repeated', webService, (n) => '<script>'.repeat(n)],
	['{ repeated', webService, (n) => '{ '.repeat(n)],
	['{"success" repeated', webService, (n) => '{"success" '.repeat(n)],
	[
		'full stops',
		webService,
		(n) => `{"success":false,"error":{"code":"X","message":"${'.'.repeat(n)}x"}}`,
	],
	[
		'a notice after an answer',
		webService,
		(n) => `{"success":true,"result":"${'x\\n'.repeat(n)}"}${notice}`,
	],
	[
		'notices around an answer',
		webService,
		(n) => `${notice.repeat(n / 10)}{"success":true,"result":1}${notice.repeat(n / 10)}`,
	],
	['markup', plainText, (n) => '<a href="<'.repeat(n)],
	[
		'a serialized list',
		refusing(readPhpSerialized),
		(n) => `a:${n}:{${Array.from({ length: n }, (_, i) => `i:${i};N;`).join('')}}`,
	],
	['serialized digits', refusing(readPhpSerialized), (n) => `i:${'9'.repeat(n)}`],
	['a form', refusing(readForm), (n) => 'a[b]=c&'.repeat(n)],
	['brackets in a form', refusing(readForm), (n) => `a${'['.repeat(n)}=1`],
	['percent signs in a form', refusing(readForm), (n) => `a=${'%'.repeat(n)}`],
	[
		'parts of a form',
		refusing((text) => readMultipart(bytes(text), 'b')),
		(n) => `${'--b\r\n\r\n'.repeat(n)}--b--`,
	],
	[
		'dashes in a form',
		refusing((text) => readMultipart(bytes(text), 'b')),
		(n) => `--b\r\n${'\r\n-'.repeat(n)}`,
	],
	['XML of < alone', refusing((text) => readXml(text, true)), (n) => '<'.repeat(n)],
	[
		'XML of comments that never end',
		refusing((text) => readXml(text, true)),
		(n) => `<a>${'<!--'.repeat(n)}`,
	],
	[
		'XML of entities',
		refusing((text) => readXml(text, true)),
		(n) => `<a>${'&amp;'.repeat(n)}</a>`,
	],
	['an envelope of <', refusing(bodyOf), (n) => `<Envelope>${'<'.repeat(n)}`],
])('%s', async (_what, read, text) => {
	expect(await growth((size) => read(text(size)), 400)).toBeLessThan(LINEAR);
});

test.each<[string, string, (size: number) => string]>([
	['JSON that is cut', 'JSON', (n) => `{"a":"${'\\"'.repeat(n)}`],
	['< repeated', 'JSON', (n) => '<'.repeat(n)],
	['<style repeated', 'XML', (n) => '<style>'.repeat(n)],
	['a DOCTYPE repeated', 'XML', (n) => '<!DOCTYPE a ['.repeat(n)],
	['a member of secrets repeated', 'XML', (n) => '"password":"'.repeat(n)],
])('an answer to a map: %s', async (_what, outputType, text) => {
	expect(await growth(async (size) => await map(outputType, text(size)), 400)).toBeLessThan(LINEAR);
});

test.each([
	// It would lead back to the text before it, again and again.
	['a:2:{s:0:"";s:-8:"', /the length "-8"/],
	['a:999999999:{i:0;N;}', /shorter than its length/],
	['s:999999999:"a";', /shorter than its length/],
])('a PHP-serialized text cannot ask for more than it holds: %s', (text, message) => {
	expect(() => readPhpSerialized(text)).toThrow(message);
});

test('a PHP-serialized text of 25 bytes cannot ask for more than it holds', () => {
	for (const text of [
		'a:1:{s:-9007199254740991:"',
		's:99999999999:"a";',
		'a:999999999:{i:0;N;}',
		'O:-1:"a":1:{}',
	]) {
		expect(() => readPhpSerialized(text)).toThrow(SyntaxError);
	}
});

test.each<[string, unknown, string]>([
	[
		'refused',
		Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }),
		'notSent',
	],
	[
		'of several addresses',
		Object.assign(new Error(''), {
			errors: [Object.assign(new Error('x'), { code: 'ECONNREFUSED' })],
		}),
		'notSent',
	],
	['a certificate', Object.assign(new Error('x'), { code: 'CERT_HAS_EXPIRED' }), 'notSent'],
	[
		'unreachable while in use',
		Object.assign(new Error('read EHOSTUNREACH'), { code: 'EHOSTUNREACH', syscall: 'read' }),
		'other',
	],
	[
		'unreachable at once',
		Object.assign(new Error('connect EHOSTUNREACH'), { code: 'EHOSTUNREACH', syscall: 'connect' }),
		'notSent',
	],
	['a message with CERT in it', new Error('the CERTIFICATE of appreciation was late'), 'other'],
	[
		'a message that quotes ECONNREFUSED',
		Object.assign(new Error('proxy says ECONNREFUSED'), { code: 'ERR_BAD_RESPONSE' }),
		'other',
	],
	['broken inside', Object.assign(new Error('aborted'), { code: 'ECONNRESET' }), 'dropped'],
	[
		'gzip that is cut',
		Object.assign(new Error('unexpected end of file'), { code: 'Z_BUF_ERROR' }),
		'dropped',
	],
])('a connection: %s', (_what, reason, kind) => {
	expect(connectionFailure(reason).kind).toBe(kind);
});

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** Certificate and key with which TLS calls identify this side, as Node's TLS takes them. */
export type ClientCertificate = { passphrase?: string; ca?: string } & (
	| { cert: string; key: string }
	| { pfx: Uint8Array }
);

/**
 * The certificate of a `coreBosClientCertificateApi` credential.
 *
 * @throws Error that names the text that is missing or is no certificate, and nothing of it
 */
export function clientCertificate(credential: ICredentialDataDecryptedObject): ClientCertificate {
	const text = (name: string) => String(credential[name] ?? '').trim();
	const passphrase = text('passphrase');
	const ca = text('ca');
	const common = {
		...(passphrase !== '' && { passphrase }),
		...(ca !== '' && { ca: pemText(ca, 'Certificate Authority', /CERTIFICATE$/) }),
	};
	if (text('format') === 'pfx') return { ...common, pfx: pfxBytes(text('pfx')) };
	return {
		...common,
		cert: pemText(text('cert'), 'Certificate', /CERTIFICATE$/),
		key: pemText(text('privateKey'), 'Private Key', /PRIVATE KEY$/),
	};
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([^]*?)-----END \1-----/g;
/** The lines of an encrypted key that say how, with an empty line after them. */
const KEY_HEADERS = /^(?:[\w-]+:[^\n]*\n)+\n/;

/**
 * The blocks of a PEM text, in lines again where a single-line input has joined them.
 *
 * @param kind what the blocks must be called; others beside them, such as a key's parameters,
 * stay
 */
function pemText(text: string, name: string, kind: RegExp): string {
	const blocks = [...text.replace(/\r\n?|\\n/g, '\n').matchAll(BLOCK)];
	if (!blocks.some(([, label]) => kind.test(label))) {
		throw new TypeError(
			`The client certificate's "${name}" is no PEM text: it begins with -----BEGIN … and ends with -----END …, lines included`,
		);
	}
	return blocks.map(([, label, content]) => pemBlock(label, content.trimStart())).join('');
}

function pemBlock(label: string, content: string): string {
	const headers = KEY_HEADERS.exec(content)?.[0] ?? '';
	const base64 = content.slice(headers.length).replace(/\s+/g, '');
	const lines = base64.match(/.{1,64}/g)?.join('\n') ?? '';
	return `-----BEGIN ${label}-----\n${headers}${lines}\n-----END ${label}-----\n`;
}

function pfxBytes(base64: string): Uint8Array {
	const plain = base64.replace(/\s+/g, '');
	if (plain === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(plain) || plain.length % 4 !== 0) {
		throw new TypeError(
			'The client certificate\'s "PFX File" is no Base64: give the bytes of the .pfx or .p12 file as "base64 -w0 file.pfx" writes them',
		);
	}
	return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
}

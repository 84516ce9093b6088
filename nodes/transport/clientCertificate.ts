import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** Client certificate and key of TLS calls, as Node's TLS expects them. */
export type ClientCertificate = { passphrase?: string; ca?: string } & (
	| { cert: string; key: string }
	| { pfx: Uint8Array }
);

/**
 * The certificate of a `coreBosClientCertificateApi` credential.
 *
 * @throws Error that names the field that is missing or not a certificate, and quotes nothing of it
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
/** The header lines of an encrypted key, followed by an empty line. */
const KEY_HEADERS = /^(?:[\w-]+:[^\n]*\n)+\n/;

/**
 * The blocks of a PEM text, split into lines again if a single-line input has joined them.
 *
 * @param kind the name that a block must have; other blocks, such as the parameters of a key,
 * are kept
 */
function pemText(text: string, name: string, kind: RegExp): string {
	const blocks = [...text.replace(/\r\n?|\\n/g, '\n').matchAll(BLOCK)];
	if (!blocks.some(([, label]) => kind.test(label))) {
		throw new TypeError(
			`The "${name}" of the client certificate is not in PEM format. Include the lines -----BEGIN … and -----END ….`,
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
			'The "PFX File" of the client certificate is not in Base64. Paste the output of "base64 -w0 file.pfx".',
		);
	}
	return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';

/** Certificates of a test, made by openssl. Texts are PEM, `pfx` is Base64. */
export interface TestCertificates {
	ca: string;
	server: { cert: string; key: string };
	client: { cert: string; key: string; encryptedKey: string; pfx: string };
	/** Of a client that the authority has not signed. */
	stranger: { cert: string; key: string };
	/** Opens `encryptedKey` and `pfx`. */
	passphrase: string;
}

/** Makes an authority, a server at 127.0.0.1, a client, and a stranger. */
export function makeCertificates(): TestCertificates {
	const folder = mkdtempSync(join(tmpdir(), 'corebos-tls-'));
	const passphrase = 'open sesame';
	const openssl = (...parameters: string[]) =>
		execFileSync('openssl', parameters, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
	const read = (name: string) => readFileSync(join(folder, name), 'utf8');
	const selfSigned = (name: string) =>
		openssl(
			...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`],
			...['-keyout', `${name}.key`, '-out', `${name}.pem`],
		);
	const signed = (name: string, extension: string) => {
		openssl(
			...['req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${name}`, '-addext', extension],
			...['-keyout', `${name}.key`, '-out', `${name}.csr`],
		);
		openssl(
			...['x509', '-req', '-in', `${name}.csr`, '-CA', 'authority.pem', '-CAkey', 'authority.key'],
			...['-CAcreateserial', '-days', '2', '-copy_extensions', 'copy', '-out', `${name}.pem`],
		);
	};
	try {
		selfSigned('authority');
		selfSigned('stranger');
		signed('server', 'subjectAltName=IP:127.0.0.1');
		signed('client', 'extendedKeyUsage=clientAuth');
		const pass = ['-passout', `pass:${passphrase}`];
		openssl('rsa', '-in', 'client.key', '-aes256', '-out', 'client.enc', ...pass);
		const files = ['-inkey', 'client.key', '-in', 'client.pem', '-out', 'client.pfx'];
		openssl('pkcs12', '-export', ...files, ...pass);
		return {
			ca: read('authority.pem'),
			server: { cert: read('server.pem'), key: read('server.key') },
			client: {
				cert: read('client.pem'),
				key: read('client.key'),
				encryptedKey: read('client.enc'),
				pfx: readFileSync(join(folder, 'client.pfx')).toString('base64'),
			},
			stranger: { cert: read('stranger.pem'), key: read('stranger.key') },
			passphrase,
		};
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

export interface TlsServer {
	url: string;
	/** Common names of the clients that called, in order. */
	clients: string[];
	close(): Promise<void>;
}

/** The answer to a client of this name. */
export type TlsAnswer = (client: string, request: IncomingMessage) => string;

const asJson: TlsAnswer = (client) => JSON.stringify({ result: { ok: client } });

/** A server that answers known clients alone, by default `{"result":{"ok":"<their name>"}}`. */
export async function startTlsServer(
	{ ca, server }: TestCertificates,
	answer = asJson,
): Promise<TlsServer> {
	const clients: string[] = [];
	const listening = createServer(
		{ ...server, ca, requestCert: true, rejectUnauthorized: true },
		(request, response) => {
			const name = (request.socket as TLSSocket).getPeerCertificate().subject.CN;
			clients.push(String(name));
			response.setHeader('content-type', answer === asJson ? 'application/json' : 'text/xml');
			response.end(answer(String(name), request));
		},
	);
	await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
	return {
		url: `https://127.0.0.1:${(listening.address() as AddressInfo).port}`,
		clients,
		close: async () =>
			await new Promise((resolve) => {
				listening.close(() => resolve());
				listening.closeAllConnections();
			}),
	};
}

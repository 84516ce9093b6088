import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { basicAuthorization, isHeaderName, isPlainHeaderValue, type Http } from '../../engine';

/** What gets through to an install behind a login or a proxy of its own. */
interface InstallAccess {
	/** True: the certificate of the server is not verified. */
	ignoreSslIssues: boolean;
	/** Headers of every call to the install. */
	headers: Record<string, string>;
	/** Texts that no message may show. */
	secrets: string[];
}

/**
 * The access of a `coreBosApi` credential.
 *
 * @throws Error that names the header that cannot be sent, and quotes nothing of its value
 */
export function installAccess(credential: ICredentialDataDecryptedObject): InstallAccess {
	if (credential.protectedInstall !== true) {
		return { ignoreSslIssues: false, headers: {}, secrets: [] };
	}
	const user = String(credential.httpUser ?? '');
	const password = String(credential.httpPassword ?? '');
	const authorization =
		user === '' && password === '' ? undefined : basicAuthorization(`${user}:${password}`);
	const own = headersIn(credential.headers);
	return {
		ignoreSslIssues: credential.allowUnauthorizedCerts === true,
		headers: { ...(authorization !== undefined && { Authorization: authorization }), ...own },
		secrets: [password, authorization?.split(' ')[1] ?? '', ...Object.values(own)].filter(
			(text) => text !== '',
		),
	};
}

/**
 * Makes every call with the headers of the install, as long as it goes to the install.
 *
 * @param url of the install
 */
export function withHeaders(http: Http, headers: Record<string, string>, url: string): Http {
	if (Object.keys(headers).length === 0 || !URL.canParse(url)) return http;
	const { origin } = new URL(url);
	return async (request) => {
		const isOwn = new URL(request.url).origin === origin;
		return await http(
			isOwn ? { ...request, headers: { ...request.headers, ...headers } } : request,
		);
	};
}

/** Headers that decide how a call is read. */
const TAKEN = /^(?:host|content-.*|transfer-encoding|connection)$/i;

function headersIn(given: unknown): Record<string, string> {
	const { values = [] } = (given ?? {}) as { values?: Array<Record<string, unknown>> };
	const headers: Record<string, string> = {};
	for (const { name, value } of values) {
		const header = String(name ?? '').trim();
		const text = String(value ?? '').trim();
		if (header === '' && text === '') continue;
		if (!isHeaderName(header) || TAKEN.test(header)) {
			throw new Error(
				`The header "${header}" of the credential cannot be sent. Use a name of letters, digits and dashes that has no other meaning.`,
			);
		}
		if (!isPlainHeaderValue(text)) {
			throw new Error(
				`The value of the header "${header}" of the credential cannot be sent. Use visible ASCII characters.`,
			);
		}
		headers[header] = text;
	}
	return headers;
}

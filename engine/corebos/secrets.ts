import { isRecord } from '../is-record';

/** Names of parameters, headers, fields and elements whose value is nobody else's business. */
const SECRET_NAME =
	/pass(?:word|wd|phrase|code)?$|^pwd$|password|secret|token|(?:api|access|private)[-_ ]?key|^key$|^session(?:name|id)$|hashaccess|otpcode|authori[sz]ation|credential|signature|cookie|^x-.*(?:key|auth)|^sig$|^pin(?:code)?$/i;

/** Whether a value of this name is a secret. */
export function isSecretName(name: string): boolean {
	return SECRET_NAME.test(name.trim());
}

/**
 * Whether a value of this name had better not be shown: also what only may be a secret, such as
 * any kind of key.
 */
export function isBetterHidden(name: string): boolean {
	return isSecretName(name) || /session|passw|key/i.test(name);
}

const MASK = '***';

/** The name of a member of a JSON object. */
const JSON_NAME = /"([\w-]+)"\s*:\s*/g;
/** The value behind it, also one that is cut off. */
const JSON_VALUE = /"[^"]*"?|[^,}\s]*/y;

/** A text with JSON in it, in which values that had better not be shown are masked. */
export function maskSecretMembers(text: string): string {
	let masked = '';
	let end = 0;
	for (const match of text.matchAll(JSON_NAME)) {
		if (match.index < end || !isBetterHidden(match[1])) continue;
		JSON_VALUE.lastIndex = match.index + match[0].length;
		masked += `${text.slice(end, JSON_VALUE.lastIndex)}"${MASK}"`;
		JSON_VALUE.exec(text);
		end = JSON_VALUE.lastIndex;
	}
	return masked + text.slice(end);
}

/**
 * Texts that must not get into a message: values of the parameters of a web service call that
 * are secrets by their name. Its `key` is none: it names a setting.
 */
export function secretsOf(parameters: Record<string, unknown>): string[] {
	return Object.entries(parameters)
		.filter(([name]) => isSecretName(name) && name !== 'key')
		.map(([, value]) => String(value));
}

/** Shorter ones would make a message unreadable, and are told in it by chance. */
const SHORTEST_SECRET = 3;

/**
 * Hides secrets by their values, however the text came to hold them.
 *
 * @param text a message that may quote a request or an answer
 * @param secrets texts to hide, also where they stand encoded for a url, in JSON or in HTML;
 * those of less than three characters are not looked for
 */
export function maskSecrets(text: string, secrets: string[]): string {
	const forms = secrets.filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(formsOf);
	// The longest first: a secret may be a part of another one.
	return [...new Set(forms)]
		.sort((one, other) => other.length - one.length)
		.reduce((masked, form) => masked.replaceAll(form, MASK), text);
}

function formsOf(secret: string): string[] {
	return [
		secret,
		encodeURIComponent(secret),
		new URLSearchParams({ '': secret }).toString().slice(1),
		JSON.stringify(secret).slice(1, -1),
		secret.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`),
		secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
	];
}

/** {@link maskSecrets} for all texts in a value that came as JSON. */
export function maskedValue(value: unknown, secrets: string[]): unknown {
	if (typeof value === 'string') return maskSecrets(value, secrets);
	if (Array.isArray(value)) return value.map((item) => maskedValue(item, secrets));
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, member]) => [name, maskedValue(member, secrets)]),
	);
}

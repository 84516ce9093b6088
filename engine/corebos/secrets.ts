import { isRecord } from '../is-record';

/** Names of parameters, headers, fields and elements whose value is secret. */
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

/** A string with JSON in it, in which values that had better not be shown are masked. */
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
 * Texts that must not get into a message: values of the parameters of a web service call that are
 * secrets by their name. Its `key` is not one: it names a setting.
 */
export function secretsOf(parameters: Record<string, unknown>): string[] {
	return Object.entries(parameters)
		.filter(([name]) => isSecretName(name) && name !== 'key')
		.map(([, value]) => String(value));
}

/** Shorter ones would make a message unreadable, and occur in it by chance. */
const SHORTEST_SECRET = 3;

/**
 * Hides secrets by their values, however the text came to hold them.
 *
 * @param text a message that may quote a request or an answer
 * @param secrets texts to hide, also where they are encoded for a URL, JSON or HTML;
 * those of less than three characters are not looked for
 */
export function maskSecrets(text: string, secrets: string[]): string {
	return formsOf(secrets).reduce((masked, form) => masked.replaceAll(form, MASK), text);
}

/**
 * The beginning of a string with its secrets hidden. They are looked for before it is cut: nobody
 * would know the first half of one.
 *
 * @param text as received
 * @param length characters at most
 * @param secrets as for {@link maskSecrets}
 */
export function maskedBeginning(text: string, length: number, secrets: string[]): string {
	const longest = formsOf(secrets)[0]?.length ?? 0;
	if (text.length <= length + longest) return maskSecrets(text, secrets).slice(0, length);
	const masked = maskSecrets(text.slice(0, length + longest), secrets);
	// What is cut in two now begins within the last characters, as many as the longest has.
	return masked.slice(0, Math.min(length, masked.length - longest));
}

/** How a secret may be written in text; the longest first, since one may be a part of another. */
function formsOf(secrets: string[]): string[] {
	const forms = secrets.filter((one) => one.length >= SHORTEST_SECRET).flatMap(encodedForms);
	return [...new Set(forms)].sort((one, other) => other.length - one.length);
}

function encodedForms(secret: string): string[] {
	const percent = encodeURIComponent(secret);
	const json = JSON.stringify(secret).slice(1, -1);
	return [
		secret,
		percent,
		percent.replace(/%../g, (escaped) => escaped.toLowerCase()),
		new URLSearchParams({ '': secret }).toString().slice(1),
		json,
		// As PHP writes JSON.
		json.replaceAll('/', '\\/').replace(NOT_ASCII, unicodeEscape),
		secret.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`),
		inHtml(secret),
		// As PHP and others write the apostrophe.
		inHtml(secret).replaceAll("'", '&#039;'),
		inHtml(secret).replaceAll("'", '&#x27;'),
	];
}

const NOT_ASCII = /[^\0-\x7f]/g;

/** A unit of UTF-16 as JSON escapes it. */
function unicodeEscape(unit: string): string {
	return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function inHtml(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
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

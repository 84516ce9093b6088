import { isSecretName } from '../../engine';

const CALL = String.raw`get(?:Context|Setting|GlobalVariable)\([^()]{0,200}\)`;
const SCHEME = String.raw`^\s*(?:Bearer|Basic|Digest|Token|ApiKey)\s+`;

/** What a value has besides calls that are replaced at run time and the name of a scheme. */
const HEADER_PARTS = new RegExp(`(${CALL}|${SCHEME})|\\S(?:(?!\\s?${CALL})[^])*`, 'gi');

/**
 * The value of a header or parameter of the URL whose name is that of a secret: the scheme and
 * the calls in it stay.
 */
export function withoutSecretValue(value: string, placeholder: string): string {
	return value.replace(HEADER_PARTS, (part, stays: string | undefined) =>
		stays === undefined ? placeholder : part,
	);
}

/** What of a value is written, and not read at run time. */
export function withoutCalls(value: string): string {
	return value.replace(new RegExp(CALL, 'gi'), '').trim();
}

/** Whether a string looks random, as access keys and tokens do. */
export function looksDrawn(text: string): boolean {
	if (/^eyJ[\w-]{10,}\.[\w-]+\./.test(text)) return true;
	if (!/^[\w+/=-]{15,}$/.test(text)) return false;
	const classes = Array.from(text, classOf);
	if (!['digit', 'lower', 'upper'].every((wanted) => classes.includes(wanted))) return false;
	// Words and names run together change from lower to upper case far less often.
	const changes = classes.filter((one, index) => index > 0 && one !== classes[index - 1]).length;
	return changes >= 0.4 * classes.length;
}

function classOf(character: string): string {
	if (/\d/.test(character)) return 'digit';
	if (/[a-z]/.test(character)) return 'lower';
	return /[A-Z]/.test(character) ? 'upper' : 'other';
}

/** `"password": "…"` in JSON. */
const JSON_MEMBER = /("([\w -]+)"\s*:\s*")((?:[^"\\$]|\\[^])+)(?=")/g;
/** `password=…` in an address or a form. */
const PAIR = /([?&;,\s]|^)([\w.-]+)=([^&\s'"$#]+)/g;

/** A string that contains values of secret names, in JSON or as `name=value`. */
export function withoutNamedSecrets(text: string, placeholder: string): string {
	return text
		.replace(JSON_MEMBER, (whole, start: string, name: string, value: string) =>
			isSecretName(name) ? `${start}${withoutSecretValue(value, placeholder)}` : whole,
		)
		.replace(PAIR, (whole, before: string, name: string, value: string) =>
			isSecretName(name) || looksDrawn(value)
				? `${before}${name}=${withoutSecretValue(value, placeholder)}`
				: whole,
		);
}

/** An address without the password and the secret parameters in it. */
export function withoutUrlSecrets(url: string, placeholder: string): string {
	const withoutPassword = url.replace(
		/^(\s*\w+:\/\/[^/?#@:\s]*):([^/?#@]+)@/,
		(_, start: string, password: string) =>
			`${start}:${withoutSecretValue(password, placeholder)}@`,
	);
	return withoutNamedSecrets(withoutPassword, placeholder);
}

/** A string literal of coreBOS's expression language, and the function that it is the first of. */
const LITERAL = /(\w{1,40}\s{0,9}\(\s{0,9})?'([^']*)'|(\w{1,40}\s{0,9}\(\s{0,9})?"([^"]*)"/g;
/** Functions whose first argument is the name of something. */
const TAKES_NAME =
	/^(?:getFromContext|getSetting|getGlobalVariable|getFromContextSearching|setToContext|translate|formatDate|get_date)\s*\(/i;
const ALGORITHM = /^(?:md5|sha\d+|crc32b?|whirlpool|adler32)$/i;

/**
 * An expression without the literals in it that are secrets.
 *
 * @param isSecret whether all of its literals are taken for secrets, because of the name of the
 * field or because the expression makes a hash
 */
export function withoutSecretLiterals(
	expression: string,
	isSecret: boolean,
	placeholder: string,
): string {
	return expression.replace(
		LITERAL,
		(whole, before: string = '', single = '', otherBefore: string = '', double = '') => {
			const text = String(single) + String(double);
			const start = before + otherBefore;
			const quote = whole.at(-1) ?? "'";
			const inside = withoutNamedSecrets(text, placeholder);
			if (inside !== text) return `${start}${quote}${inside}${quote}`;
			const isPlain = TAKES_NAME.test(start) || ALGORITHM.test(text);
			const found = looksDrawn(text) || (isSecret && /^[^\s<>{}]{6,}$/.test(text));
			return isPlain || !found ? whole : `${start}${quote}${placeholder}${quote}`;
		},
	);
}

/** Characters; a login's expression has about sixty. */
const MAX_LOGIN_HASH = 1000;

/** How maps log in: the md5 of the challenge's token and an access key. */
const LOGIN_HASH =
	/^\s*(?:hash\s*\(\s*concat\s*\(([^]+),\s*(?:'[^']*'|"[^"]*")\s*\)\s*,\s*(?:'md5'|"md5")\s*\)|md5\s*\(\s*concat\s*\(([^]+),\s*(?:'[^']*'|"[^"]*")\s*\)\s*\))\s*$/i;

/**
 * The expression of a login with the access key of the node's credential instead of one that
 * is in the map.
 *
 * @returns undefined if the expression is not such a hash
 */
export function withCredentialKey(expression: string): string | undefined {
	const match = expression.length > MAX_LOGIN_HASH ? null : LOGIN_HASH.exec(expression);
	const token = (match?.[1] ?? match?.[2])?.trim();
	return token === undefined ? undefined : `getAccessKey(${token})`;
}

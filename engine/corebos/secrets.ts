const MASK = '***';
const SECRET_PARAMETER = /^(sessionName|sessionid|accessKey|hashaccess|OTPCode)$|password|secret/i;

/** Texts that must not get into a message: values of parameters that are secrets by their name. */
export function secretsOf(parameters: Record<string, unknown>): string[] {
	return Object.entries(parameters)
		.filter(([name]) => SECRET_PARAMETER.test(name))
		.map(([, value]) => String(value));
}

/**
 * @param text a message that may quote a request or an answer
 * @param secrets texts to hide, also where they stand percent-encoded
 */
export function maskSecrets(text: string, secrets: string[]): string {
	return secrets
		.filter((secret) => secret !== '')
		.flatMap((secret) => [secret, encodeURIComponent(secret)])
		.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
}

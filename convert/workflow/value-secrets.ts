import { isSecretName } from '../../engine';
import {
	looksDrawn,
	withCredentialKey,
	withoutNamedSecrets,
	withoutSecretLiterals,
	withoutSecretValue,
} from './secret-texts';

/** How a value is written: as it is, with `$field` in it, or in coreBOS's expression language. */
export type ValueKind = 'text' | 'template' | 'expression';

/** A value without the secrets in it. */
export interface CleanedValue {
	result: string;
	/** What replaces a secret. */
	placeholder: string;
	/** What to do about the placeholder; undefined where there was no secret. */
	advice?: string;
}

/**
 * A value with a placeholder for each secret in it.
 *
 * @param name of the field, header or variable whose value it is
 * @param kind how the value is written
 */
export function cleanedValue(name: string, value: string, kind: ValueKind): CleanedValue {
	if (kind === 'expression') return cleanedExpression(name, value);
	const isFixed = kind === 'text' || !value.includes('$');
	const isSecret = isFixed && (isSecretName(name) || looksDrawn(value));
	return withPlaceholder(name, value, isSecret ? withoutSecretValue : withoutNamedSecrets);
}

function cleanedExpression(name: string, expression: string): CleanedValue {
	const withKey = withCredentialKey(expression);
	if (withKey !== undefined) {
		const advice =
			'select the coreBOS credential that has this access key in the node. getAccessKey takes it from there';
		return { result: withKey, placeholder: withKey, advice };
	}
	const isSecret = isSecretName(name) || /\bhash\s*\(/i.test(expression);
	return withPlaceholder(name, expression, (text, placeholder) =>
		withoutSecretLiterals(text, isSecret, placeholder),
	);
}

/**
 * A string with placeholders instead of the secrets in it.
 *
 * @param name of the field, header or variable whose value it is
 * @param clean replaces them
 */
export function withPlaceholder(
	name: string,
	text: string,
	clean: (text: string, placeholder: string) => string,
): CleanedValue {
	const placeholder = placeholderOf(name);
	const result = clean(text, placeholder);
	if (result === text) return { result, placeholder };
	return { result, placeholder, advice: `replace ${placeholder} by your own value` };
}

/** `FILL_IN_` and the name of what is missing, so that it is found and works nowhere. */
export function placeholderOf(name: string): string {
	const word = name.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_|_$/g, '');
	return `FILL_IN_${word === '' ? 'SECRET' : word.toUpperCase()}`;
}

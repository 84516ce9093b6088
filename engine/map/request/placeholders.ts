import { thrownError } from '../../thrown-error';
import { compileExpression } from '../../expression';
import { decodeHtml, fromPlain, PhpArray, textOfBytes, toBytes, type Value } from '../../php';
import { MapError } from '../map-error';
import { neededClient, ownValue, type ValueScope } from './value-scope';

const PLACEHOLDER = /get(Context|Setting|GlobalVariable)\(([^()]*)\)/g;

/**
 * Replaces every `getContext(name)`, `getSetting(key)` and `getGlobalVariable(name)` in
 * an address or a header value.
 *
 * @param where names the place for messages, such as `wsurl`
 * @throws MapError for a list, and for a setting without a client to ask
 */
export async function replacePlaceholders(
	scope: ValueScope,
	text: string,
	where: string,
): Promise<string> {
	let result = '';
	let end = 0;
	for (const match of text.matchAll(PLACEHOLDER)) {
		const value = await placeholderValue(scope, match[1], match[2], where);
		if (value === '' && match.index === 0 && where === 'wsurl') throw nothingBegins(match[0]);
		result += text.slice(end, match.index) + value;
		end = match.index + match[0].length;
	}
	return result + text.slice(end);
}

async function placeholderValue(
	scope: ValueScope,
	call: string,
	argument: string,
	where: string,
): Promise<string> {
	if (call === 'Context') return contextText(scope, argument, where);
	const name = unquoted(argument);
	if (call === 'Setting') {
		const client = neededClient(scope, `getSetting(${name}) in ${where}`);
		const answer = await client.call('getSetting', { key: name, default: '' });
		if (answer === '') scope.warn(`The setting "${name}" used in ${where} is not set`);
		// The web service encodes settings as HTML.
		return textFor(fromPlain(typeof answer === 'string' ? decodeHtml(answer) : answer), where);
	}
	if (!/^[\w .-]+$/.test(name)) {
		throw new MapError(`getGlobalVariable(${name}) in ${where} does not name a variable`, {
			element: where,
		});
	}
	neededClient(scope, `getGlobalVariable(${name}) in ${where}`);
	return textFor(await globalVariable(scope, name, where), where);
}

async function globalVariable(scope: ValueScope, name: string, where: string): Promise<Value> {
	try {
		return await compileExpression(`globalvariable('${name}')`).evaluate(scope.environment);
	} catch (error) {
		throw failedPlaceholder(error, `getGlobalVariable(${name}) in ${where}`);
	}
}

/** An address cannot begin with an empty value. */
function nothingBegins(call: string): MapError {
	return new MapError(`wsurl begins with ${call}, which is empty`, {
		advice: 'Set it in coreBOS, or write the address into the map',
		element: 'wsurl',
	});
}

function failedPlaceholder(error: unknown, call: string): MapError {
	const reason = thrownError(error).message;
	return new MapError(`${call}: ${reason}`, { cause: error });
}

function unquoted(argument: string): string {
	const text = argument.trimStart();
	const quoted = text.trimEnd();
	const isQuoted = /^['"]/.test(quoted) && quoted.length > 1 && quoted.endsWith(quoted[0]);
	return isQuoted ? quoted.slice(1, -1) : text;
}

/** The text of a context variable: a name as it is written, or a path into one. */
export function contextText(scope: ValueScope, argument: string, where: string): string {
	const name = Object.hasOwn(scope.context, argument) ? argument : unquoted(argument);
	const value = contextValue(scope.context, name);
	if (value === undefined) scope.warn(`The context variable "${name}" used in ${where} is not set`);
	return textFor(fromPlain(value), where);
}

function contextValue(context: Record<string, unknown>, name: string): unknown {
	if (Object.hasOwn(context, name)) return context[name];
	let at: unknown = context;
	for (const step of name.split('.')) {
		if (typeof at !== 'object' || at === null) return undefined;
		at = ownValue(at as Record<string, unknown>, step);
	}
	return at;
}

function textFor(value: Value, where: string): string {
	if (value instanceof PhpArray) {
		throw new MapError(`A value for ${where} is a list`, {
			advice: 'Ask for one of its values',
			element: where,
		});
	}
	return textOfBytes(toBytes(value));
}

import { asRecord } from '../../is-record';
import { isWebServiceId, quoteText, recordNumberOf } from '../../corebos';
import { clientFor, recordsOf } from '../corebos-queries';
import { textParameter } from './parameters';
import { ExpressionError } from '../expression-error';
import { bytesOfText, fromPlain, textOfBytes, type Value } from '../../php';
import type { Run } from '../run';
import { argument, functionTable, type FunctionTable } from './definition';

/** The user that the run works as: the one it was given, or the user that coreBOS says is logged in. */
async function userId(run: Run, what: string): Promise<string> {
	const { user } = run.environment;
	if (user !== undefined) return user.id;
	const { id } = asRecord(await clientFor(run, what).call('getPortalUserInfo'));
	if (typeof id === 'string' && id !== '') return id;
	throw new ExpressionError(`${what}: coreBOS does not say who is logged in`);
}

async function userRecord(run: Run, what: string): Promise<Record<string, unknown>> {
	const id = await userId(run, what);
	return asRecord(await clientFor(run, what).call('retrieve', { id }));
}

async function userName(parameters: Value[], run: Run): Promise<Value> {
	const { user } = run.environment;
	const full = textParameter(argument(parameters, 0)).toLowerCase() === 'full';
	if (!full && user !== undefined) return bytesOfText(user.name.trim());
	const { user_name, first_name, last_name } = await userRecord(run, 'getCurrentUserName');
	if (!full) return fromPlain(typeof user_name === 'string' ? user_name.trim() : '');
	const parts = [first_name, last_name].filter((part) => typeof part === 'string');
	return bytesOfText(parts.join(' ').trim());
}

/** What coreBOS adds to a user from the currency of that user, by the names that it has there. */
const CURRENCY_FIELDS: ReadonlyMap<string, string> = new Map([
	['currency_code', 'currency_code'],
	['currency_name', 'currency_name'],
	['currency_symbol', 'currency_symbol'],
	['conv_rate', 'conversion_rate'],
]);

/** A field as the user's record holds it: linked records by their number, and no `id`. */
async function userField(parameters: Value[], run: Run): Promise<Value> {
	const what = 'getCurrentUserField';
	const given = textOfBytes(textParameter(argument(parameters, 0)));
	// The names that are not fields of the user's record are read in any letter case.
	const name = ROLE_NAMES.has(given.toLowerCase()) ? given.toLowerCase() : given;
	if (name === '' || name === 'id') return '';
	const user = await userRecord(run, what);
	const currency = CURRENCY_FIELDS.get(name);
	if (currency !== undefined && !Object.hasOwn(user, name)) {
		return currencyField(run, what, user.currency_id, currency);
	}
	if (name.startsWith('parentrole') && ROLE_NAMES.has(name) && !Object.hasOwn(user, name)) {
		return parentRole(name, user.roleid);
	}
	const value = Object.hasOwn(user, name) ? user[name] : '';
	return isWebServiceId(value) ? recordNumberOf(value) : fromPlain(value);
}

async function currencyField(run: Run, what: string, id: unknown, field: string): Promise<Value> {
	if (!isWebServiceId(id)) return '';
	const query = `select * from Currency where id = ${quoteText(id)} limit 1;`;
	const [currency] = recordsOf(await clientFor(run, what).call('query', { query }));
	return fromPlain(currency?.[field] ?? '');
}

const ROLE_NAMES = new Set(['parentrole', 'parentrolename', 'rolename']);

/** The web service answers a user's role but not its parent; that of the topmost one is known. */
function parentRole(name: string, role: unknown): Value {
	if (name === 'parentrole' && role === 'H2') return 'H1';
	throw new ExpressionError(
		'getCurrentUserField: the web service of coreBOS does not return the parent of a role. ' +
			"Compare with getCurrentUserField('roleid') or getCurrentUserField('rolename')",
	);
}

/** Functions on the user that the run works as: what coreBOS has in user.php. */
export const userFunctions: FunctionTable = functionTable({
	getCurrentUserID: async (_, run) => bytesOfText(await userId(run, 'getCurrentUserID')),
	getCurrentUserName: userName,
	getCurrentUserField: userField,
});

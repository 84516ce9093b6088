import { asRecord } from '../../is-record';
import { clientFor } from '../corebos-queries';
import { ExpressionError } from '../expression-error';
import { bytesOfText, fromPlain, textOfBytes, toBytes, type Value } from '../../php';
import type { Run } from '../run';
import { argument, functionTable, type FunctionTable } from './definition';

/** The user that the run works as: the one it was given, or whoever coreBOS says is logged in. */
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
	const full = toBytes(argument(parameters, 0)) === 'full';
	if (!full && user !== undefined) return bytesOfText(user.name);
	const { user_name, first_name, last_name } = await userRecord(run, 'getCurrentUserName');
	if (!full) return fromPlain(user_name ?? '');
	const parts = [first_name, last_name].filter((part) => typeof part === 'string');
	return bytesOfText(parts.join(' ').trim());
}

async function userField(parameters: Value[], run: Run): Promise<Value> {
	const user = await userRecord(run, 'getCurrentUserField');
	const name = textOfBytes(toBytes(argument(parameters, 0)));
	return Object.hasOwn(user, name) ? fromPlain(user[name]) : '';
}

/** Functions on the user that the run works as: what coreBOS has in user.php. */
export const userFunctions: FunctionTable = functionTable({
	getCurrentUserID: async (_, run) => bytesOfText(await userId(run, 'getCurrentUserID')),
	getCurrentUserName: userName,
	getCurrentUserField: userField,
});

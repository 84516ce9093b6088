import { clientFor, recordNumber, recordOf } from '../corebos-answers';
import { ExpressionError } from '../expression-error';
import { bytesOfText, fromPlain, textOfBytes } from '../plain-values';
import { toBytes, type Value } from '../values';
import type { Run } from '../run';
import { argument, functionTable, type FunctionTable } from './definition';

function currentUser(run: Run, what: string): { id: string; name: string } {
	const { user } = run.environment;
	if (user !== undefined) return user;
	clientFor(run, what);
	throw new ExpressionError(`${what}: the run has no user`);
}

async function userRecord(run: Run, what: string): Promise<Record<string, unknown>> {
	const { id } = currentUser(run, what);
	return recordOf(await clientFor(run, what).call('retrieve', { id }));
}

async function userName(parameters: Value[], run: Run): Promise<Value> {
	if (toBytes(argument(parameters, 0)) !== 'full') {
		return bytesOfText(currentUser(run, 'getCurrentUserName').name);
	}
	const user = await userRecord(run, 'getCurrentUserName');
	const parts = [user.first_name, user.last_name].filter((part) => typeof part === 'string');
	return bytesOfText(parts.join(' ').trim());
}

async function userField(parameters: Value[], run: Run): Promise<Value> {
	const user = await userRecord(run, 'getCurrentUserField');
	const name = textOfBytes(toBytes(argument(parameters, 0)));
	return Object.hasOwn(user, name) ? fromPlain(user[name]) : '';
}

/** Functions on the user that the run works as: what coreBOS has in user.php. */
export const userFunctions: FunctionTable = functionTable({
	getCurrentUserID: (_, run) => recordNumber(currentUser(run, 'getCurrentUserID').id),
	getCurrentUserName: userName,
	getCurrentUserField: userField,
});

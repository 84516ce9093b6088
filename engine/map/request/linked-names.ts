import { bytesOfText, fromPlain, type Value } from '../../php';
import { fieldKind, isWebServiceId } from '../../corebos';
import { compileExpression, type Lookup } from '../../expression';
import { moduleFormat } from './field-formats';
import { recordIfThere, ownValue, type ValueScope } from './value-scope';

/**
 * How EXPRESSION reads the fields of a record: a user as first and last name, other
 * linked records as the expression language has them.
 */
export function expressionLookup(scope: ValueScope): Pick<Lookup, 'symbol'> {
	return {
		symbol: (name, raw) => {
			const value = ownValue(scope.fields, name);
			if (raw || name === 'id' || !isWebServiceId(value)) {
				return fromPlain(value);
			}
			return linkedName(scope, name, value);
		},
	};
}

async function linkedName(scope: ValueScope, name: string, id: string): Promise<Value> {
	const format = (await moduleFormat(scope, scope.module))?.fields.get(name);
	const isUser =
		format !== undefined && (fieldKind(format) === 'owner' || format.refersTo.includes('Users'));
	const { coreBos } = scope.environment;
	const user = isUser && coreBos !== undefined ? await recordIfThere(coreBos, id) : undefined;
	if (typeof user?.user_name === 'string') {
		return bytesOfText(`${String(user.first_name ?? '')} ${String(user.last_name ?? '')}`);
	}
	return compileExpression(name).evaluate({ ...scope.environment, fields: scope.fields });
}

import type { ContextExpression, FieldMapping } from '../../engine';
import { cleanedValue, type ValueKind } from './value-secrets';

/** Replaces secrets in the tasks of a workflow and keeps what to do about each. */
export class TaskSecrets {
	/** One line for each secret: where it stood and what to do. */
	readonly found: string[] = [];

	/** @param where the workflow and task, for the lines */
	constructor(private readonly where: string) {}

	/** A row of a field mapping. */
	mapping(row: FieldMapping): FieldMapping {
		const { fieldname, valuetype, value } = row;
		if (valuetype === 'fieldname') return row;
		const kind = valuetype === 'expression' ? 'expression' : 'text';
		return { ...row, value: this.cleaned(fieldname, value, kind) };
	}

	/** A variable of the context. */
	contextRow(row: ContextExpression): ContextExpression {
		const { variable, expression, kind } = row;
		const written = kind === 'expression' || kind === 'text' ? kind : 'template';
		return { ...row, expression: this.cleaned(variable, expression, written) };
	}

	private cleaned(name: string, value: string, kind: ValueKind): string {
		const { result, advice } = cleanedValue(name, value, kind);
		if (advice !== undefined) this.found.push(`${this.where}, "${name}": ${advice}`);
		return result;
	}
}

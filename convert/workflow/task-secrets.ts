import { isSecretName, type ContextExpression, type FieldMapping } from '../../engine';
import { withPlaceholder } from './map-secrets';
import {
	looksDrawn,
	withCredentialKey,
	withoutNamedSecrets,
	withoutSecretLiterals,
	withoutSecretValue,
} from './secret-texts';

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
		const clean = valuetype === 'expression' ? 'expression' : 'text';
		return { ...row, value: this[clean](fieldname, value) };
	}

	/** A variable of the context. */
	contextRow(row: ContextExpression): ContextExpression {
		const { variable, expression, kind } = row;
		const clean = kind === 'expression' ? 'expression' : kind === 'text' ? 'text' : 'template';
		return { ...row, expression: this[clean](variable, expression) };
	}

	/** A text that is sent as it stands. */
	text(name: string, text: string): string {
		const isSecret = isSecretName(name) || looksDrawn(text);
		return this.cleaned(name, text, isSecret ? withoutSecretValue : withoutNamedSecrets);
	}

	/** A text with `$field` in it. */
	template(name: string, text: string): string {
		return this.cleaned(name, text, withoutNamedSecrets);
	}

	/** An expression of coreBOS's language. */
	expression(name: string, expression: string): string {
		const withKey = withCredentialKey(expression);
		if (withKey !== undefined) {
			this.found.push(
				`${this.where}, "${name}": choose in the node the coreBOS credential whose access key it is`,
			);
			return withKey;
		}
		const isSecret = isSecretName(name) || /\bhash\s*\(/i.test(expression);
		return this.cleaned(name, expression, (text, placeholder) =>
			withoutSecretLiterals(text, isSecret, placeholder),
		);
	}

	private cleaned(
		name: string,
		text: string,
		clean: (text: string, placeholder: string) => string,
	): string {
		const { result, advice } = withPlaceholder(name, text, clean);
		if (advice !== undefined) this.found.push(`${this.where}, "${name}": ${advice}`);
		return result;
	}
}

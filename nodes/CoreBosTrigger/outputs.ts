import type { INodeParameters } from 'n8n-workflow';
import { ID_SEPARATOR, OWN_ID, type Call } from '../../engine';
import { outputsExpression } from '../editor/outputsExpression';

/** The output for IDs that are only permitted by `*`; no trigger key contains a space. */
const OTHERS = 'All Others';

/**
 * The names of the node's outputs: one without a name, or one for each workflow ID and trigger
 * key of the permissions, in their order (an ID that follows an address after those of its permission),
 * and one for all others if a permission has `*`.
 */
export function callOutputNames(parameters: INodeParameters): string[] {
	return namesIn(parameters, OWN_ID, ID_SEPARATOR, OTHERS);
}

/** The same for n8n's editor. */
export const callOutputs = outputsExpression(namesIn, OWN_ID, ID_SEPARATOR, OTHERS);

/** Written for {@link outputsExpression}. */
function namesIn(
	parameters: INodeParameters,
	ownId: RegExp,
	separator: RegExp,
	others: string,
): string[] {
	if (parameters.outputs !== 'perId') return [''];
	const { permission } = (parameters.permissions ?? {}) as { permission?: INodeParameters[] };
	const names = new Set<string>();
	let hasOthers = false;
	for (const form of permission ?? []) {
		const denied = form.deniedAddress as { value?: unknown } | string | undefined;
		const addresses = [form.addresses, typeof denied === 'string' ? denied : denied?.value];
		const pieces = addresses.join('\n').split(ownId);
		for (const kind of ['id', 'trigger']) {
			const prefix = 'workflow_' + kind + '=';
			const own = pieces.filter((piece) => piece.startsWith(prefix));
			const listed = kind === 'id' ? form.workflows : form.triggers;
			const ids = [listed, ...own.map((piece) => piece.slice(prefix.length))];
			for (const id of ids.join(' ').split(separator)) {
				if (id === '*') hasOthers = true;
				else if (id !== '') names.add(kind === 'id' ? 'Workflow ' + id : id);
			}
		}
	}
	if (hasOthers || names.size === 0) names.add(others);
	return [...names];
}

/** The workflow ID whose calls use an output. @param name one that {@link callOutputNames} gave */
export function workflowIdOf(name: string): string | undefined {
	return /^Workflow (.+)$/.exec(name)?.[1];
}

/**
 * The output of a call: that of its workflow ID, otherwise that of its trigger key, otherwise that
 * of all others.
 *
 * @param names what {@link callOutputNames} gave
 */
export function outputOf({ workflowId, workflowTrigger }: Call, names: string[]): number {
	const wanted = [`Workflow ${workflowId}`, workflowTrigger ?? '', OTHERS];
	const found = wanted.map((name) => names.indexOf(name)).find((index) => index !== -1);
	return found ?? 0;
}

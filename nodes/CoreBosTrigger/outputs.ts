import type { INodeParameters } from 'n8n-workflow';
import type { Call } from '../../engine';

/** The output for IDs that are only permitted by `*`; no trigger key contains a space. */
const OTHERS = 'All Others';

/**
 * The names of the node's outputs: one without a name, or one for each workflow ID and trigger
 * key of the permissions, in their order, and one for all others if a permission has `*`.
 * Written for {@link outputsExpression}.
 */
export function callOutputNames(parameters: INodeParameters): string[] {
	if (parameters.outputs !== 'perId') return [''];
	const { permission } = (parameters.permissions ?? {}) as { permission?: INodeParameters[] };
	const names = new Set<string>();
	let others = false;
	for (const form of permission ?? []) {
		for (const kind of ['Workflow', 'Trigger']) {
			const list = kind === 'Workflow' ? form.workflows : form.triggers;
			for (const id of String(list ?? '').split(/[\s,;]+/)) {
				if (id === '*') others = true;
				else if (id !== '') names.add(kind === 'Workflow' ? 'Workflow ' + id : id);
			}
		}
	}
	if (others || names.size === 0) names.add('All Others');
	return [...names];
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

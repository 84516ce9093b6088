import type { INodeParameters } from 'n8n-workflow';
import type { Call } from '../../engine';

/** The output for IDs that are only permitted by `*`; no trigger key contains a space. */
const OTHERS = 'All Others';

/**
 * The names of the node's outputs: one without a name, or one for each workflow ID and trigger
 * key of the permissions, in their order (an ID that follows an address after those of its permission),
 * and one for all others if a permission has `*`.
 * Written for {@link outputsExpression}.
 */
export function callOutputNames(parameters: INodeParameters): string[] {
	if (parameters.outputs !== 'perId') return [''];
	const { permission } = (parameters.permissions ?? {}) as { permission?: INodeParameters[] };
	const names = new Set<string>();
	let others = false;
	for (const form of permission ?? []) {
		const denied = form.deniedAddress as { value?: unknown } | string | undefined;
		const addresses = [form.addresses, typeof denied === 'string' ? denied : denied?.value];
		for (const kind of ['id', 'trigger']) {
			const list = [kind === 'id' ? form.workflows : form.triggers];
			for (const own of addresses.join(' ').matchAll(/\sworkflow_(id|trigger)=([^\s,;]+)/g)) {
				if (own[1] === kind) list.push(own[2]);
			}
			for (const id of list.join(' ').split(/[\s,;]+/)) {
				if (id === '*') others = true;
				else if (id !== '') names.add(kind === 'id' ? 'Workflow ' + id : id);
			}
		}
	}
	if (others || names.size === 0) names.add('All Others');
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

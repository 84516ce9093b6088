import { BoundedCache } from '../bounded-cache';
import { allowlistOf, readEntries, splitEntries, type Allowlist } from './allowlist/allowlist';

/** One form of the *Settings HTTP Handler*; all members are text as the administrator wrote it. */
export interface PermissionForm {
	/** A label, without effect. */
	title: string;
	/** Allowlist entries, separated by commas or line breaks. */
	addresses: string;
	/** Workflow ids that the addresses may start, separated likewise or by spaces; `*` for any. */
	workflows: string;
	/** Trigger keys that the addresses may start, written likewise. */
	triggers: string;
}

export type Decision =
	| { outcome: 'allowed'; title: string }
	/** The address may start nothing, or not this workflow: HTTP 403. */
	| { outcome: 'denied' }
	/** The address may start something, but no permission knows the workflow: HTTP 404. */
	| { outcome: 'unknownWorkflow' };

export interface Permissions {
	/**
	 * Whether an address may start anything at all. To be asked before anything else of a call
	 * is looked at.
	 */
	admits(address: string): boolean;

	/**
	 * Whether an address may start what is asked for. A call that names a workflow and a trigger
	 * needs a permission that holds both.
	 *
	 * @param address the caller's address, n8n's `req.ip`
	 * @param asked what the call names, at least one of the two
	 */
	decide(address: string, asked: { workflowId?: string; workflowTrigger?: string }): Decision;
}

/** Ids that one form holds. */
interface IdList {
	any: boolean;
	ids: Set<string>;
}

interface Permission {
	title: string;
	ranges: ReturnType<typeof readEntries>;
	allowlist: Allowlist;
	workflows: IdList;
	triggers: IdList;
}

/**
 * Compiles the permissions of an HTTP handler. Everyone is denied by default: no form, or a form
 * that lacks the addresses or both the workflows and the triggers, lets nobody start anything.
 *
 * @param forms the permissions; an address may start a workflow (or trigger) only if one and the
 *   same form holds both
 * @throws AllowlistError that quotes an address entry it cannot read
 */
export function createPermissions(forms: PermissionForm[]): Permissions {
	const permissions = forms.map(permissionOf).filter(grantsSomething);
	const everyAddress = allowlistOf(permissions.flatMap(({ ranges }) => ranges));
	return {
		admits: (address) => everyAddress.allows(address),
		decide(address, { workflowId, workflowTrigger }) {
			if (!everyAddress.allows(address)) return { outcome: 'denied' };
			if (workflowId === undefined && workflowTrigger === undefined) return { outcome: 'denied' };
			const knowing = permissions.filter(
				({ workflows, triggers }) =>
					holds(workflows, workflowId) && holds(triggers, workflowTrigger),
			);
			const granted = knowing.find(({ allowlist }) => allowlist.allows(address));
			if (granted) return { outcome: 'allowed', title: granted.title };
			const known =
				permissions.some(({ workflows }) => holds(workflows, workflowId)) &&
				permissions.some(({ triggers }) => holds(triggers, workflowTrigger));
			return { outcome: known ? 'denied' : 'unknownWorkflow' };
		},
	};
}

function permissionOf(form: PermissionForm): Permission {
	const ranges = readEntries(splitEntries(form.addresses));
	return {
		title: form.title,
		ranges,
		allowlist: allowlistOf(ranges),
		workflows: idList(form.workflows),
		triggers: idList(form.triggers),
	};
}

function grantsSomething({ workflows, triggers }: Permission): boolean {
	return [workflows, triggers].some(({ any, ids }) => any || ids.size > 0);
}

function idList(text: string): IdList {
	const ids = new Set(text.split(/[\s,]+/).filter((id) => id !== ''));
	return { any: ids.delete('*'), ids };
}

/** An id that the call does not name needs no permission. */
function holds(list: IdList, id: string | undefined): boolean {
	return id === undefined || list.any || list.ids.has(id);
}

/** The compiled permissions of nodes. */
const kept = new BoundedCache<string, { forms: PermissionForm[]; permissions: Permissions }>(200);

/**
 * {@link createPermissions}, compiled once per node for as long as its forms stay the same.
 *
 * @param key what the forms belong to: the workflow and the node
 * @throws AllowlistError that quotes an address entry it cannot read
 */
export function permissionsOf(key: string, forms: PermissionForm[]): Permissions {
	const known = kept.get(key);
	if (known !== undefined && sameForms(known.forms, forms)) return known.permissions;
	const permissions = createPermissions(forms);
	kept.set(key, { forms, permissions });
	return permissions;
}

function sameForms(some: PermissionForm[], others: PermissionForm[]): boolean {
	return (
		some.length === others.length &&
		some.every((form, index) => {
			const other = others[index];
			return (
				form.title === other.title &&
				form.addresses === other.addresses &&
				form.workflows === other.workflows &&
				form.triggers === other.triggers
			);
		})
	);
}

import { BoundedCache } from '../bounded-cache';
import { allowlistOf, type Allowlist } from './allowlist/allowlist';
import { AllowlistError, type AddressRange } from './allowlist/entry';
import { IdError, readIds, type IdList } from './id-list';
import { readPermittedAddresses } from './permitted-addresses';

/** One form of the *Settings HTTP Handler*; all members are text as the administrator wrote it. */
export interface PermissionForm {
	/** A label, without effect. */
	title: string;
	/**
	 * Allowlist entries, separated by commas, semicolons or white space. One may have ids of its own
	 * behind it: `192.168.0.7 workflow_id=43 workflow_trigger=CUSTOM_43`.
	 */
	addresses: string;
	/** Workflow ids that the addresses may start, separated likewise; `*` for any. */
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

/** A permission that cannot mean what its administrator wants. */
export class PermissionError extends Error {
	override readonly name = 'PermissionError';

	/**
	 * @param message what is wrong, in one sentence without a full stop
	 * @param advice where it is and what to do, in whole sentences
	 */
	constructor(
		message: string,
		readonly advice: string,
		options?: ErrorOptions,
	) {
		super(message, options);
	}
}

interface Permission {
	title: string;
	ranges: AddressRange[];
	allowlist: Allowlist;
	workflows: IdList;
	triggers: IdList;
}

/**
 * Compiles the permissions of an HTTP handler. Everyone is denied by default: no form, or a form
 * without addresses, lets nobody start anything.
 *
 * @param forms the permissions; an address may start a workflow (or trigger) only if one and the
 *   same form holds both, or the id follows the address
 * @throws PermissionError that names the permission, and quotes the address entry or the id that
 *   cannot be read; also for a permission that lists neither workflow ids nor trigger keys, and for
 *   an address in it that has none of its own
 */
export function createPermissions(forms: PermissionForm[]): Permissions {
	const permissions = forms.flatMap(permissionsIn);
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

/** A permission, and one more for addresses with ids of their own. */
function permissionsIn(form: PermissionForm, index: number): Permission[] {
	const { title } = form;
	const name = title.trim() === '' ? `number ${index + 1}` : `"${title.trim()}"`;
	const groups = readable(name, 'Addresses', () => readPermittedAddresses(form.addresses));
	const workflows = readable(name, 'Workflow IDs', () => readIds(form.workflows));
	const triggers = readable(name, 'Trigger Keys', () => readIds(form.triggers));
	// The ids of a permission without addresses are known, though nobody may start them.
	const listed = groups.length === 0 ? [{ ranges: [], ...NO_IDS }] : groups;
	return listed.map(({ ranges, ...own }) => {
		const permission = {
			...{ title, ranges, allowlist: allowlistOf(ranges) },
			workflows: both(workflows, own.workflows),
			triggers: both(triggers, own.triggers),
		};
		if (isEmpty(permission.workflows) && isEmpty(permission.triggers)) {
			throw permitsNothing(name, groups.length > 1);
		}
		return permission;
	});
}

const NO_IDS = { workflows: readIds(''), triggers: readIds('') };

/** @param isPartly whether other addresses of the permission have ids of their own */
function permitsNothing(permission: string, isPartly: boolean): PermissionError {
	return isPartly
		? new PermissionError(
				`The permission ${permission} has addresses that may start nothing`,
				'Write the workflow after each address, such as 192.168.0.7 workflow_id=43, or fill in Workflow IDs or Trigger Keys.',
			)
		: new PermissionError(
				// n8n's editor shows this sentence alone.
				`The permission ${permission} permits nothing: it needs Workflow IDs or Trigger Keys`,
				'Fill in its Workflow IDs or its Trigger Keys, with * for any, or write the workflow after an address, such as 192.168.0.7 workflow_id=43, or delete the permission.',
			);
}

/** What a field of a permission holds. @throws PermissionError that says where it cannot be read */
function readable<Value>(permission: string, field: string, read: () => Value): Value {
	try {
		return read();
	} catch (error) {
		const place = `Correct the ${field} of the permission ${permission}.`;
		if (error instanceof IdError) {
			throw new PermissionError(error.message, `${place} ${error.advice}`, { cause: error });
		}
		if (error instanceof AllowlistError) {
			throw new PermissionError(error.problem, `${place} ${error.reason}`, { cause: error });
		}
		throw error;
	}
}

function isEmpty({ any, ids }: IdList): boolean {
	return !any && ids.size === 0;
}

function both(some: IdList, others: IdList): IdList {
	return { any: some.any || others.any, ids: new Set([...some.ids, ...others.ids]) };
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
 * @throws PermissionError like {@link createPermissions}
 */
export function permissionsOf(key: string, forms: PermissionForm[]): Permissions {
	const known = kept.get(key);
	if (known !== undefined && sameForms(known.forms, forms)) return known.permissions;
	const permissions = createPermissions(forms);
	kept.set(key, { forms, permissions });
	return permissions;
}

const FORM_FIELDS = ['title', 'addresses', 'workflows', 'triggers'] as const;

function sameForms(some: PermissionForm[], others: PermissionForm[]): boolean {
	const isSame = (form: PermissionForm, index: number) =>
		FORM_FIELDS.every((field) => form[field] === others[index][field]);
	return some.length === others.length && some.every(isSame);
}

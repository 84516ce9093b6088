import type {
	IHookFunctions,
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodeProperties,
	IWebhookFunctions,
} from 'n8n-workflow';
import {
	deniedCallers,
	noteDeniedCall,
	restoreDeniedCallers,
	type DeniedCaller,
} from '../../engine';

/** A field of a permission: an address that was denied, to be permitted. */
export const deniedAddress: INodeProperties = {
	displayName: 'Denied Address',
	name: 'deniedAddress',
	type: 'resourceLocator',
	// With a value n8n evaluates the webhook's description in its expression engine for every call
	// (docs/scaling.md has what that costs). Without a mode its editor does not show the list.
	default: { mode: 'list' },
	description:
		'One more address of this permission, chosen from the last 20 addresses whose calls were denied. It may also start what it asked for. The list needs a Path. In queue mode, the list contains calls to the test URL, and those to the production URL before the last start of n8n.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a denied address...',
			typeOptions: {
				searchListMethod: 'searchDeniedAddresses',
				searchable: true,
				// The list asks no install.
				skipCredentialsCheckInRLC: true,
			},
		},
		{
			displayName: 'By Address',
			name: 'address',
			type: 'string',
			placeholder: 'e.g. 192.168.0.7 workflow_id=43',
		},
	],
};

/**
 * Notes a denied call in the memory of this n8n process and, at most every ten seconds, in the
 * static data of the workflow, which survives a restart.
 *
 * @param call the caller's address, what it asked for, and what permits that
 */
export function noteDenied(
	context: IWebhookFunctions,
	call: Pick<DeniedCaller, 'address' | 'asked' | 'entry'>,
): void {
	const stored = context.getWorkflowStaticData('node');
	const list = noteDeniedCall(keyOf(context), call, Date.now(), callersIn(stored.deniedCallers));
	if (list) stored.deniedCallers = list;
}

/** Gives the editor's list what the workflow has stored, when the workflow is published. */
export function restoreDenied(context: IHookFunctions): void {
	const { deniedCallers: stored } = context.getWorkflowStaticData('node');
	restoreDeniedCallers(keyOf(context), callersIn(stored));
}

/** The addresses that were denied last, for the editor. */
export async function searchDeniedAddresses(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const path = String(this.getCurrentNodeParameter('path') ?? '');
	// Two triggers without a path would share a list: one could permit what the other has denied.
	const callers = path === '' ? [] : deniedCallers(path);
	const items = callers.map(({ address, asked, entry, count, time }) => ({
		name: `${address}: ${asked}, ${count === 1 ? 'once' : `${count} times`}, last ${time.slice(0, 16).replace('T', ' ')} UTC`,
		value: entry ?? address,
	}));
	// Newest first.
	return { results: items.filter(({ name }) => name.includes(filter?.trim() ?? '')) };
}

/**
 * The path of the URL, which no two published workflows share. n8n tells the editor's lists nothing
 * else that says whose list they are, but by an expression, and with an expression among the
 * parameters n8n starts its expression engine for every call.
 */
function keyOf(context: IWebhookFunctions | IHookFunctions): string {
	return context.getNodeParameter('path', '') as string;
}

function callersIn(stored: unknown): DeniedCaller[] {
	return Array.isArray(stored) ? (stored as DeniedCaller[]).map((caller) => ({ ...caller })) : [];
}

/**
 * What n8n's own engine needs for a run besides nodes and items, which n8n's server gives it
 * otherwise. Only types are imported: each caller brings the n8n-core that it runs with.
 */
import type { ExecutionLifecycleHooks } from 'n8n-core';
import type {
	IConnections,
	ICredentialDataDecryptedObject,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';

/** Connects nodes one behind the other, by their first outputs. @param names of the nodes, in order */
export function connectedInOrder(names: string[]): IConnections {
	const pairs = names.slice(1).map((node, index): [string, IConnections[string]] => {
		return [names[index], { main: [[{ node, type: 'main', index: 0 }]] }];
	});
	return Object.fromEntries(pairs);
}

/**
 * The server's part of a run: its credential store, and addresses that nobody calls.
 *
 * @param Hooks n8n-core's class of this name
 * @param mode how the run is started
 * @param id of the workflow and of the run
 * @param credential values of a credential, by its id and type
 */
export function serverOfRun(
	Hooks: typeof ExecutionLifecycleHooks,
	mode: WorkflowExecuteMode,
	id: string,
	credential: (id: string, type: string) => ICredentialDataDecryptedObject | undefined,
): IWorkflowExecuteAdditionalData {
	return {
		credentialsHelper: {
			isCredentialUsableByNode: () => true,
			getParentTypes: () => [],
			getDecrypted: async (_data: unknown, saved: { id: string }, type: string) =>
				credential(saved.id, type),
		},
		hooks: new Hooks(mode, id, {
			id,
			name: id,
			active: false,
			isArchived: false,
			activeVersionId: null,
			nodes: [],
			connections: {},
			createdAt: new Date(),
			updatedAt: new Date(),
		}),
		currentNodeExecutionIndex: 0,
		restApiUrl: 'http://127.0.0.1/rest',
		instanceBaseUrl: 'http://127.0.0.1/',
		webhookBaseUrl: 'http://127.0.0.1/webhook',
		webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
		formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
		variables: {},
	} as unknown as IWorkflowExecuteAdditionalData;
}

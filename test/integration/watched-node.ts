import 'reflect-metadata';
import { PollContext } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeParameters,
	INodeTypes,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import { CoreBosWatchTrigger } from '../../nodes/CoreBosWatchTrigger/CoreBosWatchTrigger.node';

const type = new CoreBosWatchTrigger();

let nodes = 0;

/** Watch Records on Products, in n8n's own poll context. */
export class WatchedNode {
	/** Goes through JSON between polls, as it goes through n8n's database. */
	staticData: IDataObject = {};
	/** Each is in a workflow of its own: polls of one node never run at the same time. */
	private readonly workflowId = `w${++nodes}`;

	/** @param connection values of the credential */
	constructor(private readonly connection: { url: string; username: string; accessKey: string }) {}

	/** The context of one poll, and the workflow that keeps the state. */
	contextOf(parameters: INodeParameters, mode: 'trigger' | 'manual') {
		const node: INode = {
			id: 'watch',
			name: 'Watch',
			type: 'coreBosWatchTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: { module: { __rl: true, mode: 'name', value: 'Products' }, ...parameters },
			credentials: { coreBosApi: { id: 'c', name: 'c' } },
		};
		const nodeTypes = {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		} as INodeTypes;
		const workflow = new Workflow({
			id: this.workflowId,
			active: true,
			nodes: [node],
			connections: {},
			nodeTypes,
			staticData: JSON.parse(JSON.stringify(this.staticData)) as IDataObject,
		});
		const additionalData = {
			credentialsHelper: {
				isCredentialUsableByNode: () => true,
				getParentTypes: () => [],
				getDecrypted: async () => this.connection,
			},
		} as unknown as IWorkflowExecuteAdditionalData;
		const watch = workflow.getNode('Watch')!;
		return {
			context: new PollContext(workflow, watch, additionalData, mode, 'update'),
			workflow,
		};
	}

	/** One poll in a process of its own, as after a restart of n8n. @returns null where nothing changed */
	async poll(parameters: INodeParameters = {}, mode: 'trigger' | 'manual' = 'trigger') {
		const { context, workflow } = this.contextOf(parameters, mode);
		const items = await type.poll.call(context);
		this.staticData = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
		return items?.[0].map(({ json }) => json) ?? null;
	}

	/** Two polls at the same time. @returns the items of each */
	async pollTwice(parameters: INodeParameters = {}) {
		const { context } = this.contextOf(parameters, 'trigger');
		const polls = [type.poll.call(context), type.poll.call(context)];
		return (await Promise.all(polls)).map((items) => items?.[0].map(({ json }) => json) ?? null);
	}
}

/** `event id` of each item of a poll. */
export function eventsOf(items: IDataObject[] | null): string[] {
	return (items ?? []).map(
		({ id, watch }) => `${(watch as IDataObject).event as string} ${id as string}`,
	);
}

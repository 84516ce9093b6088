import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { coreBosApiTest } from '../transport/coreBosApiTest';
import { outputsExpression } from '../editor/outputsExpression';
import { conditionOutputNames } from './actions/workflow/conditionOutputs';
import { editorMethods } from './editorMethods';
import { createNodeProperties } from './nodeProperties';
import { resources } from './resources';
import { route } from './router';
import { subtitleExpression } from './subtitle';

/** The web service API of coreBOS. */
export class CoreBos implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'coreBOS',
		name: 'coreBos',
		icon: { light: 'file:../../icons/corebos.svg', dark: 'file:../../icons/corebos.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: subtitleExpression(resources),
		// n8n's node panel shows one entry for the node and its trigger, with one of the two texts.
		description:
			'Read and change coreBOS records, or start a workflow when coreBOS or another system calls',
		defaults: { name: 'coreBOS' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: outputsExpression(conditionOutputNames),
		// Workflow: Check Conditions works without one; the router requires it for all others.
		credentials: [{ name: 'coreBosApi', required: false, testedBy: 'coreBosApiTest' }],
		properties: createNodeProperties(resources, 'record'),
	};

	methods = { credentialTest: { coreBosApiTest }, ...editorMethods };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route.call(this);
	}
}

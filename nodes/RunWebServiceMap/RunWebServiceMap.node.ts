import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { coreBosApiTest } from '../coreBosApiTest';
import { executeRunMap, runMapParameters } from './runMap.operation';

/** The workflow task *Run Web Service* of coreBOS: one Web Service Map, run for each item. */
export class RunWebServiceMap implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Run Web Service Map',
		name: 'runWebServiceMap',
		icon: { light: 'file:../../icons/corebos.svg', dark: 'file:../../icons/corebos.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ($parameter["mapXml"].match(/<methodname>\\s*(?:<!\\[CDATA\\[)?([^<\\]]*)/) || [])[1] }}',
		description:
			'Make the REST call of a coreBOS Web Service Map and keep what it says of the answer',
		defaults: { name: 'Run Web Service Map' },
		codex: {
			categories: ['Sales', 'Development'],
			alias: ['coreBOS', 'vtiger', 'web service', 'map', 'REST', 'CRM', 'sync'],
		},
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'coreBosApi', required: false, testedBy: 'coreBosApiTest' }],
		properties: runMapParameters,
	};

	methods = { credentialTest: { coreBosApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await executeRunMap.call(this)];
	}
}

import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { clientCertificateTest } from '../transport/clientCertificateTest';
import { coreBosApiTest } from '../transport/coreBosApiTest';
import { searchWebServiceMaps } from '../editor/listSearch';
import { getWebServiceMaps } from '../editor/webServiceMaps';
import { convertMapsParameters, executeConvertMaps } from './convertMaps.operation';
import { defineBelowParameters } from './defineBelowParameters';
import {
	evaluateExpressionParameters,
	executeEvaluateExpression,
} from './evaluateExpression.operation';
import { dryRunNotice, executeDryRun } from './dryRun.operation';
import { executeExportMap, exportMapParameters } from './exportMap.operation';
import { mapSourceParameters } from './mapSource';
import { recordPlaceParameters, WITH_INSTALL } from '../environment/recordPlace';
import { searchSoapOperations } from './soapOperations';
import { getSoapParameters } from './soapParameters';
import { executeSetContext, setContextParameters } from './setContext.operation';
import { executeRunMap, recordNotice, runMapParameters } from './runMap.operation';

type Operation = (this: IExecuteFunctions) => Promise<INodeExecutionData[]>;

const OPERATIONS: Readonly<Record<string, Operation>> = {
	convert: executeConvertMaps,
	dryRun: executeDryRun,
	evaluate: executeEvaluateExpression,
	export: executeExportMap,
	run: executeRunMap,
	setContext: executeSetContext,
};

const operationParameter: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Convert Maps to Workflow',
			value: 'convert',
			action: 'Convert maps to a workflow',
			description: 'Create an n8n workflow with one node for each map, ready to paste',
		},
		{
			name: 'Dry Run',
			value: 'dryRun',
			action: 'Show the request of a map without sending it',
			description: 'Show the request that the map would make for each item, without sending it',
		},
		{
			name: 'Evaluate Expression',
			value: 'evaluate',
			action: 'Evaluate an expression',
			description: 'Get the value and type of a coreBOS expression or template for each item',
		},
		{
			name: 'Export Map',
			value: 'export',
			action: 'Export a map as XML',
			description: 'Write the map as XML, as coreBOS stores it',
		},
		{
			name: 'Run Map',
			value: 'run',
			action: 'Run a map',
			description:
				'Make the call of the map for each item and keep the parts of the answer that the map asks for',
		},
		{
			name: 'Set Context',
			value: 'setContext',
			action: 'Set variables of the workflow context',
			description: 'Evaluate coreBOS expressions into the workflow context of the items',
		},
	],
	default: 'run',
};

/** What is below the node's name: the operation or, where that is clear, the call. */
const SUBTITLE = `={{ {
	convert: "convert to workflow",
	dryRun: "dry run",
	evaluate: "evaluate expression",
	export: "export map",
	setContext: "set context",
}[$parameter["operation"]] || ({
	coreBos: $parameter["coreBosMap"],
	define: ($parameter["webServiceType"] === "SOAP" ? ($parameter["soapOperation"] || {}).value : ($parameter["methodName"] || ($parameter["settings"] || {}).methodName)) || $parameter["url"],
	xml: (String($parameter["mapXml"] || "").match(/<methodname>\\s*(?:<!\\[CDATA\\[)?([^<\\]]*)/) || [])[1],
}[$parameter["mapSource"] || "xml"] || "") }}`
	.split('\n')
	.map((line) => line.trim())
	.join(' ');

/**
 * The workflow task *Run Web Service* of coreBOS: one Web Service Map, run for each item; and
 * what helps with maps.
 */
export class RunWebServiceMap implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Run Web Service Map',
		name: 'runWebServiceMap',
		icon: { light: 'file:../../icons/map.svg', dark: 'file:../../icons/map.dark.svg' },
		group: ['transform'],
		// 1.1: a new node shows Define Below first. 1.2: it says whether it asks an install.
		version: [1, 1.1, 1.2],
		defaultVersion: 1.2,
		subtitle: SUBTITLE,
		description:
			'Make the call of a coreBOS Web Service Map and keep the parts of the answer that it asks for, or evaluate a coreBOS expression',
		defaults: { name: 'Run Web Service Map' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'coreBosApi',
				required: false,
				testedBy: 'coreBosApiTest',
				displayOptions: WITH_INSTALL,
			},
			{
				name: 'coreBosClientCertificateApi',
				required: true,
				testedBy: 'clientCertificateTest',
				displayOptions: { show: { operation: ['run', 'dryRun'], useClientCertificate: [true] } },
			},
		],
		properties: [
			operationParameter,
			recordNotice,
			dryRunNotice,
			...mapSourceParameters,
			...recordPlaceParameters,
			...convertMapsParameters,
			...evaluateExpressionParameters,
			...defineBelowParameters,
			...exportMapParameters,
			...runMapParameters,
			...setContextParameters,
		],
	};

	methods = {
		credentialTest: { coreBosApiTest, clientCertificateTest },
		listSearch: { searchSoapOperations, searchWebServiceMaps },
		loadOptions: { getWebServiceMaps },
		resourceMapping: { getSoapParameters },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0, 'run') as string;
		return [await OPERATIONS[operation].call(this)];
	}
}

import type {
	ILoadOptionsFunctions,
	INodeParameters,
	INodeProperties,
	ResourceMapperFields,
} from 'n8n-workflow';
import { escapeXml, trimEnd } from '../../engine';
import { callOutputNames, workflowIdOf } from './outputs';

/** A caller to copy into the calling system. */
interface CallerExample {
	name: string;
	/** Its code, for the address to call. */
	lines: (address: string) => string[];
}

const DOCS = 'https://github.com/n8n-nodes-corebos/n8n-nodes-corebos/blob/main/docs/trigger.md';

/** The callers by the value of the parameter `caller`. */
const EXAMPLES: Readonly<Record<string, CallerExample>> = {
	curl: {
		name: 'Command Line',
		lines: (address) => [`curl -d 'source=shop' '${address}'`],
	},
	javaScript: {
		name: 'JavaScript',
		lines: (address) => [
			`await fetch('${address}', {`,
			"  method: 'POST',",
			"  body: new URLSearchParams({ source: 'shop' }),",
			'});',
		],
	},
	php: {
		name: 'PHP cURL',
		lines: (address) => [
			`$channel = curl_init('${address}');`,
			"curl_setopt($channel, CURLOPT_POSTFIELDS, http_build_query(['source' => 'shop']));",
			'curl_setopt($channel, CURLOPT_RETURNTRANSFER, true);',
			'$answer = curl_exec($channel);',
		],
	},
};

/** n8n tells the node the address of its editor, which is mostly that of its webhooks, too. */
const OTHER_ADDRESS =
	'<br><br>If the production URL above begins with another address, use that one.';

/** Ready-made callers, shown on demand. */
export const callerParameters: INodeProperties[] = [
	{
		displayName: 'Show a Ready-Made Caller',
		name: 'caller',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'None', value: 'none' },
			// First, since most calls come from coreBOS.
			{ name: 'coreBOS Workflow', value: 'map' },
			...Object.entries(EXAMPLES).map(([value, { name }]) => ({ name, value })),
		],
		default: 'none',
		description: 'Shows code to copy into the calling system; it changes nothing in this node',
	},
	{
		displayName: `The operation <b>Business Map: Create Calling Workflow</b> of the coreBOS node creates a map that calls the URL above, and the file of a workflow that runs it. Import the file in coreBOS under Settings → Workflows. <a href="${DOCS}#from-corebos" target="_blank">How it works, and how to create both manually</a>`,
		name: 'mapCaller',
		type: 'notice',
		displayOptions: { show: { caller: ['map'] } },
		default: '',
	},
	{
		// A resource mapper without fields shows a text that the node makes. A text field could show
		// one only by an expression, and with an expression among the parameters of a trigger n8n
		// works out the answer to every call with its expression engine.
		displayName: 'Code to Copy',
		name: 'callerCode',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		displayOptions: { show: { caller: Object.keys(EXAMPLES) } },
		typeOptions: {
			loadOptionsDependsOn: ['caller', 'path', 'permissions'],
			resourceMapper: {
				resourceMapperMethod: 'getCallerCode',
				mode: 'add',
				supportAutoMap: false,
				hideNoDataError: true,
			},
		},
		description: 'Code for the path and the first workflow ID of this node',
	},
];

/** The code of the caller that is selected in the editor, for the node as it is there. */
export async function getCallerCode(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const example = EXAMPLES[String(this.getCurrentNodeParameter('caller'))];
	const lines = example?.lines(addressOf(this)).map(asHtml) ?? [];
	return { fields: [], emptyFieldsNotice: `<code>${lines.join('<br>')}</code>${OTHER_ADDRESS}` };
}

/** The production URL with a query that a permission of the node is for. */
function addressOf(context: ILoadOptionsFunctions): string {
	const path = context.getCurrentNodeParameter('path') || 'YOUR-PATH';
	const permissions = context.getCurrentNodeParameter('permissions') as INodeParameters | undefined;
	const outputs = callOutputNames({ outputs: 'perId', permissions });
	const workflowId = outputs.map(workflowIdOf).find((id) => id !== undefined) ?? '43';
	const instance = trimEnd(context.getInstanceBaseUrl(), '/');
	return `${instance}/webhook/${path}?record_id=852&workflow_id=${workflowId}`;
}

/** A line of code; blanks at its start stay. */
function asHtml(line: string): string {
	return escapeXml(line).replace(/^ +/, (blanks) => '&nbsp;'.repeat(blanks.length));
}

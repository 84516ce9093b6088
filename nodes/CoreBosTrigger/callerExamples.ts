import type { INodeProperties } from 'n8n-workflow';

/** A caller to copy into the calling system. */
interface CallerExample {
	name: string;
	value: string;
	lines: string[];
}

/**
 * The address to call, with the path and the first workflow ID of the node. n8n has no expression
 * for its own URL.
 */
const PATH = '{{ $parameter["path"] || "YOUR-PATH" }}';
const WORKFLOW_ID =
	'{{ (String((($parameter["permissions"].permission || [])[0] || {}).workflows || "").match(/[^\\s,;*]+/) || ["43"])[0] }}';
const ADDRESS = `https://YOUR-N8N/webhook/${PATH}?record_id=852&workflow_id=${WORKFLOW_ID}`;
const DOCS = 'https://github.com/n8n-nodes-corebos/n8n-nodes-corebos/blob/main/docs/trigger.md';

const examples: CallerExample[] = [
	{
		name: 'JavaScript',
		value: 'javaScript',
		lines: [
			`await fetch('${ADDRESS}', {`,
			"  method: 'POST',",
			"  body: new URLSearchParams({ source: 'shop' }),",
			'});',
		],
	},
	{
		name: 'PHP cURL',
		value: 'php',
		lines: [
			`$channel = curl_init('${ADDRESS}');`,
			"curl_setopt($channel, CURLOPT_POSTFIELDS, http_build_query(['source' => 'shop']));",
			'curl_setopt($channel, CURLOPT_RETURNTRANSFER, true);',
			'$answer = curl_exec($channel);',
		],
	},
	{
		name: 'Command Line',
		value: 'curl',
		lines: [`curl -d 'source=shop' '${ADDRESS}'`],
	},
];

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
			...examples
				.map(({ name, value }) => ({ name, value }))
				.sort((a, b) => a.name.localeCompare(b.name)),
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
	...examples.map(
		({ name, value, lines }): INodeProperties => ({
			displayName: name,
			name: `${value}Caller`,
			type: 'string',
			typeOptions: { rows: lines.length },
			displayOptions: { show: { caller: [value] } },
			default: `=${lines.join('\n')}`,
			description:
				'The result below has the path and the first workflow ID of this node. Replace YOUR-N8N by the address of the production URL above.',
		}),
	),
];

import type { INodeProperties } from 'n8n-workflow';

/** A caller to copy into the calling system. */
interface CallerExample {
	name: string;
	value: string;
	/** The editor shows the real URL above, but cannot insert it here. */
	lines: string[];
}

const QUERY = 'record_id=852&workflow_id=77';
const DOCS = 'https://github.com/n8n-nodes-corebos/n8n-nodes-corebos/blob/main/docs/trigger.md';

const examples: CallerExample[] = [
	{
		name: 'JavaScript',
		value: 'javaScript',
		lines: [
			`await fetch('WEBHOOK_URL?${QUERY}', {`,
			"  method: 'POST',",
			"  body: new URLSearchParams({ source: 'shop' }),",
			'});',
		],
	},
	{
		name: 'PHP cURL',
		value: 'php',
		lines: [
			`$channel = curl_init('WEBHOOK_URL?${QUERY}');`,
			"curl_setopt($channel, CURLOPT_POSTFIELDS, http_build_query(['source' => 'shop']));",
			'curl_setopt($channel, CURLOPT_RETURNTRANSFER, true);',
			'$answer = curl_exec($channel);',
		],
	},
	{
		name: 'Command Line',
		value: 'curl',
		lines: [`curl -d 'source=shop' 'WEBHOOK_URL?${QUERY}'`],
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
		displayName: `The operation <b>Business Map: Create Calling Workflow</b> of the CoreBOS node creates a map that calls the URL above, and the file of a workflow that runs it. Import the file in coreBOS under Settings → Workflows. <a href="${DOCS}#from-corebos" target="_blank">How it works, and how to create both manually</a>`,
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
			noDataExpression: true,
			typeOptions: { editor: 'jsEditor', editorIsReadOnly: true, rows: lines.length },
			displayOptions: { show: { caller: [value] } },
			default: lines.join('\n'),
			description: 'Replace WEBHOOK_URL by the URL above',
		}),
	),
];

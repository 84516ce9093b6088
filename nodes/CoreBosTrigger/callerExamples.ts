import type { INodeProperties } from 'n8n-workflow';

/** A caller to copy into the system that shall call. */
interface CallerExample {
	name: string;
	value: string;
	/** HTML; the editor shows the real URL right above, but cannot put it in here. */
	text: string;
}

const QUERY = 'record_id=852&workflow_id=77';
const DOCS = 'https://github.com/n8n-nodes-corebos/n8n-nodes-corebos/blob/main/docs/trigger.md';

const examples: CallerExample[] = [
	{
		name: 'coreBOS Map',
		value: 'map',
		text: `In coreBOS: a workflow on create or modify with the task Run Web Service, and a map that calls the URL above. The operation <b>Create Calling Map</b> of the CoreBOS node writes that map; <a href="${DOCS}#from-corebos" target="_blank">its XML and the two clicks that remain</a>.`,
	},
	{
		name: 'JavaScript',
		value: 'javaScript',
		text: codeOf(
			`await fetch('URL?${QUERY}', {`,
			"  method: 'POST',",
			"  body: new URLSearchParams({ source: 'shop' }),",
			'});',
		),
	},
	{
		name: 'PHP cURL',
		value: 'php',
		text: codeOf(
			`$channel = curl_init('URL?${QUERY}');`,
			"curl_setopt($channel, CURLOPT_POSTFIELDS, http_build_query(['source' => 'shop']));",
			'curl_setopt($channel, CURLOPT_RETURNTRANSFER, true);',
			'$answer = curl_exec($channel);',
		),
	},
	{
		name: 'Command Line',
		value: 'curl',
		text: codeOf(`curl -d 'source=shop' 'URL?${QUERY}'`),
	},
];

/** Lines of code as HTML, with the words that stand for the webhook URL. */
function codeOf(...lines: string[]): string {
	const html = lines
		.map((line) => line.replaceAll('&', '&amp;').replaceAll('>', '&gt;'))
		.map((line) => line.replaceAll('URL?', '&lt;webhook URL&gt;?').replace(/^ +/, '&emsp;'));
	return `<code>${html.join('</code><br><code>')}</code>`;
}

/** Ready-made callers, shown on demand. */
export const callerParameters: INodeProperties[] = [
	{
		displayName: 'Show a Ready-Made Caller',
		name: 'caller',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'None', value: 'none' },
			...examples.map(({ name, value }) => ({ name, value })),
		],
		default: 'none',
		description: 'What to copy into the system that shall call; it changes nothing here',
	},
	...examples.map(
		({ value, text }): INodeProperties => ({
			displayName: text,
			name: `${value}Caller`,
			type: 'notice',
			displayOptions: { show: { caller: [value] } },
			default: '',
		}),
	),
];

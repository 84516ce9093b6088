import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { convertMaps } from '../../convert';
import type { KeptSessionReport, MapSecret, MapWarning, NamedMap } from '../../convert';
import { convertWorkflowsParameters, executeConvertWorkflows } from './convertWorkflows';
import { workflowFile } from './workflowFile';
import { installOf } from '../environment/install';
import { ItemParameters } from './itemParameters';
import { runForEachItem } from './itemBatches';
import { MapReader } from './mapSource';
import { showWarnings } from '../transport/showWarnings';

export const convertMapsParameters: INodeProperties[] = [
	{
		displayName:
			'All maps become one workflow. To use it, click "workflow" in the JSON of the output, copy it with the copy button and paste it on a canvas; or download the file on the Binary tab and open it with Import from File.',
		name: 'convertNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { operation: ['convert'] }, hide: { mapSource: ['workflows'] } },
	},
	{
		displayName: 'Use Kept Session',
		name: 'keptSession',
		type: 'boolean',
		default: false,
		displayOptions: { show: { operation: ['convert'] }, hide: { mapSource: ['workflows'] } },
		description:
			'Whether the session of the credential takes the place of the maps for getchallenge, login and logout: one call per item instead of four. The output lists what was replaced.',
	},
	...convertWorkflowsParameters,
];

/**
 * Turns the maps of all items into one workflow, with one node for each, and reports the secrets
 * that a placeholder has taken the place of and the expressions that do not work outside coreBOS.
 *
 * @returns one item with `workflow`, `secrets` and, if there are any, `warnings`, and the workflow as a file; where the node continues on fail, also the
 * items whose map could not be read, with their error
 * @throws NodeOperationError or NodeApiError of the first item whose map cannot be read
 */
export async function executeConvertMaps(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const parameters = new ItemParameters(this);
	if (parameters.get<string>('mapSource', 0, 'xml') === 'workflows') {
		return await executeConvertWorkflows(this);
	}
	const install = installOf(this);
	const maps = new MapReader(parameters, async () => (await install()).coreBos);
	const read = new Map<number, NamedMap[]>();
	const items = await runForEachItem(this, {}, async ({ item, itemIndex }) => {
		const found = await maps.readAll(itemIndex);
		const named = found.map(({ map, record, xml }, index) => {
			const number = [itemIndex + 1, ...(found.length > 1 ? [index + 1] : [])].join('.');
			return { name: record?.name || map.config.methodName?.trim() || `Map ${number}`, xml };
		});
		read.set(itemIndex, named);
		return item;
	});
	// Maps that do not come from the items are the same for all of them.
	const isOne = parameters.areFixed(['mapSource', 'mapXml', 'coreBosMap', 'coreBosMaps']);
	const wanted = [...read].sort(([one], [other]) => one - other).slice(0, isOne ? 1 : undefined);
	const { workflow, secrets, warnings, keptSession } = convertMaps(
		wanted.flatMap(([, named]) => named),
		{ keptSession: parameters.get('keptSession', 0, false) },
	);
	showWarnings(this, [
		...warnings.map(mapWarning),
		...secrets.map(secretWarning),
		...sessionWarnings(keptSession),
	]);
	const converted: INodeExecutionData = {
		json: {
			workflow,
			secrets,
			...(warnings.length > 0 && { warnings }),
			...(keptSession && { keptSession }),
		} as unknown as IDataObject,
		binary: { data: await workflowFile(this, 'workflow', workflow) },
		pairedItem: wanted.map(([item]) => ({ item })),
	};
	const failed = items.filter((_, itemIndex) => !read.has(itemIndex));
	return wanted.length > 0 ? [converted, ...failed] : failed;
}

function sessionWarnings(report: KeptSessionReport | undefined): string[] {
	if (report === undefined) return [];
	if (report.reason !== undefined) {
		return [`The kept session replaces nothing. ${report.reason}`];
	}
	const removed = report.removed.map(({ map }) => `"${map}"`).join(', ');
	const install = report.url === undefined ? '' : ` of ${report.url}`;
	return [
		`The session of the credential replaces ${removed}: select the credential${install} in the nodes. "keptSession" of the output lists what was replaced.`,
	];
}

function mapWarning({ node, message }: MapWarning): string {
	return `"${node}": ${message}`;
}

function secretWarning({ node, place, advice }: MapSecret): string {
	return `"${node}" had a secret in ${place}, which was left out: ${advice}`;
}

import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { convertMaps } from '../../convert';
import type { MapSecret, NamedMap } from '../../convert';
import { convertWorkflowsParameters, executeConvertWorkflows } from './convertWorkflows';
import { installOf } from './install';
import { ItemParameters } from './itemParameters';
import { runForEachItem } from './itemBatches';
import { MapReader } from './mapSource';
import { showWarnings } from '../transport/showWarnings';

export const convertMapsParameters: INodeProperties[] = [
	{
		displayName:
			'The maps of all items become one workflow. Copy the JSON of "workflow" in the output and paste it on the canvas.',
		name: 'convertNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { operation: ['convert'] }, hide: { mapSource: ['workflows'] } },
	},
	...convertWorkflowsParameters,
];

/**
 * Turns the maps of all items into one workflow, with one node for each, and reports the secrets
 * that a placeholder has taken the place of.
 *
 * @returns one item with `workflow` and `secrets`; where the node continues on fail, also the
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
	const read = new Map<number, NamedMap>();
	const items = await runForEachItem(this, {}, async ({ item, itemIndex }) => {
		const { map, record, xml } = await maps.read(itemIndex);
		const name = record?.name || map.config.methodName?.trim() || `Map ${itemIndex + 1}`;
		read.set(itemIndex, { name, xml });
		return item;
	});
	// A map that does not come from the items is one, however many of them there are.
	const isOne = parameters.areFixed(['mapSource', 'mapXml', 'coreBosMap']);
	const wanted = [...read].sort(([one], [other]) => one - other).slice(0, isOne ? 1 : undefined);
	const { workflow, secrets } = convertMaps(wanted.map(([, map]) => map));
	showWarnings(this, secrets.map(secretWarning));
	const converted: INodeExecutionData = {
		json: { workflow, secrets } as unknown as IDataObject,
		pairedItem: wanted.map(([item]) => ({ item })),
	};
	const failed = items.filter((_, itemIndex) => !read.has(itemIndex));
	return wanted.length > 0 ? [converted, ...failed] : failed;
}

function secretWarning({ node, place, advice }: MapSecret): string {
	return `"${node}" had a secret in ${place}, which was left out: ${advice}`;
}

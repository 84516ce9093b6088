import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { saveBusinessMap, serializeMap, sourceWarnings, WEB_SERVICE_MAPPING } from '../../engine';
import type { CoreBosClient } from '../../engine';
import { installOf } from '../environment/install';
import { ItemParameters } from './itemParameters';
import { runForEachItem } from './itemBatches';
import { MapReader, type SourcedMap } from './mapSource';
import { ParameterError } from '../transport/parameterError';

export const exportMapParameters: INodeProperties[] = [
	{
		displayName: 'Save in coreBOS',
		name: 'saveMap',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		description:
			'Whether to save the map as a Business Map of type Webservice Mapping in the install of the credential. An existing map of the same name is updated.',
		displayOptions: { show: { operation: ['export'] } },
	},
	{
		displayName: 'Map Name',
		name: 'mapName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Send Product to Shop',
		description:
			'Name of the Business Map. Default: the name that the map was read by, or the name of its method.',
		displayOptions: { show: { operation: ['export'], saveMap: [true] } },
	},
];

/**
 * Writes the map of each item as XML, as coreBOS keeps it, and saves it there where the node says
 * so. Reports expressions that cannot be read or work only inside coreBOS.
 *
 * @throws NodeOperationError or NodeApiError of the first item that fails, unless the node
 * continues on fail
 */
export async function executeExportMap(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const parameters = new ItemParameters(this);
	const install = installOf(this);
	const client = async () => (await install()).coreBos;
	const maps = new MapReader(parameters, client);
	return await runForEachItem(this, {}, async ({ itemIndex, ofMap, warn }) => {
		const sourced = await maps.read(itemIndex);
		ofMap(sourced.map.config.methodName);
		const exported = exportOf(sourced);
		for (const text of exported.warnings ?? []) warn(`"${exported.name}": ${text}`);
		if (!parameters.get('saveMap', itemIndex, false)) {
			return { json: { ...exported }, pairedItem: { item: itemIndex } };
		}
		const name = String(parameters.get<unknown>('mapName', itemIndex, '') ?? '').trim();
		const saved = await save(await client(), name || exported.name, exported);
		return { json: { ...exported, saved }, pairedItem: { item: itemIndex } };
	});
}

interface ExportedMap {
	/** Of the business map that it was read from, or of its method. */
	name: string;
	/** Module that the map is for. */
	module: string;
	xml: string;
	/** What of it cannot be read, works only inside coreBOS, or is read differently than it looks. */
	warnings?: string[];
}

function exportOf({ map, record }: SourcedMap): ExportedMap {
	const warnings = sourceWarnings(map);
	return {
		name: record?.name ?? map.config.methodName ?? '',
		module: map.originModule || (record?.module ?? ''),
		xml: serializeMap(map),
		...(warnings.length > 0 && { warnings }),
	};
}

/** @throws ParameterError for what the node lacks; CoreBosError where coreBOS does not save the map */
async function save(client: CoreBosClient | undefined, name: string, exported: ExportedMap) {
	if (client === undefined) {
		throw new ParameterError(
			'The map was not saved: no coreBOS credential is selected',
			'Select the credential of the install, or turn "Save in coreBOS" off.',
		);
	}
	if (name === '') {
		throw new ParameterError(
			'The map was not saved: it has no methodname to use as its name',
			'Fill in "Map Name".',
		);
	}
	const { id, created } = await saveBusinessMap(client, {
		name,
		type: WEB_SERVICE_MAPPING,
		module: exported.module,
		content: exported.xml,
	});
	return { id, name, created };
}

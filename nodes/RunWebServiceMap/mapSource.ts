import type { INodeProperties } from 'n8n-workflow';
import { mapOfParameters, type MapParameters } from '../../convert';
import {
	keptUnchanged,
	mapOfText,
	readBusinessMap,
	splitMaps,
	WEB_SERVICE_MAPPING,
} from '../../engine';
import type { BusinessMap, CoreBosClient, RunOptions, WebServiceMap } from '../../engine';
import { businessMapLocator } from '../editor/listSearch/locators';
import { defineBelowParameters } from './defineBelowParameters';
import type { ItemParameters } from './itemParameters';
import { ParameterError } from '../transport/parameterError';

/** Where a node has its map from. */
type MapSource = 'define' | 'xml' | 'coreBos';

const definedInNode = {
	name: 'Define Below',
	value: 'define',
	description: 'Every directive of the map is a parameter of this node',
};
const fromCoreBos = {
	name: 'From coreBOS',
	value: 'coreBos',
	description: 'A Business Map of type Webservice Mapping, read from the install of the credential',
};
const asXml = {
	name: 'XML',
	value: 'xml',
	description: 'The XML of the map, as stored in the content of a Business Map in coreBOS',
};

const workflowExport = {
	name: 'Workflow Export',
	value: 'workflows',
	description: 'A CSV file that coreBOS exports: each workflow becomes an n8n workflow',
};

const mapSource: INodeProperties = {
	displayName: 'Map Source',
	name: 'mapSource',
	type: 'options',
	noDataExpression: true,
	options: [definedInNode, fromCoreBos, asXml],
	default: 'define',
	description: 'Where the map comes from',
};

/** The operations that take one map from any source. */
const ONE_MAP = ['run', 'dryRun', 'export'];

const CODE_EDITOR = { '@version': [{ _cnd: { gte: 1.2 } }] };

/** The XML of a map; each operation decides what to do with several maps. */
const mapXml: INodeProperties = {
	displayName: 'Map',
	name: 'mapXml',
	type: 'string',
	typeOptions: { rows: 16 },
	default: '',
	required: true,
	placeholder:
		'<map>\n  <originmodule>…</originmodule>\n  <wsconfig>…</wsconfig>\n  <fields>…</fields>\n  <Response>…</Response>\n</map>',
	description:
		'XML of the Web Service Map, as stored in the content of a Business Map of type Webservice Mapping',
};

/** The XML of any number of maps. */
const mapsXml: INodeProperties = {
	...mapXml,
	displayName: 'Maps',
	description:
		'XML of the Web Service Maps, one after another, as stored in the content of Business Maps of type Webservice Mapping. With an expression such as {{ $json.xml }}, the maps of all items.',
};

const shownIn = (
	parameter: INodeProperties,
	show: NonNullable<INodeProperties['displayOptions']>['show'],
): INodeProperties => ({ ...parameter, displayOptions: { show } });

const BEFORE_CODE_EDITOR = { '@version': [1, 1.1] };

/**
 * An editor with line numbers, which errors cite. A field that is dropped on it lands at the cursor,
 * and the node evaluates it: in a parameter that can be an expression as a whole, n8n would turn it
 * into one and put the field at its end.
 */
const inCodeEditor = (parameter: INodeProperties): INodeProperties => ({
	...parameter,
	noDataExpression: true,
	typeOptions: { rows: 16, editor: 'htmlEditor' },
});

/** The parameters that say which map it is. */
export const mapSourceParameters: INodeProperties[] = [
	// Nodes of version 1 only took XML, and do not say where the map is.
	{
		...mapSource,
		default: 'xml',
		displayOptions: { show: { '@version': [1], operation: ONE_MAP } },
	},
	{
		...mapSource,
		displayOptions: { show: { '@version': [{ _cnd: { gte: 1.1 } }], operation: ONE_MAP } },
	},
	{
		...mapSource,
		displayName: 'Maps From',
		options: [fromCoreBos, workflowExport, asXml],
		default: 'xml',
		displayOptions: { show: { operation: ['convert'] } },
	},
	...[ONE_MAP, ['convert']].flatMap((operation) => {
		const xml = operation === ONE_MAP ? mapXml : mapsXml;
		return [
			shownIn(xml, { mapSource: ['xml'], operation, ...BEFORE_CODE_EDITOR }),
			shownIn(inCodeEditor(xml), { mapSource: ['xml'], operation, ...CODE_EDITOR }),
		];
	}),
	businessMapLocator(
		{
			displayName: 'Map',
			name: 'coreBosMap',
			description:
				'A Business Map of type Webservice Mapping. It is read from coreBOS each time the node runs.',
			displayOptions: { show: { mapSource: ['coreBos'], operation: ONE_MAP } },
		},
		'searchWebServiceMaps',
	),
	businessMapLocator(
		{
			displayName: 'Map',
			name: 'coreBosMap',
			description: 'A Business Map of type Webservice Mapping',
			displayOptions: {
				show: { mapSource: ['coreBos'], operation: ['convert'], ...BEFORE_CODE_EDITOR },
			},
		},
		'searchWebServiceMaps',
	),
	{
		displayName: 'Map Names or IDs',
		name: 'coreBosMaps',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getWebServiceMaps' },
		default: [],
		required: true,
		description:
			'Business Maps of type Webservice Mapping. The nodes of the workflow come in the order in which the maps are ticked. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		displayOptions: {
			show: { mapSource: ['coreBos'], operation: ['convert'], ...CODE_EDITOR },
		},
	},
];

/** A map and how it is run unless an option says otherwise. */
export interface SourcedMap {
	map: WebServiceMap;
	/** The text that it was read from; empty for a map that is defined in the node. */
	xml: string;
	/** The business map that it was read from. */
	record?: BusinessMap;
	compatibility: NonNullable<RunOptions['compatibility']>;
}

/** Each name once: several parameters share one, each shown under its own conditions. */
const DEFINED_NAMES = [...new Set(defineBelowParameters.map(({ name }) => name))];

/** Reads the maps of a node's items, each one once: mostly all items have the same. */
export class MapReader {
	private readonly records = new Map<string, Promise<BusinessMap>>();
	private defined: WebServiceMap | undefined;

	/**
	 * @param parameters the node's parameters
	 * @param client the install that maps are read from
	 */
	constructor(
		private readonly parameters: ItemParameters,
		private readonly client: () => Promise<CoreBosClient | undefined>,
	) {}

	/**
	 * The map of an item.
	 *
	 * @throws MapError with line and column where the XML is not a map, or with the parameter that
	 * a map cannot hold; CoreBosError where coreBOS has no such map or does not show it;
	 * TypeError where the node has no credential to read it with
	 */
	async read(itemIndex: number): Promise<SourcedMap> {
		const source = this.parameters.get<MapSource>('mapSource', itemIndex, 'xml');
		if (source === 'define') {
			return { map: this.define(itemIndex), xml: '', compatibility: 'native' };
		}
		if (source === 'coreBos') {
			return this.sourced(await this.record(itemIndex));
		}
		const xml = this.parameters.xml('mapXml', itemIndex);
		return { map: mapOfText(xml), xml, compatibility: 'coreBos' };
	}

	/**
	 * All maps of an item: those of its XML, or those that are ticked in the list.
	 *
	 * @throws as {@link read}
	 */
	async readAll(itemIndex: number): Promise<SourcedMap[]> {
		const source = this.parameters.get<MapSource>('mapSource', itemIndex, 'xml');
		if (source === 'xml') {
			return splitMaps(this.parameters.xml('mapXml', itemIndex)).map((xml) => {
				return { map: mapOfText(xml), xml, compatibility: 'coreBos' };
			});
		}
		const ticked = this.parameters.get<unknown>('coreBosMaps', itemIndex, null);
		if (ticked === null) return [await this.read(itemIndex)];
		const wanted = (Array.isArray(ticked) ? ticked : [ticked]).map((id) => String(id).trim());
		if (wanted.length === 0) {
			throw new ParameterError('No map is selected', 'Tick the maps in "Map Names or IDs".');
		}
		return await Promise.all(wanted.map(async (id) => this.sourced(await this.recordOf(id))));
	}

	private sourced(record: BusinessMap): SourcedMap {
		const xml = record.content;
		return { map: mapOfText(xml), xml, record, compatibility: 'coreBos' };
	}

	private async record(itemIndex: number): Promise<BusinessMap> {
		return await this.recordOf(this.parameters.locatorValue('coreBosMap', itemIndex));
	}

	private async recordOf(wanted: string): Promise<BusinessMap> {
		if (wanted === '') throw new ParameterError('The parameter "Map" is empty', 'Select a map.');
		const known = this.records.get(wanted) ?? this.readRecord(wanted);
		this.records.set(wanted, known);
		return await known;
	}

	private async readRecord(wanted: string): Promise<BusinessMap> {
		const client = await this.client();
		if (client === undefined) {
			throw new ParameterError(
				'The map cannot be read: no coreBOS credential is selected',
				'Select the credential of the install that has the map.',
			);
		}
		return await readBusinessMap(client, wanted, WEB_SERVICE_MAPPING);
	}

	/** The map that is defined in the node, its expressions evaluated for the item. */
	private define(itemIndex: number): WebServiceMap {
		if (this.defined) return this.defined;
		const values = DEFINED_NAMES.map((name) => [name, this.parameters.get(name, itemIndex, null)]);
		// n8n has no value for what is not shown, such as the text next to a drop-down.
		const given = values.filter(([, value]) => value !== null);
		const map = mapOfParameters(Object.fromEntries(given) as MapParameters);
		if (this.parameters.areFixed(DEFINED_NAMES)) this.defined = keptUnchanged(map);
		return map;
	}
}

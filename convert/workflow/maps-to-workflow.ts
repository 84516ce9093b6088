import { MapError, parseMap, sourceWarnings, splitMaps, type WebServiceMap } from '../../engine';
import { mapAsksInstall, mapToParameters } from '../map';
import { COLUMN, type CanvasNode, type Connections } from './canvas';
import { RUN_MAP, RUN_MAP_VERSION } from './map-node';
import { withKeptSession, type KeptSessionReport } from './kept-session';
import { replaceSecrets, type FoundSecret } from './map-secrets';
import { nodeId } from './node-ids';

/**
 * A map and the name by which errors and reports call it, such as that of its file. Its XML may
 * be several maps one after the other.
 */
export interface NamedMap {
	name: string;
	xml: string;
}

/** A workflow as n8n takes it from the clipboard or from a file. */
export interface ConvertedWorkflow {
	name: string;
	nodes: CanvasNode[];
	connections: Connections;
	pinData: Record<string, never>;
	settings: { executionOrder: 'v1' };
}

/** A workflow and what its user has to fill in. */
export interface Conversion {
	workflow: ConvertedWorkflow;
	secrets: MapSecret[];
	/** What a run of the maps refuses, or reads differently than it looks. */
	warnings: MapWarning[];
	/** What the session of the credential has taken the place of, where that was asked for. */
	keptSession?: KeptSessionReport;
}

/** How maps are converted. */
interface ConvertMapsOptions {
	/** The session of the node's credential replaces maps that log in and out; default false. */
	keptSession?: boolean;
}

/** What of a map does not work outside coreBOS as it looks, such as an expression. */
export interface MapWarning {
	/** Name of the map, as it was given. */
	map: string;
	/** Name of the node. */
	node: string;
	/** Field, source, what is wrong and where. */
	message: string;
}

/** A secret that a placeholder has taken the place of. */
export interface MapSecret extends FoundSecret {
	/** Name of the map, as it was given. */
	map: string;
	/** Name of the node. */
	node: string;
}

/**
 * Turns maps into a workflow with one Run Web Service Map node for each, connected in their
 * order behind a Manual Trigger. Secrets do not go along.
 *
 * @param maps name and XML of each map
 * @param options.keptSession whether the session of the node's credential takes the place of maps
 * that log in and out; `keptSession` of the result tells what was replaced
 * @returns the workflow, ready to paste on n8n's canvas, the secrets that were found, and a warning
 * for each expression that cannot be read or works only inside coreBOS, and for each map whose task
 * saves fields to the record
 * @throws MapError with the name of the map that cannot be read; nothing is converted then.
 * TypeError for anything but a list of names and texts
 */
export function convertMaps(maps: NamedMap[], options: ConvertMapsOptions = {}): Conversion {
	assertNamedMaps(maps);
	const parsed = maps.flatMap(eachMap).map(({ name, xml }) => ({ name, map: readMap(name, xml) }));
	const kept = options.keptSession === true ? withKeptSession(parsed) : undefined;
	const read = (kept?.maps ?? parsed).map(({ name, map }) => ({ name, ...replaceSecrets(map) }));
	const names = uniqueNames([TRIGGER_NAME, ...read.map(({ name, map }) => nodeName(name, map))]);
	const [trigger, ...mapNames] = names;
	const nodes = read.map(({ map, secrets }, index) => nodeOf(mapNames[index], map, secrets, index));
	const secrets = read.flatMap(({ name, secrets: found }, index) =>
		found.map((secret): MapSecret => ({ map: name, node: mapNames[index], ...secret })),
	);
	const warnings = read.flatMap(({ name, map }, index) =>
		[...sourceWarnings(map), ...unsavedFields(map)].map((message) => {
			return { map: name, node: mapNames[index], message };
		}),
	);
	return {
		workflow: {
			name: 'Web Service Maps',
			nodes: nodes.length === 0 ? [] : [triggerOf(trigger), ...nodes],
			connections: connectionsOf(nodes.length === 0 ? [] : names),
			pinData: {},
			settings: { executionOrder: 'v1' },
		},
		secrets,
		warnings,
		...(kept && { keptSession: kept.report }),
	};
}

function assertNamedMaps(maps: unknown): void {
	const isNamed = (map: Partial<NamedMap> | null) =>
		typeof map?.name === 'string' && typeof map.xml === 'string';
	if (Array.isArray(maps) && maps.every(isNamed)) return;
	throw new TypeError('Maps to convert must be a list of objects with name and xml, both texts');
}

/** The maps in a text, one by one. */
function eachMap({ name, xml }: NamedMap): NamedMap[] {
	return splitMaps(xml).map((one, index) => ({
		name: index === 0 ? name : `${name}, map ${index + 1}`,
		xml: one,
	}));
}

function readMap(name: string, xml: string): WebServiceMap {
	try {
		return parseMap(xml);
	} catch (error) {
		throw error instanceof MapError ? inMap(name, error) : error;
	}
}

function inMap(name: string, error: MapError): MapError {
	const { line, column, element } = error;
	const place = line === undefined || column === undefined ? undefined : { line, column };
	const { reason, advice, location } = error;
	return new MapError(`${name}: ${reason}`, { advice, place, location, element, cause: error });
}

/** The node of a map needs no install, so it saves nothing until somebody says so. */
function unsavedFields({ response }: WebServiceMap): string[] {
	const names = response.flatMap(({ field }) => (field ? [field] : []));
	if (names.length === 0) return [];
	return [
		`The answer goes into ${names.join(', ')} of the item. In coreBOS, the task also saves it to the record: for this, set Record Lives In to A coreBOS Install and turn on Save Fields to the Record.`,
	];
}

/** As n8n names it. */
const TRIGGER_NAME = 'When clicking ‘Execute workflow’';

/** What starts the workflow until its user puts another trigger there. */
function triggerOf(name: string): CanvasNode {
	return {
		id: nodeId(`trigger ${name}`),
		name,
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
}

/** The methodname, or what the map is called. */
function nodeName(name: string, { config }: WebServiceMap): string {
	const named = [config.methodName, name.replace(/^.*[/\\]/, '').replace(/\.xml$/i, '')];
	return named.map((text) => text?.trim()).find((text) => text) ?? 'Web Service Map';
}

/** As n8n names copies: `create`, `create1`, `create2`. */
function uniqueNames(names: string[]): string[] {
	const taken = new Set<string>();
	const next = new Map<string, number>();
	return names.map((name) => {
		let unique = name;
		for (let count = next.get(name) ?? 1; taken.has(unique); count++) {
			unique = `${name}${count}`;
			next.set(name, count + 1);
		}
		taken.add(unique);
		return unique;
	});
}

function nodeOf(
	name: string,
	map: WebServiceMap,
	secrets: FoundSecret[],
	index: number,
): CanvasNode {
	const notes = secrets.map(({ place, advice }) => `${place}: ${advice}`).join('\n');
	return {
		id: nodeId(`${index} ${name}`),
		name,
		type: RUN_MAP,
		typeVersion: RUN_MAP_VERSION,
		position: [(index + 1) * COLUMN, 0],
		parameters: {
			operation: 'run',
			...mapToParameters(map),
			recordLivesIn: mapAsksInstall(map) ? 'install' : 'item',
			// The map was written for coreBOS and should do what it did there.
			options: { compatibility: 'coreBos' },
		},
		...(notes !== '' && { notes, notesInFlow: true }),
	};
}

function connectionsOf(names: string[]): Connections {
	const pairs = names.slice(1).map((name, index) => {
		return [names[index], { main: [[{ node: name, type: 'main' as const, index: 0 as const }]] }];
	});
	return Object.fromEntries(pairs) as Connections;
}

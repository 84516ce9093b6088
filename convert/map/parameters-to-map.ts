import type { INodeParameters } from 'n8n-workflow';
import {
	kindOfSource,
	MapError,
	parseMap,
	readEntry,
	readField,
	readHeader,
	readMapXml,
	readSource,
	serializeMap,
	SOURCE_IDS,
	type FieldSource,
	type MapConfig,
	type MapField,
	type MapHeader,
	type OrgfieldKind,
	type RelatedSource,
	type ResponseEntry,
	type WebServiceMap,
	type XmlElement,
} from '../../engine';
import {
	OTHER,
	PARAMETER_DEFAULTS,
	SOURCE_KINDS,
	type EntryParameters,
	type FieldParameters,
	type HeaderParameters,
	type MapParameters,
	type SettingsParameters,
	type SourceParameters,
} from './parameters';
import { parameterText, parameterValue } from './parameter-values';
import { fieldsByName, isSoap, operationName, soapTexts } from './soap-parameters';
import { meantParameters } from './stored-parameters';

/**
 * The map that the parameters of a Run Web Service Map node stand for, as n8n stores them in a
 * workflow. In a node, where expressions are evaluated, use {@link mapOfParameters}.
 *
 * @param parameters the node's parameters; those that have nothing to do with the map are ignored
 * @returns the map, as `parseMap` gives it
 * @throws MapError with the name of the parameter for an n8n expression (it has a value only
 * while the node runs) and for what is no parameter of a map; for a map that stands in coreBOS;
 * for XML that is no map
 */
export function parametersToMap(parameters: INodeParameters): WebServiceMap {
	refuseOther(parameters);
	const { mapSource, mapXml } = parameters;
	if (mapSource === 'coreBos') {
		throw new MapError('The map of these parameters stands in coreBOS: read it from there');
	}
	// The first version of the node knew nothing but XML and has no mapSource.
	if (mapSource !== 'define' && typeof mapXml === 'string') {
		return parseMap((meantParameters({ mapXml }) as { mapXml: string }).mapXml);
	}
	const named = Object.entries(parameters).filter(([name]) => MAP_PARAMETERS.has(name));
	const meant = mapOfParameters(meantParameters(Object.fromEntries(named)) as MapParameters);
	const map = parseMap(serializeMap(meant));
	// The XML has texts alone.
	meant.fields.forEach((field, index) => copyTyped(field, map.fields[index]));
	return map;
}

/** The node's parameters that a map is made of. */
const MAP_PARAMETERS = new Set([
	...['originModule', 'url', 'method', 'otherMethod', 'methodName'],
	...['soapOperation', 'soapParametersFrom', 'soapParameters'],
	...['webServiceType', 'otherWebServiceType', 'inputType', 'otherInputType'],
	...['outputType', 'otherOutputType', 'headers', 'fields', 'response', 'settings', 'kept'],
]);

function copyTyped(from: MapField, to: MapField): void {
	if (from.typed !== undefined) to.typed = from.typed;
	from.sources.forEach((source, index) => {
		const target = to.sources[index];
		if (source.kind === 'related' || target.kind === 'related') return;
		if (source.typed !== undefined) target.typed = source.typed;
	});
}

function refuseOther(parameters: unknown): void {
	if (typeof parameters === 'object' && parameters !== null && !Array.isArray(parameters)) return;
	throw new MapError('The parameters of a node are an object with a property for each of them');
}

/**
 * The map of parameters whose values are what they mean, as n8n gives them to a node that runs.
 *
 * @param parameters values of the parameters by name
 * @throws MapError for a value that a map cannot hold
 */
export function mapOfParameters(parameters: MapParameters): WebServiceMap {
	const kept = keptMap(parameters.kept);
	const text = (name: keyof MapParameters) => parameterText(parameters[name], name);
	const origin = text('originModule');
	const map: WebServiceMap = {
		root: kept?.root ?? 'map',
		config: readConfigParameters(parameters, kept),
		fields: fieldsOf(parameters).map(readFieldParameters),
		response: listOf(parameters.response, 'response', 'entry').map(readEntryParameters),
	};
	const hasOrigin = kept === undefined || kept.originModule !== undefined;
	if (origin !== '' || hasOrigin) map.originModule = origin;
	if (kept === undefined) return map;
	const { layout, originLayout, fieldsLayout, responseLayout } = kept;
	return { ...map, layout, originLayout, fieldsLayout, responseLayout };
}

function fieldsOf(parameters: MapParameters): FieldParameters[] {
	const byName = parameters.webServiceType === 'SOAP' ? fieldsByName(parameters) : undefined;
	return byName ?? listOf(parameters.fields, 'fields', 'field');
}

function keptMap(kept: unknown): WebServiceMap | undefined {
	return kept === undefined || kept === '' ? undefined : parseMap(parameterText(kept, 'kept'));
}

/** Texts of kept XML that were read last; most parts of a map have the same few. */
const keptElements = new Map<string, XmlElement>();
const CACHED_TEXTS = 100;

/** The element that a part's kept XML is. */
function keptElement({ kept }: { kept?: unknown }): XmlElement | undefined {
	if (kept === undefined || kept === '') return undefined;
	const text = parameterText(kept, 'kept');
	const known = keptElements.get(text);
	if (known !== undefined) return known;
	const root = readMapXml(text);
	const oldest = keptElements.keys().next();
	if (keptElements.size >= CACHED_TEXTS && oldest.done !== true) keptElements.delete(oldest.value);
	keptElements.set(text, root);
	return root;
}

/** The parts of a fixed collection. */
function listOf<Name extends string, Part>(
	collection: Partial<Record<Name, Part[]>> | undefined,
	where: string,
	name: Name,
): Part[] {
	const list: unknown = collection?.[name] ?? [];
	if (Array.isArray(list) && list.every((part) => typeof part === 'object' && part !== null)) {
		return list as Part[];
	}
	throw new MapError(`The parameter ${where} needs a list in its ${name}`);
}

function readConfigParameters(
	parameters: MapParameters,
	kept: WebServiceMap | undefined,
): MapConfig {
	const text = (name: keyof MapParameters) => parameterText(parameters[name], name);
	const { settings = {} } = parameters;
	const setting = (name: keyof SettingsParameters) =>
		parameterText(settings[name], `settings.${name}`);
	const webServiceType = chosen(parameters, 'webServiceType', 'otherWebServiceType');
	const hasOperation = isSoap({ webServiceType });
	const given = {
		method: chosen(parameters, 'method', 'otherMethod'),
		inputType: chosen(parameters, 'inputType', 'otherInputType'),
	};
	const config: MapConfig = withPresent<MapConfig>(kept?.config, {
		url: text('url'),
		...(hasOperation ? soapTexts(parameters, kept?.config, given) : given),
		methodName: hasOperation ? operationName(parameters) : text('methodName'),
		responseTime: setting('responseTime'),
		user: setting('user'),
		password: setting('password'),
		webServiceType,
		outputType: chosen(parameters, 'outputType', 'otherOutputType'),
	});
	const seldom = withPresent<MapConfig>(kept?.config ?? {}, {
		proxyHost: setting('proxyHost'),
		proxyPort: setting('proxyPort'),
		certificateType: setting('certificateType'),
		certificate: setting('certificate'),
		certificateInsecure: setting('certificateInsecure'),
	});
	const headers = listOf(parameters.headers, 'headers', 'header').map(readHeaderParameters);
	const hasHeaders = headers.length > 0 || kept === undefined || kept.config.headers !== undefined;
	return {
		...config,
		...seldom,
		...(hasHeaders && { headers }),
		...(kept && { layout: kept.config.layout, headersLayout: kept.config.headersLayout }),
	};
}

/**
 * The texts that have an element: those that are not empty, and the empty ones that the kept XML
 * has an element for; without kept XML all.
 */
function withPresent<Part extends object>(
	kept: Part | undefined,
	texts: Partial<Record<keyof Part, string>>,
): Part {
	const present = Object.entries(texts).filter(([name, text]) => {
		return text !== '' || kept === undefined || kept[name as keyof Part] !== undefined;
	});
	return Object.fromEntries(present) as Part;
}

/** The choice of a drop-down, or the text beside it. */
function chosen(
	parameters: MapParameters,
	name: keyof MapParameters & keyof typeof PARAMETER_DEFAULTS,
	otherName: keyof MapParameters,
): string {
	const choice = parameterText(parameters[name] ?? PARAMETER_DEFAULTS[name], name);
	return choice === OTHER ? parameterText(parameters[otherName], otherName) : choice;
}

/** @throws MapError for a value that a map cannot hold */
export function readHeaderParameters(parameters: HeaderParameters): MapHeader {
	const element = keptElement(parameters);
	return {
		name: parameterText(parameters.name, 'headers.name'),
		value: parameterText(parameters.value, 'headers.value'),
		...(element && { layout: readHeader(element).layout }),
	};
}

/** @throws MapError for a value that a map cannot hold */
export function readFieldParameters(parameters: FieldParameters): MapField {
	const element = keptElement(parameters);
	const kept = element && readField(element);
	const { valueFrom = PARAMETER_DEFAULTS.valueFrom } = parameters;
	const where = `fields "${String(parameters.name ?? '')}"`;
	const text = (name: keyof FieldParameters) =>
		parameterText(parameters[name], `${where}, ${name}`);
	const field: MapField = { name: text('name'), sources: [] };
	if (valueFrom === 'sources') {
		const list = listOf(parameters.sources, `${where}, sources`, 'source');
		field.sources = list.map(readSourceParameters);
		const usual: Partial<MapField> | undefined = field.sources.length > 0 ? undefined : {};
		Object.assign(
			field,
			withPresent<Partial<MapField>>(kept ?? usual, { delimiter: text('delimiter') }),
		);
		if (kept?.value !== undefined) field.value = kept.value;
	} else {
		const { text: value, typed } = parameterValue(parameters.value, `${where}, value`);
		field.value = value;
		if (typed !== undefined) field.typed = typed;
		if (kept?.delimiter !== undefined) field.delimiter = kept.delimiter;
	}
	Object.assign(field, withPresent<Partial<MapField>>(kept ?? {}, { master: text('master') }));
	if (kept === undefined) return field;
	return { ...field, layout: kept.layout, sourcesLayout: kept.sourcesLayout };
}

/** @throws MapError for a value that a map cannot hold, and for an unknown kind */
export function readSourceParameters(parameters: SourceParameters): FieldSource {
	const kind = String(parameters.kind ?? PARAMETER_DEFAULTS.kind);
	if (!isKind(kind)) {
		throw new MapError(
			`A source of kind "${kind}" is unknown: it must be one of ${SOURCE_KINDS.join(', ')}`,
		);
	}
	const element = keptElement(parameters);
	const kept = element && readSource(element);
	return kind === 'related'
		? readRelatedParameters(parameters, kept)
		: readOrgfieldParameters(kind, parameters, kept);
}

function isKind(kind: string): kind is (typeof SOURCE_KINDS)[number] {
	return (SOURCE_KINDS as readonly string[]).includes(kind);
}

function readOrgfieldParameters(
	kind: OrgfieldKind,
	parameters: SourceParameters,
	kept: FieldSource | undefined,
): FieldSource {
	const keptOrgfield = kept?.kind === 'related' ? undefined : kept;
	const { text, typed } = parameterValue(parameters.text, `text of a source of kind ${kind}`);
	const postProcess = postProcessOf(parameters);
	const rule =
		kind === 'rule'
			? parameterText(parameters.rule, 'rule of a source')
			: (keptOrgfield?.rule ?? '');
	return {
		kind,
		text,
		...withPresent<{ rule?: string; postProcess?: string }>(keptOrgfield ?? {}, {
			rule,
			postProcess,
		}),
		...orgfieldId(kind, keptOrgfield),
		...(typed !== undefined && kind === 'constant' && { typed }),
		...(keptOrgfield && { layout: keptOrgfield.layout }),
	};
}

/** The map's own spelling of a kind stays as long as the kind does. */
function orgfieldId(kind: OrgfieldKind, kept: { id?: string } | undefined): { id?: string } {
	if (kept !== undefined && kept.id === undefined && kind === 'stored') return {};
	const isSpelledOtherwise = kept?.id !== undefined && kept.id !== '';
	const id = isSpelledOtherwise && kindOfSource(kept.id ?? '') === kind ? kept.id : undefined;
	return { id: id ?? SOURCE_IDS[kind] };
}

function postProcessOf({ postProcess, otherPostProcess }: SourceParameters): string {
	const choice = parameterText(postProcess, 'postProcess');
	return choice === OTHER ? parameterText(otherPostProcess, 'otherPostProcess') : choice;
}

function readRelatedParameters(
	parameters: SourceParameters,
	kept: FieldSource | undefined,
): RelatedSource {
	const keptRelated = kept?.kind === 'related' ? kept : undefined;
	const text = (name: keyof SourceParameters) =>
		parameterText(parameters[name], `${name} of a source of kind related`);
	return {
		kind: 'related',
		text: text('text'),
		module: text('module'),
		linkField: text('linkField'),
		...withPresent<{ values?: string; delimiter?: string }>(keptRelated ?? {}, {
			values: text('values'),
			delimiter: text('relatedDelimiter'),
		}),
		...(keptRelated && { layout: keptRelated.layout }),
	};
}

/** @throws MapError for a value that a map cannot hold */
export function readEntryParameters(parameters: EntryParameters): ResponseEntry {
	const element = keptElement(parameters);
	const kept = element && readEntry(element);
	const text = (name: keyof EntryParameters) =>
		parameterText(parameters[name], `response, ${name}`);
	return {
		path: text('path'),
		...withPresent<{ field?: string; context?: string }>(kept ?? {}, {
			field: text('field'),
			context: text('context'),
		}),
		...(kept && { layout: kept.layout, destinationLayout: kept.destinationLayout }),
	};
}

import type { INodeParameters } from 'n8n-workflow';
import {
	assertMap,
	entryXml,
	fieldXml,
	headerXml,
	serializeMap,
	sourceXml,
	type FieldSource,
	type MapField,
	type MapHeader,
	type ResponseEntry,
	type WebServiceMap,
} from '../../engine';
import { directiveParameters } from './directive-parameters';
import {
	SINGLE_SOURCES,
	type EntryParameters,
	type FieldParameters,
	type HeaderParameters,
	type MapParameters,
	type SourceParameters,
} from './parameters';
import {
	isBlankEntry,
	mapOfParameters,
	readEntryParameters,
	readFieldParameters,
	readHeaderParameters,
	readSourceParameters,
} from './parameters-to-map';
import {
	blankEntry,
	blankField,
	blankHeader,
	blankMap,
	blankSource,
	valueFrom,
} from './preserved-xml';
import { isSoap, soapCallParameters } from './soap-parameters';
import { storedParameters } from './stored-parameters';

/**
 * A map as the parameters of the Run Web Service Map node (*Define Below*). Nothing is lost:
 * what the form cannot show, such as unknown elements, goes along in hidden parameters (`kept`).
 *
 * @param map the map as `parseMap` gives it
 * @returns the parameters as n8n stores them; texts that begin with `=` are written so that n8n
 * does not take them for expressions
 * @throws MapError for a value that is not a map
 */
export function mapToParameters(map: WebServiceMap): INodeParameters {
	assertMap(map);
	return { mapSource: 'define', ...storedParameters(parametersOf(map)) };
}

function parametersOf(map: WebServiceMap): MapParameters {
	const { config } = map;
	const { webServiceType } = config;
	const parameters: MapParameters = {
		...directiveParameters('originmodule', map, {}, 'kept'),
		...directiveParameters('wsconfig', config, { webServiceType }, 'kept'),
		...(isSoap(config) ? soapCallParameters(config) : {}),
		headers: { header: (config.headers ?? []).map(headerParameters) },
		fields: { field: map.fields.map(fieldParameters) },
		response: { entry: map.response.map(entryParameters) },
	};
	const complete = inSettings(parameters);
	return withPreserved(complete, map, mapOfParameters, (given) => serializeMap(blankMap(given)));
}

/** What a call can do without is a setting, and only where it says something. */
function inSettings({ originModule, methodName, ...parameters }: MapParameters): MapParameters {
	return {
		...parameters,
		settings: {
			...parameters.settings,
			...(originModule !== '' && { originModule }),
			...(methodName !== '' && methodName !== undefined && { methodName }),
		},
	};
}

/** XML is preserved only where the parameters alone would be written as other XML. */
function withPreserved<Parameters extends { kept?: unknown }, Part>(
	parameters: Parameters,
	part: Part,
	read: (parameters: Parameters) => Part,
	blankXml: (part: Part) => string,
): Parameters {
	const kept = blankXml(part);
	return kept === blankXml(read(parameters)) ? parameters : { ...parameters, kept };
}

function headerParameters(header: MapHeader): HeaderParameters {
	const parameters = directiveParameters('header', header, {}, 'omitted');
	return withPreserved<HeaderParameters, MapHeader>(
		parameters,
		header,
		readHeaderParameters,
		(given) => headerXml(blankHeader(given)),
	);
}

function fieldParameters(field: MapField): FieldParameters {
	const chosen = { valueFrom: valueFrom(field) };
	const { value = '', typed } = field;
	const parameters: FieldParameters = {
		...directiveParameters('field', field, chosen, 'omitted'),
		...directiveParameters('Orgfields', field, chosen, 'omitted'),
		...chosen,
		...(chosen.valueFrom === 'sources'
			? { sources: { source: field.sources.map(sourceParameters) } }
			: { value: typed === undefined ? value : typed }),
	};
	return withPreserved(withOneSource(parameters), field, readFieldParameters, (given) =>
		fieldXml(blankField(given)),
	);
}

/** A field with a single source says itself what the source is. */
function withOneSource(parameters: FieldParameters): FieldParameters {
	const { sources, delimiter, ...others } = parameters;
	const [source, ...more] = sources?.source ?? [];
	const joins = more.length > 0 || (delimiter ?? '') !== '';
	if (source === undefined || joins) return parameters;
	const { kind, text, postProcess, otherPostProcess, ...rest } = source;
	const isOne = SINGLE_SOURCES.some((known) => known === kind) && Object.keys(rest).length === 0;
	if (!isOne) return parameters;
	return {
		...others,
		valueFrom: kind,
		text,
		...(postProcess !== undefined && { postProcess }),
		...(otherPostProcess !== undefined && { otherPostProcess }),
	};
}

function sourceParameters(source: FieldSource): SourceParameters {
	const { kind } = source;
	const parameters: SourceParameters = {
		kind,
		...(source.kind === 'related'
			? directiveParameters('Relfield', source, { kind }, 'omitted')
			: directiveParameters('Orgfield', source, { kind }, 'omitted')),
		...(source.kind !== 'related' && source.typed !== undefined && { text: source.typed }),
	};
	return withPreserved(parameters, source, readSourceParameters, (given) =>
		sourceXml(blankSource(given)),
	);
}

function entryParameters(entry: ResponseEntry): EntryParameters {
	const parameters = {
		...directiveParameters('entry', entry, {}, 'omitted'),
		...directiveParameters('destination', entry, {}, 'omitted'),
	};
	// An empty entry was opened by the editor, unless its XML is there.
	if (isBlankEntry(parameters)) return { ...parameters, kept: entryXml(blankEntry(entry)) };
	return withPreserved<EntryParameters, ResponseEntry>(
		parameters,
		entry,
		readEntryParameters,
		(given) => entryXml(blankEntry(given)),
	);
}

import type { INodeParameters } from 'n8n-workflow';
import {
	entryXml,
	fieldXml,
	headerXml,
	POST_PROCESS_NAMES,
	refuseOther,
	serializeMap,
	sourceXml,
	type FieldSource,
	type MapConfig,
	type MapField,
	type MapHeader,
	type OrgfieldSource,
	type RelatedSource,
	type ResponseEntry,
	type WebServiceMap,
} from '../../engine';
import {
	blankEntry,
	blankField,
	blankHeader,
	blankMap,
	blankSource,
	hasSources,
} from './preserved-xml';
import {
	INPUT_TYPES,
	METHODS,
	OTHER,
	OUTPUT_TYPES,
	WEB_SERVICE_TYPES,
	type EntryParameters,
	type FieldParameters,
	type HeaderParameters,
	type MapParameters,
	type SettingsParameters,
	type SourceParameters,
} from './parameters';
import {
	mapOfParameters,
	readEntryParameters,
	readFieldParameters,
	readHeaderParameters,
	readSourceParameters,
} from './parameters-to-map';
import { isSoap, soapCallParameters } from './soap-parameters';
import { storedParameters } from './stored-parameters';

/**
 * A map as the parameters of the Run Web Service Map node (*Define Below*). Nothing is lost:
 * what the form cannot show, such as unknown elements, goes along in hidden parameters (`kept`).
 *
 * @param map the map as `parseMap` gives it
 * @returns the parameters as n8n stores them; texts that begin with `=` are written so that n8n
 * does not take them for expressions
 * @throws MapError for what is no map
 */
export function mapToParameters(map: WebServiceMap): INodeParameters {
	refuseOther(map);
	return { mapSource: 'define', ...storedParameters(parametersOf(map)) };
}

function parametersOf(map: WebServiceMap): MapParameters {
	const { config } = map;
	const parameters: MapParameters = {
		originModule: map.originModule ?? '',
		url: config.url ?? '',
		...choice('webServiceType', 'otherWebServiceType', WEB_SERVICE_TYPES, config.webServiceType),
		...(isSoap(config) ? soapCallParameters(config) : restCallParameters(config)),
		...choice('outputType', 'otherOutputType', OUTPUT_TYPES, config.outputType),
		headers: { header: (config.headers ?? []).map(headerParameters) },
		fields: { field: map.fields.map(fieldParameters) },
		response: { entry: map.response.map(entryParameters) },
		settings: settingsParameters(config),
	};
	return withKept(parameters, map, mapOfParameters, (any) => serializeMap(blankMap(any)));
}

function restCallParameters({ method, methodName = '', inputType }: MapConfig) {
	return {
		...choice('method', 'otherMethod', METHODS, method),
		methodName,
		...choice('inputType', 'otherInputType', INPUT_TYPES, inputType),
	};
}

function choice<Name extends string, OtherName extends string>(
	name: Name,
	otherName: OtherName,
	choices: readonly string[],
	text = '',
): Partial<Record<Name | OtherName, string>> {
	const chosen = choices.includes(text) ? { [name]: text } : { [name]: OTHER, [otherName]: text };
	return chosen as Partial<Record<Name | OtherName, string>>;
}

/** What the parameters by themselves would be written as decides whether anything is kept. */
function withKept<Parameters extends { kept?: unknown }, Part>(
	parameters: Parameters,
	part: Part,
	read: (parameters: Parameters) => Part,
	blankXml: (part: Part) => string,
): Parameters {
	const kept = blankXml(part);
	return kept === blankXml(read(parameters)) ? parameters : { ...parameters, kept };
}

function settingsParameters(config: MapConfig): SettingsParameters {
	return withoutEmpty({
		responseTime: config.responseTime,
		user: config.user,
		password: config.password,
		proxyHost: config.proxyHost,
		proxyPort: config.proxyPort,
		certificateType: config.certificateType,
		certificate: config.certificate,
		certificateInsecure: config.certificateInsecure,
	});
}

function withoutEmpty<T extends object>(parameters: T): T {
	const set = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '');
	return Object.fromEntries(set) as T;
}

function headerParameters(header: MapHeader): HeaderParameters {
	const { name, value } = header;
	return withKept({ name, value }, header, readHeaderParameters, (any) =>
		headerXml(blankHeader(any)),
	);
}

function fieldParameters(field: MapField): FieldParameters {
	const { name, value, typed, delimiter = '', master = '' } = field;
	const parameters: FieldParameters = hasSources(field)
		? {
				name,
				valueFrom: 'sources',
				sources: { source: field.sources.map(sourceParameters) },
				...withoutEmpty({ delimiter, master }),
			}
		: {
				name,
				valueFrom: 'literal',
				value: typed === undefined ? value : typed,
				...withoutEmpty({ master }),
			};
	return withKept(parameters, field, readFieldParameters, (any) => fieldXml(blankField(any)));
}

function sourceParameters(source: FieldSource): SourceParameters {
	const parameters =
		source.kind === 'related' ? relatedParameters(source) : orgfieldParameters(source);
	return withKept(parameters, source, readSourceParameters, (any) => sourceXml(blankSource(any)));
}

function orgfieldParameters({ kind, text, typed, rule, postProcess }: OrgfieldSource) {
	return {
		kind,
		text: typed === undefined ? text : typed,
		...(kind === 'rule' && withoutEmpty({ rule })),
		...(postProcess !== undefined &&
			postProcess !== '' &&
			choice('postProcess', 'otherPostProcess', POST_PROCESS_NAMES, postProcess)),
	};
}

function relatedParameters({ kind, text, module, linkField, values, delimiter }: RelatedSource) {
	const more = withoutEmpty({ values, relatedDelimiter: delimiter });
	return { kind, text, module, linkField, ...more };
}

function entryParameters(entry: ResponseEntry): EntryParameters {
	const { path, field, context } = entry;
	const parameters = { path, ...withoutEmpty({ field, context }) };
	return withKept(parameters, entry, readEntryParameters, (any) => entryXml(blankEntry(any)));
}

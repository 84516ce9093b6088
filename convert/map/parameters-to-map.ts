import type { INodeParameters } from 'n8n-workflow';
import {
	BoundedCache,
	directivesOf,
	forbiddenCharacter,
	isRecord,
	kindOfSource,
	MapError,
	otherParameterName,
	parameterName,
	parseMap,
	readEntry,
	readField,
	readHeader,
	readMapXml,
	readSource,
	SOURCE_IDS,
	SOURCES,
	type FieldSource,
	type MapConfig,
	type MapField,
	type MapHeader,
	type OrgfieldKind,
	type OrgfieldSource,
	type RelatedSource,
	type ResponseEntry,
	type WebServiceMap,
	type XmlElement,
} from '../../engine';
import { directiveTexts } from './directive-parameters';
import {
	PARAMETER_DEFAULTS,
	SINGLE_SOURCES,
	type EntryParameters,
	type FieldParameters,
	type HeaderParameters,
	type MapParameters,
	type SourceParameters,
} from './parameters';
import { parameterText, parameterValue } from './parameter-values';
import { fieldsAtOnce } from './fields-at-once';
import { fieldsByName, isSoap, soapTexts } from './soap-parameters';
import { meantParameters } from './stored-parameters';

/**
 * The map that the parameters of a Run Web Service Map node stand for, as n8n stores them in a
 * workflow. In a node, where expressions are evaluated, use {@link mapOfParameters}.
 *
 * @param parameters the node's parameters; those that have nothing to do with the map are ignored
 * @returns the map, as `parseMap` gives it
 * @throws MapError with the name of the parameter for an n8n expression (it has a value only
 * while the node runs) and for a wrong parameter; for a map that is in coreBOS; for XML that is
 * not a map
 */
export function parametersToMap(parameters: INodeParameters): WebServiceMap {
	assertParameters(parameters);
	const { mapSource, mapXml } = parameters;
	if (mapSource === 'coreBos') {
		throw new MapError('The map of these parameters is in coreBOS', {
			advice: 'Read it from there',
		});
	}
	// The first version of the node only took XML and has no mapSource.
	if (mapSource !== 'define' && typeof mapXml === 'string') {
		return parseMap((meantParameters({ mapXml }) as { mapXml: string }).mapXml);
	}
	const named = Object.entries(parameters).filter(([name]) => MAP_PARAMETERS.has(name));
	const meant = meantParameters(Object.fromEntries(named));
	assertWritable(meant, '');
	return mapOfParameters(meant as MapParameters);
}

/** The node's parameters that a map is made of. */
const MAP_PARAMETERS = new Set([
	...(['originmodule', 'wsconfig'] as const).flatMap(directivesOf).flatMap((directive) => {
		return [directive.group ?? parameterName(directive), otherParameterName(directive)];
	}),
	...['soapOperation', 'soapParametersFrom', 'soapParameters'],
	...['headers', 'fields', 'fieldsAs', 'fieldsJson', 'fieldsQuery', 'response', 'kept'],
]);

function assertParameters(parameters: unknown): void {
	if (isRecord(parameters)) return;
	throw new MapError('The parameters of a node must be an object with a property for each of them');
}

/** @throws MapError for a character that the XML of a map cannot have */
function assertWritable(value: unknown, where: string): void {
	if (typeof value === 'string') {
		const character = forbiddenCharacter(value);
		if (character === undefined) return;
		throw new MapError(
			`The parameter ${where} contains the character ${character}, which XML does not allow`,
			{ advice: 'Remove it' },
		);
	}
	if (typeof value !== 'object' || value === null) return;
	for (const [name, member] of Object.entries(value)) {
		assertWritable(member, where === '' ? name : `${where}.${name}`);
	}
}

/**
 * The map of parameters whose values are what they mean, as n8n gives them to a node that runs.
 *
 * @param given values of the parameters by name
 * @throws MapError for a value that a map cannot hold
 */
export function mapOfParameters(given: MapParameters): WebServiceMap {
	const parameters = outOfSettings(given);
	const preserved = preservedMap(parameters.kept);
	const map: WebServiceMap = {
		root: preserved?.root ?? 'map',
		...directiveTexts('originmodule', { parameters, preserved }),
		config: readConfigParameters(parameters, preserved?.config),
		fields: fieldsOf(parameters).map(readFieldParameters),
		response: entriesOf(parameters).map(readEntryParameters),
	};
	if (preserved === undefined) return map;
	const { layout, originLayout, fieldsLayout, responseLayout } = preserved;
	return { ...map, layout, originLayout, fieldsLayout, responseLayout };
}

/**
 * Origin module and method name are settings since version 1.2 of the node, and were parameters
 * of their own before.
 */
function outOfSettings(parameters: MapParameters): MapParameters {
	const { originModule, methodName } = parameters.settings ?? {};
	const isSaid = (value: unknown) => value !== undefined && value !== '';
	return {
		...parameters,
		...(!isSaid(parameters.originModule) && originModule !== undefined && { originModule }),
		...(!isSaid(parameters.methodName) && methodName !== undefined && { methodName }),
	};
}

function fieldsOf(parameters: MapParameters): FieldParameters[] {
	const { webServiceType, fields } = parameters;
	const atOnce = webServiceType === 'SOAP' ? fieldsByName(parameters) : fieldsAtOnce(parameters);
	return atOnce ?? listOf(fields, 'fields', 'field');
}

/** What to keep of the answer, without the entry that the editor opens and nobody filled in. */
function entriesOf({ response }: MapParameters): EntryParameters[] {
	return listOf(response, 'response', 'entry').filter((entry) => !isBlankEntry(entry));
}

/** Whether an entry is empty and does not stand for an empty one of the map either. */
export function isBlankEntry(entry: EntryParameters): boolean {
	return Object.values(entry).every((value) => value === '' || value === undefined);
}

function preservedMap(kept: unknown): WebServiceMap | undefined {
	return kept === undefined || kept === '' ? undefined : parseMap(parameterText(kept, 'kept'));
}

/** Preserved XML that was read recently; most parts of a map have the same few texts. */
const preservedElements = new BoundedCache<string, XmlElement>(100);

/** The part of a map that its preserved XML is. */
function preservedPart<Part>(
	{ kept }: { kept?: unknown },
	read: (element: XmlElement) => Part,
): Part | undefined {
	if (kept === undefined || kept === '') return undefined;
	const text = parameterText(kept, 'kept');
	return read(preservedElements.getOrMake(text, () => readMapXml(text)));
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
	preserved: MapConfig | undefined,
): MapConfig {
	const read = (webServiceType: string | undefined) =>
		directiveTexts('wsconfig', { parameters, preserved, chosen: { webServiceType } });
	const given = read(undefined);
	const texts = isSoap(given) ? soapTexts(parameters, preserved, given) : given;
	const headers = listOf(parameters.headers, 'headers', 'header').map(readHeaderParameters);
	const hasHeaders =
		headers.length > 0 || preserved === undefined || preserved.headers !== undefined;
	return {
		...texts,
		...(hasHeaders && { headers }),
		...(preserved && { layout: preserved.layout, headersLayout: preserved.headersLayout }),
	};
}

/** @throws MapError for a value that a map cannot hold */
export function readHeaderParameters(parameters: HeaderParameters): MapHeader {
	const preserved = preservedPart(parameters, readHeader);
	const texts = directiveTexts('header', {
		parameters,
		preserved,
		where: (name) => `headers.${name}`,
	});
	return { ...texts, ...(preserved && { layout: preserved.layout }) };
}

/** @throws MapError for a value that a map cannot hold */
export function readFieldParameters(parameters: FieldParameters): MapField {
	const preserved = preservedPart(parameters, readField);
	const chosen = String(parameters.valueFrom ?? PARAMETER_DEFAULTS.valueFrom);
	const one = SINGLE_SOURCES.find((kind) => kind === chosen);
	const valueFrom = chosen === 'sources' || one !== undefined ? 'sources' : 'literal';
	const where = (name: string) => `fields "${String(parameters.name ?? '')}", ${name}`;
	const given =
		one === undefined
			? valueFrom === 'sources' && listOf(parameters.sources, where('sources'), 'source')
			: [oneSource(parameters, one)];
	const sources = (given || []).map(readSourceParameters);
	const values = { parameters, chosen: { valueFrom }, where };
	// Without sources a new field has no Orgfields, and no delimiter in them.
	const usual = sources.length > 0 ? undefined : {};
	const field: MapField = {
		...directiveTexts('field', { ...values, preserved }),
		...directiveTexts('Orgfields', { ...values, preserved: preserved ?? usual }),
		...(valueFrom === 'literal' && literalOf(parameters, where('value'))),
		sources,
	};
	if (preserved === undefined) return field;
	return { ...field, layout: preserved.layout, sourcesLayout: preserved.sourcesLayout };
}

/** The source of a field with a single one. */
function oneSource(
	{ text, postProcess, otherPostProcess }: FieldParameters,
	kind: OrgfieldKind,
): SourceParameters {
	return { kind, text, postProcess, otherPostProcess };
}

function literalOf({ value }: FieldParameters, where: string): Pick<MapField, 'value' | 'typed'> {
	const { text, typed } = parameterValue(value, where);
	return { value: text, ...(typed !== undefined && { typed }) };
}

/** @throws MapError for a value that a map cannot hold, and for an unknown kind */
export function readSourceParameters(parameters: SourceParameters): FieldSource {
	const kind = String(parameters.kind ?? PARAMETER_DEFAULTS.kind);
	if (!isKind(kind)) {
		throw new MapError(`The kind of source "${kind}" is unknown`, {
			advice: `It must be one of ${Object.keys(SOURCES).join(', ')}`,
		});
	}
	const preserved = preservedPart(parameters, readSource);
	return kind === 'related'
		? readRelatedParameters(parameters, preserved)
		: readOrgfieldParameters(kind, parameters, preserved);
}

function isKind(kind: string): kind is keyof typeof SOURCES {
	return Object.hasOwn(SOURCES, kind);
}

function readOrgfieldParameters(
	kind: OrgfieldKind,
	parameters: SourceParameters,
	before: FieldSource | undefined,
): OrgfieldSource {
	const preserved = before?.kind === 'related' ? undefined : before;
	const where = (name: string) => `${name} of a source of kind ${kind}`;
	const { typed } = parameterValue(parameters.text, where('text'));
	return {
		kind,
		...directiveTexts('Orgfield', { parameters, preserved, chosen: { kind }, where }),
		...orgfieldId(kind, preserved),
		...(typed !== undefined && kind === 'constant' && { typed }),
		...(preserved && { layout: preserved.layout }),
	};
}

/** The map's own spelling of a kind stays as long as the kind does. */
function orgfieldId(kind: OrgfieldKind, preserved: { id?: string } | undefined): { id?: string } {
	if (preserved !== undefined && preserved.id === undefined && kind === 'stored') return {};
	const spelled = preserved?.id ?? '';
	return { id: spelled !== '' && kindOfSource(spelled) === kind ? spelled : SOURCE_IDS[kind] };
}

function readRelatedParameters(
	parameters: SourceParameters,
	before: FieldSource | undefined,
): RelatedSource {
	const preserved = before?.kind === 'related' ? before : undefined;
	const texts = directiveTexts('Relfield', {
		parameters,
		preserved,
		chosen: { kind: 'related' },
		where: (name) => `${name} of a source of kind related`,
	});
	return { kind: 'related', ...texts, ...(preserved && { layout: preserved.layout }) };
}

/** @throws MapError for a value that a map cannot hold */
export function readEntryParameters(parameters: EntryParameters): ResponseEntry {
	const preserved = preservedPart(parameters, readEntry);
	const values = {
		parameters,
		preserved,
		where: (name: string) => `response, ${name}`,
	};
	return {
		...directiveTexts('entry', values),
		...directiveTexts('destination', values),
		...(preserved && {
			layout: preserved.layout,
			destinationLayout: preserved.destinationLayout,
		}),
	};
}

import { checkExpression, checkTemplate } from '../../expression';
import { inField, MapError } from '../map-error';
import type { RunOptions } from '../run-options';
import { knownValues } from './directives';
import type { MapConfig, MapField, OrgfieldSource, WebServiceMap } from './types';
import { perMap } from './unchanged-maps';
import { doubtfulParts, ignoredParts, misspelled } from './warnings';

const INPUT_TYPES = knownValues('inputtype');
const OUTPUT_TYPES = knownValues('outputtype');

/** @throws MapError for what is not a map, as callers without types may hand in */
export function assertMap(map: Partial<WebServiceMap> | null | undefined): void {
	const { root, config, fields, response } = map ?? {};
	const hasFields = Array.isArray(fields) && fields.every((field) => Array.isArray(field?.sources));
	const hasEntries =
		Array.isArray(response) && response.every((entry) => typeof entry?.path === 'string');
	const hasConfig = typeof config === 'object' && config !== null;
	if (typeof root === 'string' && hasConfig && hasFields && hasEntries) return;
	throw new MapError('This is not a Web Service Map', {
		advice:
			'Give its XML or the result of parseMap (root, config, fields with sources, response with paths)',
	});
}

/** @throws MapError for a map that cannot be run, and why */
export function assertUsable({ root, config }: WebServiceMap): void {
	const { webServiceType, inputType } = config;
	if (config.layout === undefined && Object.keys(config).length === 0) {
		throw new MapError(
			`This is not a Web Service Map: ${root} has no element wsconfig, which says what to call`,
			{ element: 'wsconfig', advice: 'Use a map of type Webservice Mapping' },
		);
	}
	if (webServiceType === 'SOAP') {
		assertUsableSoap(config);
		return;
	}
	if (webServiceType !== 'REST') {
		throw unknownValue(config, 'wstype', webServiceType, knownValues('wstype'));
	}
	if (inputType !== undefined && inputType !== '' && !INPUT_TYPES.includes(inputType)) {
		throw unknownValue(config, 'inputtype', inputType, INPUT_TYPES);
	}
	const { method } = config;
	if (method !== undefined && !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]*$/.test(method.trim())) {
		throw new MapError(`wshttpmethod "${method}" is not an HTTP method`, {
			element: 'wshttpmethod',
			advice: 'Enter a method such as GET or POST',
		});
	}
}

/**
 * Reads the expressions and templates of all fields before anything is asked or called:
 * what works only inside coreBOS is refused with what to use instead.
 *
 * @param native whether the run is native; otherwise the text next to an empty postProcess
 * has no effect, as in coreBOS, and is not read
 * @throws MapError that names the field and keeps line, column and caret
 */
export function assertReadableSources(map: WebServiceMap, native: boolean): void {
	for (const field of map.fields) {
		for (const source of field.sources) {
			if (source.kind === 'related') continue;
			if (native || source.postProcess !== '') checkSource(field, source);
		}
	}
}

function checkSource(field: MapField, { kind, text, id }: OrgfieldSource): void {
	try {
		if (kind === 'expression') checkExpression(text);
		if (kind === 'template' || kind === 'field') checkTemplate(text);
	} catch (error) {
		throw inField(error, field.name, id ?? 'its source');
	}
}

/** With SOAP neither inputtype nor wshttpmethod has an effect. */
function assertUsableSoap(config: MapConfig): void {
	const { url, methodName } = config;
	if ((url ?? '').trim() === '') {
		throw new MapError(`The map has no wsurl${misspelled(config, 'wsurl')}`, {
			element: 'wsurl',
			advice: 'With SOAP it is the address of the WSDL',
		});
	}
	if ((methodName ?? '').trim() !== '') return;
	throw new MapError('The map has no methodname', {
		element: 'methodname',
		advice: 'With SOAP it names the operation of the WSDL',
	});
}

function unknownValue(
	config: MapConfig,
	element: string,
	value: string | undefined,
	allowed: string[],
): MapError {
	const found =
		value === undefined
			? `The map has no ${element}${misspelled(config, element)}`
			: `${element} "${value}" is unknown`;
	const advice = `It must be one of ${allowed.join(', ')}, spelled exactly like this and without spaces`;
	return new MapError(found, { element, advice });
}

const warningsOf = perMap((map) => [...ignoredParts(map), ...doubtfulParts(map)]);

/**
 * Reports what has no effect in a map.
 *
 * @throws MapError natively for an unknown outputtype
 */
export function warnOfConfig(
	map: WebServiceMap,
	{ compatibility, hasClientCertificate }: RunOptions,
	warn: (text: string) => void,
): void {
	const native = compatibility === 'native';
	warningsOf(map, native).forEach(warn);
	const { inputType, outputType, method, certificate, webServiceType } = map.config;
	const isRest = webServiceType === 'REST';
	if (isRest && !native && (inputType === undefined || inputType === '')) {
		warn(`The map has no inputtype (${INPUT_TYPES.join(', ')}), so its fields are not sent`);
	}
	if (isRest && method === '') warn('wshttpmethod is empty. Give the map a method');
	const wantsCertificate = certificate !== undefined && certificate !== '';
	if (wantsCertificate && hasClientCertificate !== true) {
		warn(
			'cert is a path on the coreBOS server and has no effect here. Certificates come from a credential',
		);
	}
	const isKnown = outputType !== undefined && OUTPUT_TYPES.includes(outputType);
	if (isKnown || map.response.length === 0) return;
	if (native && outputType !== undefined && outputType !== '') {
		throw unknownValue(map.config, 'outputtype', outputType, OUTPUT_TYPES);
	}
	if (!native) {
		warn(`outputtype is not ${OUTPUT_TYPES.join(' or ')}, so no part of the answer is kept`);
	}
}

/**
 * What is different about the parameters of a SOAP map: the operation is chosen from the WSDL, its
 * parameters are filled in by name or are fields as with REST, and what has no effect on a SOAP
 * call (`wshttpmethod`, `inputtype`) is not shown but kept.
 */
import { MapError, type MapConfig } from '../../engine';
import {
	SOAP_PARAMETERS_FROM,
	type FieldParameters,
	type MapParameters,
	type SoapOperationParameter,
} from './parameters';
import { parameterText } from './parameter-values';

/** Whether the map calls a SOAP service, as `wstype` says. */
export function isSoap({ webServiceType }: MapConfig): boolean {
	return webServiceType === 'SOAP';
}

/** The parameters of a SOAP map instead of those of REST; its fields stay fields. */
export function soapCallParameters({ methodName = '' }: MapConfig) {
	const soapOperation: SoapOperationParameter = { __rl: true, mode: 'name', value: methodName };
	return { soapOperation, soapParametersFrom: SOAP_PARAMETERS_FROM.fields };
}

/**
 * The texts of a SOAP map: `methodname` is the operation, and what the parameters do not show,
 * `wshttpmethod` and `inputtype`, stays as it was unless it is given all the same.
 *
 * @param parameters the node's parameters
 * @param preserved what the map says that the parameters were made of
 * @param given the texts of all parameters or their defaults
 * @throws MapError for a value that a map cannot hold
 */
export function soapTexts(
	parameters: MapParameters,
	preserved: MapConfig | undefined,
	given: MapConfig,
): MapConfig {
	const texts: MapConfig = { ...given };
	const operation = operationName(parameters);
	if (operation !== '' || preserved === undefined || preserved.methodName !== undefined) {
		texts.methodName = operation;
	} else delete texts.methodName;
	if (preserved === undefined) return texts;
	for (const name of ['method', 'inputType'] as const) {
		if (parameters[name] !== undefined) continue;
		if (preserved[name] === undefined) delete texts[name];
		else texts[name] = preserved[name];
	}
	return texts;
}

/**
 * The operation that parameters of a SOAP map name.
 *
 * @throws MapError for a value that a map cannot hold
 */
function operationName({ soapOperation, methodName }: MapParameters): string {
	// Where n8n evaluates wstype, it shows the parameters of REST.
	if (soapOperation === undefined) return parameterText(methodName, 'methodName');
	const isLocator = typeof soapOperation === 'object' && soapOperation !== null;
	const name = isLocator ? (soapOperation as { value?: unknown }).value : soapOperation;
	return parameterText(name ?? '', 'soapOperation');
}

/**
 * The fields of a SOAP map whose parameters were filled in by name: parameters left empty are
 * not sent.
 *
 * @returns undefined where the collection of fields says what is sent
 * @throws MapError for a value that is not one of a resource mapper
 */
export function fieldsByName(parameters: MapParameters): FieldParameters[] | undefined {
	const { soapParameters, soapParametersFrom } = parameters;
	const byDefault =
		soapParameters === undefined ? SOAP_PARAMETERS_FROM.fields : SOAP_PARAMETERS_FROM.wsdl;
	if ((soapParametersFrom ?? byDefault) !== SOAP_PARAMETERS_FROM.wsdl) return undefined;
	const { value, schema } = (soapParameters ?? {}) as ResourceMapper;
	const values = value ?? {};
	if (typeof values !== 'object' || Array.isArray(values)) {
		throw new MapError('The parameter soapParameters needs an object with a value for each name');
	}
	const types = new Map((schema ?? []).map(({ id, type }) => [id, type]));
	return Object.entries(values).flatMap(([name, given]: [string, unknown]) =>
		given === null || given === undefined
			? []
			: [{ name, value: filledIn(name, given, types.get(name)) }],
	);
}

/** A resource mapper's value, as far as it matters here. */
interface ResourceMapper {
	value?: unknown;
	schema?: Array<{ id: string; type?: string }> | null;
}

/** Lists and structures are filled in as JSON, which n8n checks but hands on as text. */
function filledIn(name: string, given: unknown, type: string | undefined): unknown {
	if (typeof given !== 'string' || (type !== 'array' && type !== 'object')) return given;
	try {
		return JSON.parse(given) as unknown;
	} catch (error) {
		throw noJson(name, type, error);
	}
}

function noJson(name: string, type: 'array' | 'object', cause: unknown): MapError {
	const [what, example] =
		type === 'array' ? ['a list', '["a", "b"]'] : ['a structure', '{"name": "a"}'];
	return new MapError(`The parameter "${name}" of the operation needs ${what}`, {
		field: name,
		cause,
		advice: `Enter it as JSON, such as ${example}, or as an n8n expression`,
	});
}

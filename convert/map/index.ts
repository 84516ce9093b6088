/** Web Service Maps as parameters of the node, both ways. */
export {
	FIELDS_AS,
	OTHER,
	PARAMETER_DEFAULTS,
	SINGLE_SOURCES,
	SOAP_PARAMETERS_FROM,
	type MapParameters,
} from './parameters';
export { mapAsksInstall } from './map-asks-install';
export { mapToParameters } from './map-to-parameters';
export { mapOfParameters, parametersToMap } from './parameters-to-map';
export { storedParameters } from './stored-parameters';

/** Web Service Maps as parameters of the node, both ways. */
export {
	INPUT_TYPES,
	METHODS,
	OTHER,
	OUTPUT_TYPES,
	PARAMETER_DEFAULTS,
	SOAP_PARAMETERS_FROM,
	WEB_SERVICE_TYPES,
	type EntryParameters,
	type FieldParameters,
	type HeaderParameters,
	type MapParameters,
	type SettingsParameters,
	type SoapOperationParameter,
	type SourceParameters,
} from './parameters';
export { mapToParameters } from './map-to-parameters';
export { mapOfParameters, parametersToMap } from './parameters-to-map';
export { storedParameters } from './stored-parameters';

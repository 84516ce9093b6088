import type {
	FieldType,
	ILoadOptionsFunctions,
	INodeProperties,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import { operationParameters } from '../../engine';
import type { OperationParameter } from '../../engine';
import { operationOfNode } from './soapWsdl';

/** The parameters of the chosen operation, by name and type. */
export const soapParametersParameter: INodeProperties = {
	displayName: 'Parameters',
	name: 'soapParameters',
	type: 'resourceMapper',
	noDataExpression: true,
	default: { mappingMode: 'defineBelow', value: null },
	description: 'Parameters of the operation, as listed in the WSDL',
	typeOptions: {
		loadOptionsDependsOn: ['url', 'soapOperation.value'],
		resourceMapper: {
			resourceMapperMethod: 'getSoapParameters',
			mode: 'add',
			fieldWords: { singular: 'parameter', plural: 'parameters' },
			// Optional parameters are added by hand: one that is shown would be sent.
			addAllFields: false,
			// An operation without parameters is not an error: a notice says it.
			hideNoDataError: true,
			supportAutoMap: false,
		},
	},
};

/**
 * The parameters of the operation that the node names, with the types of the WSDL.
 *
 * @throws NodeOperationError where the WSDL cannot be read or lacks the operation, and why
 */
export async function getSoapParameters(
	this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	const parameters = operationParameters(await operationOfNode(this));
	return {
		fields: parameters.map(mapperField),
		...(parameters.length === 0 ? { emptyFieldsNotice: 'This operation takes no parameters' } : {}),
	};
}

function mapperField(parameter: OperationParameter): ResourceMapperField {
	const { name, type, isRequired, allowed } = parameter;
	return {
		id: name,
		displayName: `${name} (${type})`,
		required: isRequired,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		type: fieldType(parameter),
		...(allowed.length > 0 ? { options: allowed.map((value) => ({ name: value, value })) } : {}),
	};
}

function fieldType({ kind, allowed }: OperationParameter): FieldType {
	return allowed.length > 0 && kind !== 'array' ? 'options' : kind;
}

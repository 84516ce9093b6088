import type { ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';
import { offeredOperations } from '../../engine';
import { wsdlOfNode } from './soapWsdl';

/**
 * The operation of a SOAP map that is defined in the node: from the list of the WSDL, or by its
 * name.
 */
export const soapOperationParameter: INodeProperties = {
	displayName: 'Operation Name',
	name: 'soapOperation',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'Operation of the WSDL to call (methodname)',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: {
				searchListMethod: 'searchSoapOperations',
				searchable: true,
				// The WSDL has nothing to do with the credential of coreBOS.
				skipCredentialsCheckInRLC: true,
			},
		},
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. checkVat',
		},
	],
};

/**
 * The operations that the WSDL at the node's URL offers.
 *
 * @param filter letters that the name or the description must hold, in any case
 * @throws NodeOperationError where the WSDL cannot be read, and why
 */
export async function searchSoapOperations(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const wanted = filter.trim().toLowerCase();
	const operations = offeredOperations(await wsdlOfNode(this));
	return {
		results: operations
			.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(wanted))
			.map(({ name, description }) => ({ name, value: name, description })),
	};
}

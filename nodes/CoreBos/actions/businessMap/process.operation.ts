import type { IDataObject } from 'n8n-workflow';
import { businessMapLocator, recordLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action } from '../../action';
import { jsonObject, locatorValue, optionalLocatorValue } from '../../../editor/parameterValues';
import { CoreBosError, mapIdentifier, lookUpRecordNumber } from '../../../../engine';

/** `ProcessMap`: coreBOS runs a map. It supports few types, and not web service maps. */
export const processMap: Action = {
	choice: {
		name: 'Process',
		value: 'process',
		action: 'Process a business map',
		description:
			'Have coreBOS process a business map (type Mapping and some others) and get the result. For web service maps, use the Run Web Service Map node.',
	},
	properties: [
		businessMapLocator(),
		recordLocator(
			{
				required: false,
				description: 'The record to process the map for; a map of type Mapping needs one',
			},
			{ list: false },
		),
		{
			displayName: 'Parameters',
			name: 'parameters',
			type: 'json',
			default: '{}',
			placeholder: 'e.g. {"infields": {"productname": "x"}}',
			description: 'The parameters of this map type; infields contains values by field name',
		},
	],
	async execute({ node, client }, itemIndex) {
		const chosen = locatorValue(node, 'businessMap', itemIndex, 'Business Map');
		const mapid = await mapIdentifier(client, chosen);
		const record = optionalLocatorValue(node, 'recordId', itemIndex);
		const given = jsonObject(node, 'parameters', itemIndex, 'Parameters');
		const infields = (given.infields ?? {}) as IDataObject;
		const parameters =
			record === ''
				? given
				: {
						...given,
						infields: { record_id: await lookUpRecordNumber(client, record), ...infields },
					};
		const result = await client
			.call('ProcessMap', { mapid, parameters })
			.catch((error: unknown) => {
				throw record === '' ? withoutRecord(error) : error;
			});
		return outputsOf(result);
	},
};

/** What coreBOS says of a Mapping without a record sounds like fields of a module. */
function withoutRecord(error: unknown): unknown {
	if (!(error instanceof CoreBosError) || error.code !== 'MANDATORY_FIELDS_MISSING') return error;
	return new CoreBosError({
		...error,
		code: 'INVALID_PARAMETER',
		reason:
			'a map of this type (Mapping) needs a record to process: choose one in the parameter "Record"',
	});
}

import {
	businessMapLocator,
	moduleLocator,
	recordLocator,
} from '../../../editor/listSearch/locators';
import { outputsOf, type Action } from '../../action';
import { locatorValue, optionalLocatorValue } from '../../../editor/parameterValues';
import { existingId, mapIdentifier, removeRelated } from '../../../../engine';

/** What coreBOS's task Delete Related Records does. */
export const removeRelatedRecords: Action = {
	choice: {
		name: 'Remove Related Records',
		value: 'removeRelated',
		action: 'Remove related records',
		description:
			'Remove the records of one module that are related to a record: many-to-many relations are removed and their records kept; records that refer to the record are deleted',
	},
	properties: [
		moduleLocator({ description: 'The module of the record whose related records to remove' }),
		recordLocator({ description: 'The record whose related records to remove' }),
		moduleLocator({
			displayName: 'Related Module',
			name: 'relatedModule',
			description: 'The module of the records to remove',
		}),
		businessMapLocator(
			{
				displayName: 'Condition',
				name: 'condition',
				required: false,
				description:
					'A business map of type Condition Expression: only the related records for which it is true are removed. Empty removes all.',
			},
			'searchBusinessRules',
		),
	],
	async execute({ node, client }, itemIndex) {
		const id = await existingId(client, locatorValue(node, 'recordId', itemIndex, 'Record'));
		const module = locatorValue(node, 'module', itemIndex, 'Module');
		const relatedModule = locatorValue(node, 'relatedModule', itemIndex, 'Related Module');
		const given = optionalLocatorValue(node, 'condition', itemIndex);
		const conditionid = given === '' ? '' : await mapIdentifier(client, given);
		const isMet = async (context: string): Promise<boolean> => {
			const answer = await client.call('cbRule', { conditionid, context });
			return Boolean(answer) && answer !== '0';
		};
		const ends = { id, module, relatedModule };
		const removed = await removeRelated(client, ends, conditionid === '' ? undefined : isMet);
		return outputsOf({ id, ...removed });
	},
};

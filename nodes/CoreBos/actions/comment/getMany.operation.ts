import { moduleLocator, recordLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action } from '../../action';
import { locatorValue } from '../../../editor/parameterValues';
import { decodeHtml, readRelatedRecords, webServiceId } from '../../../../engine';
import { limitParameters, rowLimit } from '../../rowLimit';

/** The comments on a record; those in the history of tickets and FAQ entries have no ID. */
export const getComments: Action = {
	choice: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get the comments on a record',
		description: 'Get the comments on a record, a ticket or an FAQ entry',
	},
	properties: [
		moduleLocator({ description: 'The module of the record' }),
		recordLocator({ description: 'The record whose comments to get' }),
		...limitParameters('comments'),
	],
	async execute({ node, client }, itemIndex) {
		const module = locatorValue(node, 'module', itemIndex, 'Module');
		const id = await webServiceId(client, locatorValue(node, 'recordId', itemIndex, 'Record'));
		const ends = { id, module, relatedModule: 'ModComments' };
		const comments = await readRelatedRecords(client, ends, {}, rowLimit(node, itemIndex));
		return outputsOf(isEncoded(module) ? comments.map(decoded) : comments);
	},
};

/** coreBOS encodes the comments in the history of tickets and FAQ entries as HTML (recorded). */
function isEncoded(module: string): boolean {
	return module === 'HelpDesk' || module === 'Faq';
}

function decoded(comment: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(comment).map(([name, value]) => [
			name,
			typeof value === 'string' ? decodeHtml(value) : value,
		]),
	);
}

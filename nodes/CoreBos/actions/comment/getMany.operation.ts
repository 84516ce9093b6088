import type { IDataObject } from 'n8n-workflow';
import { moduleLocator, recordLocator } from '../../../editor/listSearch/locators';
import type { Action } from '../../action';
import { locatorValue } from '../../../editor/parameterValues';
import { decodeHtml, webServiceId } from '../../../../engine';
import { limitParameters, mostRows } from '../../rowLimit';
import { relatedRecords } from '../relation/relatedRecords';

/** The comments of a record; those of tickets and FAQ entries have no id of their own. */
export const getMany: Action = {
	choice: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get the comments of a record',
		description: 'Get the comments of a record, a ticket or an FAQ entry',
	},
	properties: [
		moduleLocator({ description: 'The module of the record' }),
		recordLocator({ description: 'The record whose comments to get' }),
		...limitParameters('comments'),
	],
	async execute({ node, client }, itemIndex) {
		const module = locatorValue(node, 'module', itemIndex, 'Module');
		const id = await webServiceId(client, locatorValue(node, 'recordId', itemIndex, 'Record'));
		const most = mostRows(node, itemIndex);
		const limit: IDataObject = most === Infinity ? {} : { limit: String(most) };
		const comments = await relatedRecords(
			client,
			{ id, module, relatedModule: 'ModComments' },
			limit,
		);
		return comments.map((comment) => ({ json: isEncoded(module) ? decoded(comment) : comment }));
	},
};

/** Comments that tickets and FAQ entries keep themselves come encoded as HTML (recorded). */
function isEncoded(module: string): boolean {
	return module === 'HelpDesk' || module === 'Faq';
}

function decoded(comment: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(comment).map(([name, value]) => [
			name,
			typeof value === 'string' ? decodeHtml(value) : value,
		]),
	);
}

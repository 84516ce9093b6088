import type { IDataObject } from 'n8n-workflow';
import { moduleLocator, recordLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action } from '../../action';
import { locatorValue, splitNames, optionsOf } from '../../../editor/parameterValues';
import { readRelatedRecords, readRelatedThrough, webServiceId } from '../../../../engine';
import { limitParameters, rowLimit } from '../../rowLimit';

/** `getRelatedRecords`, also through another module. */
export const getRelated: Action = {
	choice: {
		name: 'Get Related Records',
		value: 'getRelated',
		action: 'Get related records',
		description:
			'Get the records of one module that are related to a record, such as the contacts of an account',
	},
	properties: [
		moduleLocator({ description: 'The module of the record whose related records to get' }),
		recordLocator({ description: 'The record whose related records to get' }),
		moduleLocator({
			displayName: 'Related Module',
			name: 'relatedModule',
			description: 'The module of the records to get',
		}),
		...limitParameters('records'),
	],
	options: [
		{
			displayName: 'Columns',
			name: 'columns',
			type: 'string',
			default: '',
			placeholder: 'e.g. firstname,lastname,email',
			description: 'Names of the fields to get, separated by commas; empty gets all',
		},
		{
			displayName: 'Include Files',
			name: 'includeFiles',
			type: 'boolean',
			default: false,
			description: 'Whether to include the files of related documents, in Base64',
		},
		{
			displayName: 'Product Lines',
			name: 'productDiscriminator',
			type: 'options',
			options: [
				{ name: 'All Lines', value: 'ProductLineAll' },
				{ name: 'Bundle', value: 'ProductBundle' },
				{ name: 'Directly Related', value: 'ProductLineNone' },
				{ name: 'Invoice Lines and Direct', value: 'ProductLineInvoice' },
				{ name: 'Only Invoice Lines', value: 'ProductLineInvoiceOnly' },
				{ name: 'Only Quote Lines', value: 'ProductLineQuoteOnly' },
				{ name: 'Only Sales Order Lines', value: 'ProductLineSalesOrderOnly' },
				{ name: 'Parent of a Bundle', value: 'ProductParent' },
				{ name: 'Quote Lines and Direct', value: 'ProductLineQuote' },
				{ name: 'Sales Order Lines and Direct', value: 'ProductLineSalesOrder' },
			],
			default: 'ProductLineNone',
			description: 'Which relation to use if the related module is Products',
		},
		{
			displayName: 'Sort By',
			name: 'orderBy',
			type: 'string',
			default: '',
			placeholder: 'e.g. lastname desc',
			description: 'Columns to sort by, each optionally followed by asc or desc',
		},
		{
			displayName: 'Through Module',
			name: 'throughModule',
			type: 'string',
			default: '',
			placeholder: 'e.g. Contacts',
			description:
				'Name of a module in between. Gets the records that are related to those records of this module which are related to the record.',
		},
	],
	async execute({ node, client }, itemIndex) {
		const id = await webServiceId(client, locatorValue(node, 'recordId', itemIndex, 'Record'));
		const module = locatorValue(node, 'module', itemIndex, 'Module');
		const relatedModule = locatorValue(node, 'relatedModule', itemIndex, 'Related Module');
		const options = optionsOf(node, itemIndex);
		const through = String(options.throughModule ?? '').trim();
		const ends = { id, module, relatedModule };
		const query = queryParameters(options);
		const limit = rowLimit(node, itemIndex);
		return outputsOf(
			through === ''
				? await readRelatedRecords(client, ends, query, limit)
				: await readRelatedThrough(client, ends, through, query, limit),
		);
	},
};

function queryParameters(options: IDataObject): IDataObject {
	const columns = splitNames(options.columns);
	return {
		// A record without its ID is of no use to the nodes that follow.
		...(columns.length > 0 && { columns: [...new Set(['id', ...columns])].join(',') }),
		...(options.orderBy && { orderby: options.orderBy }),
		...(options.productDiscriminator && { productDiscriminator: options.productDiscriminator }),
		...(options.includeFiles && { returnattachments: true }),
	};
}

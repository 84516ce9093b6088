import type { IDataObject } from 'n8n-workflow';
import type { CoreBosClient } from '../../../../engine';
import { moduleLocator, recordLocator } from '../../../editor/listSearch/locators';
import type { Action, Output } from '../../action';
import { locatorValue, splitNames } from '../../../editor/parameterValues';
import { webServiceId } from '../../../../engine';
import { limitParameters, mostRows } from '../../rowLimit';
import { relatedRecords } from './relatedRecords';

/** `getRelatedRecords`, also through a third module. */
export const getRelated: Action = {
	choice: {
		name: 'Get Related Records',
		value: 'getRelated',
		action: 'Get related records',
		description:
			'Get the records of one module that are related to a record, such as the contacts of an account',
	},
	properties: [
		moduleLocator({ description: 'The module of the record that the others are related to' }),
		recordLocator({ description: 'The record that the others are related to' }),
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
			description: 'Names of the fields to get, with commas between them; empty gets all',
		},
		{
			displayName: 'Include Files',
			name: 'includeFiles',
			type: 'boolean',
			default: false,
			description: 'Whether related documents bring their files along, in base64',
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
			description: 'Which relation counts where the related module is Products',
		},
		{
			displayName: 'Sort By',
			name: 'orderBy',
			type: 'string',
			default: '',
			placeholder: 'e.g. lastname desc',
			description: 'Columns to sort by, each with asc or desc where wanted',
		},
		{
			displayName: 'Through Module',
			name: 'throughModule',
			type: 'string',
			default: '',
			placeholder: 'e.g. Contacts',
			description:
				'Name of a module between the two: gets what is related to the records of this module that are related to the record',
		},
	],
	async execute({ node, client }, itemIndex) {
		const id = await webServiceId(client, locatorValue(node, 'recordId', itemIndex, 'Record'));
		const module = locatorValue(node, 'module', itemIndex, 'Module');
		const relatedModule = locatorValue(node, 'relatedModule', itemIndex, 'Related Module');
		const options = node.getNodeParameter('options', itemIndex, {}) as IDataObject;
		const most = mostRows(node, itemIndex);
		const parameters = queryParameters(options);
		const through = String(options.throughModule ?? '').trim();
		if (through !== '') {
			const path = { id, module, through, relatedModule };
			return (await relatedThrough(client, path, parameters, most)).map(asOutput);
		}
		const limit = most === Infinity ? {} : { limit: String(most) };
		const found = await relatedRecords(
			client,
			{ id, module, relatedModule },
			{ ...parameters, ...limit },
		);
		return found.map(asOutput);
	},
};

function queryParameters(options: IDataObject): IDataObject {
	const columns = splitNames(options.columns);
	return {
		// Without the id of a record nothing can be done with it.
		...(columns.length > 0 && { columns: [...new Set(['id', ...columns])].join(',') }),
		...(options.orderBy && { orderby: options.orderBy }),
		...(options.productDiscriminator && { productDiscriminator: options.productDiscriminator }),
		...(options.includeFiles && { returnattachments: true }),
	};
}

/**
 * In two steps, since coreBOS's own operation for it takes the first column of the bridge for
 * its id. A record that several bridges lead to comes once.
 */
async function relatedThrough(
	client: CoreBosClient,
	path: { id: string; module: string; through: string; relatedModule: string },
	parameters: IDataObject,
	most: number,
): Promise<IDataObject[]> {
	const { id, module, through, relatedModule } = path;
	const ends = { id, module, relatedModule: through };
	const bridges = await relatedRecords(client, ends, { columns: 'id' });
	const found = new Map<string, IDataObject>();
	for (const bridge of bridges) {
		if (found.size >= most) break;
		const from = { id: String(bridge.id), module: through, relatedModule };
		for (const record of await relatedRecords(client, from, parameters)) {
			found.set(String(record.id), record);
		}
	}
	return [...found.values()].slice(0, most);
}

function asOutput(json: IDataObject): Output {
	return { json };
}

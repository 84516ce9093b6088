import type { IDataObject } from 'n8n-workflow';
import { webServiceId } from '../../../../engine';
import { moduleLocator, recordLocator } from '../../../editor/listSearch/locators';
import { locatorValue } from '../../../editor/parameterValues';
import { ParameterError } from '../../../transport/parameterError';
import type { Action } from '../../action';
import { fileNameOption, outputFileField, outputFileName } from '../../outputFile';

/** Operation `getpdfdata`: the printed form of invoices, orders and quotes. */
export const getPdf: Action = {
	choice: {
		name: 'Get PDF',
		value: 'getPdf',
		action: 'Get the PDF of a record',
		description: 'Get a quote, an order or an invoice as a PDF file, as coreBOS prints it',
	},
	properties: [
		moduleLocator({ required: false, description: 'The module of the records in the list' }),
		recordLocator({ description: 'The quote, order or invoice to print' }),
		outputFileField,
	],
	options: [
		fileNameOption({
			placeholder: 'e.g. invoice-4711.pdf',
			description: 'The name of the file; empty uses the module and the ID of the record',
		}),
	],
	async execute({ node, client }, itemIndex) {
		const given = locatorValue(node, 'recordId', itemIndex, 'Record');
		const property = node.getNodeParameter('binaryProperty', itemIndex) as string;
		const id = await webServiceId(client, given);
		const [printed] = Object.values((await client.call('getpdfdata', { id })) as IDataObject[]);
		if (!printed?.pdf_data) {
			throw new ParameterError(
				`coreBOS has no PDF of the record ${id}`,
				'It creates PDF files of invoices, sales orders, purchase orders and quotes.',
			);
		}
		const { pdf_data: content, ...about } = printed;
		const ownName = `${String(about.modulename ?? 'record')}-${id}.pdf`;
		const name = outputFileName(node, itemIndex, ownName);
		const bytes = Buffer.from(String(content), 'base64');
		const data = await node.helpers.prepareBinaryData(bytes, name, 'application/pdf');
		return [{ json: { id, ...about, fileName: name }, binary: { [property]: data } }];
	},
};

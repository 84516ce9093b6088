import type { IDataObject } from 'n8n-workflow';
import { decodeHtml, webServiceId } from '../../../../engine';
import { moduleLocator, recordLocator } from '../../../editor/listSearch/locators';
import { locatorValue } from '../../../editor/parameterValues';
import type { Action, Output } from '../../action';

/** An image, as coreBOS describes it. */
interface Image {
	id?: string;
	name?: string;
	type?: string;
	path?: string;
	fullpath?: string;
}

/** Operation `getRecordImages`, and the image fields of `retrieve`, which it may miss. */
export const getImages: Action = {
	choice: {
		name: 'Get Images',
		value: 'getImages',
		action: 'Get the images of a record',
		description: 'Get the images of a record, such as a contact, with their URLs',
	},
	properties: [
		moduleLocator({ required: false, description: 'The module of the records in the list' }),
		recordLocator({ description: 'The record whose images to get' }),
	],
	async execute({ node, client }, itemIndex) {
		const id = await webServiceId(client, locatorValue(node, 'recordId', itemIndex, 'Record'));
		const { images } = (await client.call('getRecordImages', { id })) as {
			images?: Record<string, Image>;
		};
		const record = (await client.call('retrieve', { id })) as IDataObject;
		const ofFields = Object.entries(record)
			.filter(([name]) => name.endsWith('imageinfo'))
			.map(([, image]) => image as Image);
		const found = new Map<string, Output>();
		for (const image of [...Object.values(images ?? {}), ...ofFields]) {
			found.set(String(image.id ?? image.fullpath), imageOf(id, image));
		}
		return [...found.values()];
	},
};

/** coreBOS encodes the names as HTML (recorded). */
function imageOf(recordId: string, { id, name, type, path, fullpath }: Image): Output {
	return {
		json: {
			recordId,
			id,
			name: decodeHtml(name ?? ''),
			type,
			path,
			url: decodeHtml(fullpath ?? ''),
		},
	};
}

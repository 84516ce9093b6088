import type { IDataObject } from 'n8n-workflow';
import { decodeHtml, webServiceId } from '../../../../engine';
import { moduleLocator, recordLocator } from '../../../editor/listSearch/locators';
import { locatorValue } from '../../../editor/parameterValues';
import type { Action, Output } from '../../action';

/** What coreBOS tells of an image. */
interface Image {
	id?: string;
	name?: string;
	type?: string;
	path?: string;
	fullpath?: string;
}

/** Operation `getRecordImages`, and what `retrieve` tells of image fields, which it may miss. */
export const getImages: Action = {
	choice: {
		name: 'Get Images',
		value: 'getImages',
		action: 'Get the images of a record',
		description: 'Get the images of a record, such as a contact, with their addresses',
	},
	properties: [
		moduleLocator({ required: false, description: 'The module whose records the list shows' }),
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

/** Names come encoded as HTML (recorded). */
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

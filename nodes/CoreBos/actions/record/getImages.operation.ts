import type { IDataObject } from 'n8n-workflow';
import { decodeHtml, webServiceId } from '../../../../engine';
import { moduleLocator, recordLocator } from '../../../editor/listSearch/locators';
import { locatorValue, optionsOf } from '../../../editor/parameterValues';
import type { Action, ActionRun, Output } from '../../action';
import { serverFile } from '../../serverFile';

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
	options: [
		{
			displayName: 'Download to Field',
			name: 'downloadTo',
			type: 'string',
			default: 'data',
			description:
				'The name of the output binary field to put each image in. Without this option, only their URLs are returned.',
		},
	],
	async execute(run, itemIndex) {
		const { node, client } = run;
		const { downloadTo } = optionsOf(node, itemIndex);
		const property = String(downloadTo ?? '').trim();
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
		const outputs = [...found.values()];
		if (outputs.length === 0 && record.imagename) {
			run.warn(
				`coreBOS tells the name of the image of record ${id} (${decodeHtml(String(record.imagename))}), but not where it is stored`,
				itemIndex,
			);
		}
		if (property === '') return outputs;
		return await Promise.all(outputs.map(async (output) => await withImage(run, output, property)));
	},
};

/** @throws ParameterError where the web server does not give the file out */
async function withImage(
	{ node, connection }: ActionRun,
	{ json }: Output,
	property: string,
): Promise<Output> {
	const { id, name, path, type } = json as Record<string, string>;
	const bytes = await serverFile(
		connection,
		`${path}${id}_${name}`,
		`The image "${name}"`,
		'Without the option "Download to Field", the URL is returned.',
	);
	const data = await node.helpers.prepareBinaryData(bytes, name, type);
	return { json, binary: { [property]: data } };
}

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

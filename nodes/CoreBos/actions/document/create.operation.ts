import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { CoreBosClient } from '../../../../engine';
import { folderLocator, ownerLocator } from '../../../editor/listSearch/locators';
import { callOptions, requestIdentifierOption } from '../../callOptions';
import { outputsOf, type Action, type ActionRun } from '../../action';
import {
	jsonObject,
	optionalLocatorValue,
	ParameterError,
	idsIn,
} from '../../../editor/parameterValues';
import { ownerOrCurrentUser, existingIds, writtenValues } from '../../../../engine';
import { writingOf, writtenValueOptions } from '../../writtenValues';
import { requireRoomFor } from './uploadLimit';

/** `create` of a record of Documents, with the file in base64 inside the element. */
export const create: Action = {
	choice: {
		name: 'Create',
		value: 'create',
		action: 'Create a document',
		description: 'Create a document with a file of the item, or with a link to one',
	},
	properties: [
		{
			displayName: 'Content',
			name: 'content',
			type: 'options',
			options: [
				{ name: 'File of the Item', value: 'file', description: 'Binary data of the input item' },
				{ name: 'Link', value: 'link', description: 'The address of a file elsewhere' },
			],
			default: 'file',
			description: 'What the document holds',
		},
		{
			displayName: 'Input Binary Field',
			name: 'binaryProperty',
			type: 'string',
			default: 'data',
			required: true,
			hint: 'The name of the input binary field that holds the file',
			displayOptions: { show: { content: ['file'] } },
		},
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://files.example.com/offer.pdf',
			description: 'Where the file is',
			displayOptions: { show: { content: ['link'] } },
		},
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			default: '',
			placeholder: 'e.g. Offer of May',
			description: 'The title of the document; empty takes the name of the file',
		},
		folderLocator({ description: 'The folder of coreBOS to put the document into' }),
		ownerLocator({
			description: 'Who the document belongs to; empty takes the user of the credential',
		}),
	],
	options: [
		{
			displayName: 'Active',
			name: 'active',
			type: 'boolean',
			default: true,
			description: 'Whether the document may be opened in coreBOS',
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'json',
			default: '{}',
			description: 'Values of further fields of the document, by their names',
		},
		...writtenValueOptions,
		requestIdentifierOption,
		{
			displayName: 'Relate To',
			name: 'relateTo',
			type: 'string',
			default: '',
			placeholder: 'e.g. 11x8650',
			description:
				'IDs of records to attach the document to, with commas between them, or a list from an expression',
		},
	],
	async execute(run, itemIndex) {
		const { node, client } = run;
		const { relateTo } = node.getNodeParameter('options', itemIndex, {}) as IDataObject;
		const relations = await relationsOf(client, relateTo);
		const isFile = node.getNodeParameter('content', itemIndex) === 'file';
		const title = String(node.getNodeParameter('title', itemIndex, '')).trim();
		const { fields } = await run.describe('Documents');
		const values = {
			...(isFile ? await fileOf(run, itemIndex) : linkOf(node, itemIndex)),
			...(title !== '' && { notes_title: title }),
			folderid: optionalLocatorValue(node, 'folder', itemIndex),
			assigned_user_id: await ownerOrCurrentUser(
				client,
				optionalLocatorValue(node, 'owner', itemIndex),
			),
			...furtherFields(node, itemIndex),
			...(relations.length > 0 && { relations }),
		};
		const element = await writtenValues(values, fields, writingOf(run, itemIndex));
		const { parameters } = callOptions(node, itemIndex);
		const call = { elementType: 'Documents', element, ...parameters };
		const created = (await client.call('create', call)) as IDataObject;
		return outputsOf(relations.length === 0 ? created : await related(client, created, relations));
	},
};

/** The records to attach the document to; they have to exist before there is a document. */
async function relationsOf(client: CoreBosClient, given: unknown): Promise<string[]> {
	if (given === undefined || given === '') return [];
	return await existingIds(client, idsIn(given, 'Relate To'));
}

async function fileOf({ node, client }: ActionRun, itemIndex: number): Promise<IDataObject> {
	const property = node.getNodeParameter('binaryProperty', itemIndex) as string;
	const { fileName, mimeType } = node.helpers.assertBinaryData(itemIndex, property);
	const bytes = await node.helpers.getBinaryDataBuffer(itemIndex, property);
	const name = fileName || property;
	const size = bytes.length;
	await requireRoomFor(client, name, size);
	return {
		notes_title: name,
		filelocationtype: 'I',
		filetype: mimeType,
		filesize: String(size),
		filename: { name, size, type: mimeType, content: bytes.toString('base64') },
	};
}

/** @throws ParameterError for an empty address */
function linkOf(node: IExecuteFunctions, itemIndex: number): IDataObject {
	const url = String(node.getNodeParameter('url', itemIndex)).trim();
	if (url === '') throw new ParameterError('The parameter "URL" is empty');
	return { notes_title: url, filelocationtype: 'E', filename: url };
}

function furtherFields(node: IExecuteFunctions, itemIndex: number): IDataObject {
	const options = node.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const hasFields = options.additionalFields !== undefined;
	return {
		filestatus: options.active === false ? '0' : '1',
		...(hasFields && jsonObject(node, 'options.additionalFields', itemIndex, 'Additional Fields')),
	};
}

/**
 * The document as it is now: the answer of `create` does not tell what it is attached to.
 *
 * @throws ParameterError that names the document where a relation is missing
 */
async function related(
	client: CoreBosClient,
	{ id }: IDataObject,
	wanted: string[],
): Promise<IDataObject> {
	const document = (await client.call('retrieve', { id })) as IDataObject;
	const found = Array.isArray(document.relations) ? document.relations.map(String) : [];
	const missing = wanted.filter((one) => !found.includes(one));
	if (missing.length === 0) return document;
	throw new ParameterError(
		`The document ${String(id)} was created, but coreBOS did not attach it to ${missing.join(', ')}. Do not create it again: use Relation: Relate.`,
	);
}

import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { CoreBosClient } from '../../../../engine';
import { folderLocator, ownerLocator } from '../../../editor/listSearch/locators';
import { callOptions, requestIdentifierOption } from '../../callOptions';
import { outputsOf, type Action, type ActionRun } from '../../action';
import {
	jsonObject,
	optionalLocatorValue,
	splitIds,
	optionsOf,
} from '../../../editor/parameterValues';
import { ParameterError } from '../../../transport/parameterError';
import { afterWrite, existingIds, ownerOrCurrentUser, writtenValues } from '../../../../engine';
import { inputFile } from '../../inputFile';
import { writingOf, writtenValueOptions } from '../../writtenValues';

/** `create` of a record of Documents, with the file in base64 inside the element. */
export const createDocument: Action = {
	choice: {
		name: 'Create',
		value: 'create',
		action: 'Create a document',
		description: 'Create a document with a file of the input item, or with a link',
	},
	properties: [
		{
			displayName: 'Content',
			name: 'content',
			type: 'options',
			options: [
				{ name: 'File From Input', value: 'file', description: 'Binary data of the input item' },
				{ name: 'Link', value: 'link', description: 'The URL of a file elsewhere' },
			],
			default: 'file',
			description: 'What the document contains',
		},
		{
			displayName: 'Input Binary Field',
			name: 'binaryProperty',
			type: 'string',
			default: 'data',
			required: true,
			hint: 'The name of the input binary field that contains the file',
			displayOptions: { show: { content: ['file'] } },
		},
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://files.example.com/offer.pdf',
			description: 'The URL of the file',
			displayOptions: { show: { content: ['link'] } },
		},
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			default: '',
			placeholder: 'e.g. Offer of May',
			description: 'The title of the document; empty uses the name of the file',
		},
		folderLocator({ description: 'The coreBOS folder for the document' }),
		ownerLocator({
			description: 'The owner of the document; empty uses the user of the credential',
		}),
	],
	options: [
		{
			displayName: 'Active',
			name: 'active',
			type: 'boolean',
			default: true,
			description: 'Whether users can open the document in coreBOS',
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'json',
			default: '{}',
			description: 'Values of other fields of the document, by field name',
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
				'IDs of the records to attach the document to, separated by commas, or a list from an expression',
		},
	],
	async execute(run, itemIndex) {
		const { node, client } = run;
		const { relateTo } = optionsOf(node, itemIndex);
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
		if (relations.length === 0) return outputsOf(created);
		return outputsOf(
			await afterWrite(created.id, async () => await related(client, created, relations)),
		);
	},
};

/** The records to attach the document to; they must exist before the document is created. */
async function relationsOf(client: CoreBosClient, given: unknown): Promise<string[]> {
	if (given === undefined || given === '') return [];
	return await existingIds(client, splitIds(given, 'Relate To'));
}

async function fileOf({ node }: ActionRun, itemIndex: number): Promise<IDataObject> {
	const property = node.getNodeParameter('binaryProperty', itemIndex) as string;
	const file = await inputFile(node, itemIndex, property);
	return {
		notes_title: file.name,
		filelocationtype: 'I',
		filetype: file.type,
		filesize: String(file.size),
		filename: file,
	};
}

/** @throws ParameterError for an empty URL */
function linkOf(node: IExecuteFunctions, itemIndex: number): IDataObject {
	const url = String(node.getNodeParameter('url', itemIndex)).trim();
	if (url === '')
		throw new ParameterError('The parameter "URL" is empty', 'Enter the URL of the file.');
	return { notes_title: url, filelocationtype: 'E', filename: url };
}

function furtherFields(node: IExecuteFunctions, itemIndex: number): IDataObject {
	const options = optionsOf(node, itemIndex);
	const hasFields = options.additionalFields !== undefined;
	return {
		filestatus: options.active === false ? '0' : '1',
		...(hasFields && jsonObject(node, 'options.additionalFields', itemIndex, 'Additional Fields')),
	};
}

/**
 * The document as it is now: the answer to `create` does not include what it is attached to.
 *
 * @throws ParameterError that names the document if a relation is missing
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
		`The document ${String(id)} was created, but coreBOS did not attach it to ${missing.join(', ')}`,
		'Do not create it again. To attach it, use Relation: Relate.',
	);
}

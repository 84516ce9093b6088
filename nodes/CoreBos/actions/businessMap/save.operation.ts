import type { IExecuteFunctions } from 'n8n-workflow';
import { readBusinessMap, saveBusinessMap, type BusinessMapToSave } from '../../../../engine';
import {
	businessMapLocator,
	moduleLocator,
	ownerLocator,
} from '../../../editor/listSearch/locators';
import type { Action } from '../../action';
import { locatorValue, optionalLocatorValue } from '../../../editor/parameterValues';
import { mapTypeParameter } from './mapType';

const newMap = { show: { saveAs: ['name'] } };

/** `create` or `revise` of a map; its XML is compared with what coreBOS stored. */
export const save: Action = {
	choice: {
		name: 'Save',
		value: 'save',
		action: 'Save a business map',
		description: 'Save the XML of an existing business map, or of a new one by its name',
	},
	properties: [
		{
			displayName: 'Save As',
			name: 'saveAs',
			type: 'options',
			options: [
				{
					name: 'Existing Map',
					value: 'existing',
					description: 'Change the XML of an existing map',
				},
				{
					name: 'Map With This Name',
					value: 'name',
					description: 'Change the map with this name and type, or create it',
				},
			],
			default: 'name',
			description: 'Which map to save',
		},
		businessMapLocator({ displayOptions: { show: { saveAs: ['existing'] } } }),
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Send to Shop',
			displayOptions: newMap,
			description: 'The name of the map',
		},
		{ ...mapTypeParameter, displayOptions: newMap },
		moduleLocator({ displayOptions: newMap, description: 'The module of the map' }),
		ownerLocator({
			displayOptions: newMap,
			description: 'The owner of a new map; empty uses the user of the credential',
		}),
		{
			displayName: 'XML',
			name: 'content',
			type: 'string',
			typeOptions: { rows: 8 },
			default: '',
			required: true,
			description: 'The content of the map, stored byte for byte',
		},
	],
	async execute({ node, client }, itemIndex) {
		const content = String(node.getNodeParameter('content', itemIndex));
		if (node.getNodeParameter('saveAs', itemIndex) === 'existing') {
			const wanted = locatorValue(node, 'businessMap', itemIndex, 'Business Map');
			const map = await readBusinessMap(client, wanted);
			return [{ json: { ...(await saveBusinessMap(client, { ...map, content })) } }];
		}
		const map = { ...namedMap(node, itemIndex), content };
		return [{ json: { ...(await saveBusinessMap(client, map)) } }];
	},
};

function namedMap(node: IExecuteFunctions, itemIndex: number): Omit<BusinessMapToSave, 'content'> {
	return {
		name: String(node.getNodeParameter('name', itemIndex)),
		type: String(node.getNodeParameter('mapType', itemIndex)),
		module: locatorValue(node, 'module', itemIndex, 'Module'),
		owner: optionalLocatorValue(node, 'owner', itemIndex) || undefined,
	};
}

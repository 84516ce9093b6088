import { listAllBusinessMaps } from '../../../../engine';
import { moduleLocator } from '../../../editor/listSearch/locators';
import type { Action } from '../../action';
import { optionalLocatorValue, optionsOf } from '../../../editor/parameterValues';
import { limitParameters, rowLimit } from '../../rowLimit';
import { mapTypeParameter } from './mapType';

/** A query for cbMap records. */
export const listMaps: Action = {
	choice: {
		name: 'List',
		value: 'list',
		action: 'List business maps',
		description: 'List business maps with their types and modules, but without their XML',
	},
	properties: [
		{
			...mapTypeParameter,
			default: '',
			description: 'Only maps of this type; empty lists all types',
		},
		moduleLocator({
			required: false,
			description: 'Only maps of this module; empty lists all modules',
		}),
		...limitParameters('maps'),
	],
	options: [
		{
			displayName: 'Name Contains',
			name: 'search',
			type: 'string',
			default: '',
			description: 'Only maps whose name contains this text, in upper or lower case',
		},
	],
	async execute({ node, client }, itemIndex) {
		const { search } = optionsOf<{ search?: string }>(node, itemIndex);
		const wanted = {
			type: String(node.getNodeParameter('mapType', itemIndex, '')).trim(),
			module: optionalLocatorValue(node, 'module', itemIndex),
			search,
		};
		const maps = await listAllBusinessMaps(client, wanted, rowLimit(node, itemIndex));
		return maps.map((map) => ({ json: { ...map } }));
	},
};

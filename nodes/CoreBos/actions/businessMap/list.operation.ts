import type { IDataObject } from 'n8n-workflow';
import { listBusinessMaps } from '../../../../engine';
import { moduleLocator } from '../../../editor/listSearch/locators';
import type { Action } from '../../action';
import { optionalLocatorValue } from '../../../editor/parameterValues';
import { limitParameters, mostRows } from '../../rowLimit';
import { mapTypeParameter } from './mapType';

/** Maps at a time. */
const PAGE_SIZE = 100;

/** A query of cbMap. */
export const list: Action = {
	choice: {
		name: 'List',
		value: 'list',
		action: 'List business maps',
		description: 'List business maps with their types and modules, without their XML',
	},
	properties: [
		{ ...mapTypeParameter, default: '', description: 'Only maps of this type; empty lists all' },
		moduleLocator({
			required: false,
			description: 'Only maps of this module; empty lists those of all modules',
		}),
		...limitParameters('maps'),
	],
	options: [
		{
			displayName: 'Name Contains',
			name: 'search',
			type: 'string',
			default: '',
			description: 'Only maps whose name holds this text, in any letter case',
		},
	],
	async execute({ node, client }, itemIndex) {
		const { search } = node.getNodeParameter('options', itemIndex, {}) as { search?: string };
		const wanted = {
			type: String(node.getNodeParameter('mapType', itemIndex, '')).trim(),
			module: optionalLocatorValue(node, 'module', itemIndex),
			search,
		};
		const most = mostRows(node, itemIndex);
		const maps: IDataObject[] = [];
		let offset: number | undefined = 0;
		while (offset !== undefined && maps.length < most) {
			const limit = Math.min(PAGE_SIZE, most - maps.length);
			const page = await listBusinessMaps(client, { ...wanted, limit, offset });
			maps.push(...page.maps.map((map) => ({ ...map })));
			offset = page.nextOffset;
		}
		return maps.map((json) => ({ json }));
	},
};

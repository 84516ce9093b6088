import type { Resource } from '../../action';
import { createCallingMap } from './createCallingMap.operation';
import { getMap } from './get.operation';
import { listMaps } from './list.operation';
import { processMap } from './process.operation';
import { save } from './save.operation';

export const businessMapResource: Resource = {
	choice: {
		name: 'Business Map',
		value: 'businessMap',
		description: 'Business maps, including web service maps',
	},
	defaultOperation: 'list',
	actions: [createCallingMap, getMap, listMaps, processMap, save],
};

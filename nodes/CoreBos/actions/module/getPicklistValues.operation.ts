import { fetchDescription, readPhpSerialized, type PhpValue } from '../../../../engine';
import { moduleLocator } from '../../../editor/listSearch/locators';
import type { Action } from '../../action';
import { locatorValue } from '../../../editor/parameterValues';

/** Operation `getPicklistValues`, which answers with PHP's own serialization. */
export const getPicklistValues: Action = {
	choice: {
		name: 'Get Picklist Values',
		value: 'getPicklistValues',
		action: 'Get the picklist values of a module',
		description: 'Get the values that each picklist field of a module may have, one item per field',
	},
	properties: [moduleLocator({ description: 'The module whose picklists to get' })],
	async execute({ node, client }, itemIndex) {
		const module = locatorValue(node, 'module', itemIndex, 'Module');
		const serialized = String(await client.call('getPicklistValues', { module }));
		const picklists = Object.entries(readPhpSerialized(serialized) ?? {});
		// A module that does not exist has no picklists either (recorded): describe knows.
		if (picklists.length === 0) await fetchDescription(client, module);
		return picklists.map(([field, values]) => ({ json: { field, values: valuesOf(values) } }));
	},
};

/** coreBOS tells value and label of each entry, as the key and the value of an array. */
function valuesOf(values: PhpValue): Array<{ value: string; label: string }> {
	if (typeof values !== 'object' || values === null) return [];
	const isList = Array.isArray(values);
	return Object.entries(values).map(([value, label]) => ({
		value: isList ? String(label) : value,
		label: String(label),
	}));
}

import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { describeModule, type ModuleDescription, type ModuleField } from '../../engine';
import { editorConnection } from './listSearch/editorConnection';
import { hasSelectedModule, selectedModule } from './listSearch/modules';

/** The description of the module that is selected in the editor. */
export async function describeSelectedModule(
	context: ILoadOptionsFunctions,
): Promise<ModuleDescription> {
	const module = selectedModule(context);
	const { call, account } = await editorConnection(context);
	return await describeModule({ call }, module, account);
}

/** Fields of the selected module, for lists in the editor. */
export async function getModuleFields(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	// n8n would show an error in red before a module is selected.
	if (!hasSelectedModule(this)) return [];
	const { fields } = await describeSelectedModule(this);
	return fields.map((field) => ({ name: fieldLabel(field), value: field.name }));
}

/** The label of a field with its API name, and with the modules that it refers to. */
export function fieldLabel({ name, label, refersTo }: ModuleField): string {
	const about = [
		...(label === name ? [] : [name]),
		...(refersTo.length === 0 ? [] : [`ID of ${refersTo.join(' or ')}`]),
	];
	return about.length === 0 ? label : `${label} (${about.join(', ')})`;
}

import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { describeModule, type ModuleDescription, type ModuleField } from '../../engine';
import { editorConnection } from './listSearch/editorConnection';
import { selectedModule } from './listSearch/modules';

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
	const { fields } = await describeSelectedModule(this);
	return fields.map((field) => ({
		name: fieldLabel(field),
		value: field.name,
		description: field.name,
	}));
}

/** The label of a field, with the modules that it refers to. */
export function fieldLabel({ label, refersTo }: ModuleField): string {
	return refersTo.length === 0 ? label : `${label} (ID of ${refersTo.join(' or ')})`;
}

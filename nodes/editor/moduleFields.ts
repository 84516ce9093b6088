import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { describeModule, type ModuleDescription, type ModuleField } from '../../engine';
import { editorConnection } from './listSearch/editorConnection';
import { chosenModule } from './listSearch/modules';

/** The description of the module that the node in the editor has chosen. */
export async function chosenDescription(
	context: ILoadOptionsFunctions,
): Promise<ModuleDescription> {
	const module = chosenModule(context);
	const { call, account } = await editorConnection(context);
	return await describeModule({ call }, module, account);
}

/** Fields of the chosen module, for lists in the editor. */
export async function getModuleFields(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const { fields } = await chosenDescription(this);
	return fields.map((field) => ({
		name: fieldLabel(field),
		value: field.name,
		description: field.name,
	}));
}

/** A field as people know it, with what it refers to. */
export function fieldLabel({ label, refersTo }: ModuleField): string {
	return refersTo.length === 0 ? label : `${label} (ID of ${refersTo.join(' or ')})`;
}

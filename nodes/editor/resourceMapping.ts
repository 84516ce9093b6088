import type {
	FieldType,
	ILoadOptionsFunctions,
	INodePropertyOptions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import { fieldKind, type FieldKind, type ModuleField } from '../../engine';
import { hasSelectedModule, SELECT_A_MODULE } from './listSearch/modules';
import { ownerLabel } from './listSearch/owners';
import { labelWithName } from './labelWithName';
import { describeSelectedModule, fieldLabel } from './moduleFields';

/** Widgets of the resource mapper for the fields of coreBOS; all others are text. */
const WIDGETS: Partial<Record<FieldKind, FieldType>> = {
	boolean: 'boolean',
	number: 'number',
	date: 'dateTime',
	datetime: 'dateTime',
	multipicklist: 'array',
};

/** Fields of a new record: the mandatory ones are shown from the start and marked. */
export async function getFieldsOfNewRecord(
	this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	return await mapperFields(this, ({ mandatory }) => mandatory);
}

/** Fields of an existing record: none is mandatory. */
export async function getFieldsToChange(
	this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	return await mapperFields(this, () => false);
}

async function mapperFields(
	context: ILoadOptionsFunctions,
	isRequired: (field: ModuleField) => boolean,
): Promise<ResourceMapperFields> {
	if (!hasSelectedModule(context)) return { fields: [], emptyFieldsNotice: SELECT_A_MODULE };
	const fields = await editableFields(context);
	return { fields: fields.map((field) => mapperField(field, isRequired(field))) };
}

async function editableFields(context: ILoadOptionsFunctions): Promise<ModuleField[]> {
	const { fields } = await describeSelectedModule(context);
	return fields.filter(({ editable, name }) => editable && name !== 'id');
}

function mapperField(field: ModuleField, required: boolean): ResourceMapperField {
	const options = optionsOf(field);
	const isChoice = options.length > 0 && field.type !== 'multipicklist';
	return {
		id: field.name,
		displayName: fieldLabel(field),
		required,
		// Only mandatory fields are shown from the start: a module has dozens of fields, and an
		// untouched switch would be sent as "no".
		removed: !required,
		display: true,
		defaultMatch: false,
		canBeUsedToMatch: field.type !== 'boolean' && field.type !== 'text',
		type: isChoice ? 'options' : (WIDGETS[fieldKind(field)] ?? 'string'),
		...(isChoice && { options }),
		...defaultOf(field),
	};
}

/**
 * The values of a field. Users and groups are told apart, as in the list of owners. A choice has
 * next to its label in the user's language, the value, which expressions and filters compare.
 */
function optionsOf(field: ModuleField): INodePropertyOptions[] {
	const groups = new Set(field.groups.map(({ value }) => value));
	const name =
		fieldKind(field) === 'owner'
			? (label: string, value: string) => ownerLabel(label, groups.has(value))
			: labelWithName;
	return field.values.map(({ label, value }) => ({ name: name(label, value), value }));
}

/** Shows what coreBOS would fill in itself, except dates, which would be those of today. */
function defaultOf({ type, defaultValue }: ModuleField): Pick<ResourceMapperField, 'defaultValue'> {
	if (type === 'boolean') return { defaultValue: defaultValue === '1' || defaultValue === 'on' };
	if (defaultValue === '' || type === 'date' || type === 'datetime') return {};
	return { defaultValue };
}

import type {
	FieldType,
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import { fieldKind, type FieldKind, type ModuleField } from '../../engine';
import { chosenDescription, fieldLabel } from './moduleFields';

/** Widgets of the resource mapper for coreBOS's fields; the others are texts. */
const WIDGETS: Partial<Record<FieldKind, FieldType>> = {
	boolean: 'boolean',
	number: 'number',
	date: 'dateTime',
	datetime: 'dateTime',
	multipicklist: 'array',
};

/** Fields of a new record: the mandatory ones are there from the start and marked. */
export async function getFieldsOfNewRecord(
	this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	const fields = await editableFields(this);
	return { fields: fields.map((field) => mapperField(field, field.mandatory)) };
}

/** Fields of an existing record: none has to be given. */
export async function getFieldsToChange(
	this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	const fields = await editableFields(this);
	return { fields: fields.map((field) => mapperField(field, false)) };
}

async function editableFields(context: ILoadOptionsFunctions): Promise<ModuleField[]> {
	const { fields } = await chosenDescription(context);
	return fields.filter(({ editable, name }) => editable && name !== 'id');
}

function mapperField(field: ModuleField, required: boolean): ResourceMapperField {
	const options = field.values.map(({ label, value }) => ({ name: label, value }));
	const isChoice = options.length > 0 && field.type !== 'multipicklist';
	return {
		id: field.name,
		displayName: fieldLabel(field),
		required,
		// Shown from the start are only the mandatory ones: a module has dozens of fields, and
		// an untouched switch would be sent as "no".
		removed: !required,
		display: true,
		defaultMatch: false,
		canBeUsedToMatch: field.type !== 'boolean' && field.type !== 'text',
		type: isChoice ? 'options' : (WIDGETS[fieldKind(field)] ?? 'string'),
		...(isChoice && { options }),
		...defaultOf(field),
	};
}

/** What coreBOS fills in itself is shown; not dates, which are those of today. */
function defaultOf({ type, defaultValue }: ModuleField): Pick<ResourceMapperField, 'defaultValue'> {
	if (type === 'boolean') return { defaultValue: defaultValue === '1' || defaultValue === 'on' };
	if (defaultValue === '' || type === 'date' || type === 'datetime') return {};
	return { defaultValue };
}

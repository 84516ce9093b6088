import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import {
	describeModule,
	fieldKind,
	type FieldKind,
	type ModuleDescription,
	type ModuleField,
} from '../../engine';
import { editorConnection } from './listSearch/editorConnection';
import { filterItems } from './listSearch/filterItems';
import { selectedModule } from './listSearch/modules';
import { describeSelectedModule, fieldLabel } from './moduleFields';

/** Operations for fields of each kind, as the workflow editor of coreBOS offers them. */
const OPERATIONS_OF_DATES = [
	...['is', 'is not', 'has changed', 'has changed to', 'between', 'before', 'after', 'is today'],
	...['less than days ago', 'more than days ago', 'in less than', 'in more than', 'days ago'],
	...['days later', 'exists', 'was', 'monthday'],
];
const COMPARISONS = [
	...['equal to', 'less than', 'greater than', 'does not equal'],
	...['less than or equal to', 'greater than or equal to'],
];
const OPERATIONS_OF_TIMES = [
	...['is', 'is not', 'has changed', 'has changed to', 'less than hours before'],
	...['more than hours before', 'less than hours later', 'more than hours later'],
	...COMPARISONS,
	...['exists', 'was'],
];
const OPERATIONS_OF_CHOICES = [
	...['is', 'is not', 'contains', 'does not contain', 'has changed', 'has changed to', 'is empty'],
	...['is not empty', 'exists', 'was', 'has this as nth child'],
];
const OPERATIONS_OF_TEXTS = [
	...['is', 'contains', 'does not contain', 'starts with', 'ends with', 'has changed', 'is empty'],
	...['is not empty', 'exists', 'does not start with', 'does not end with', 'was', 'matches'],
];

const OPERATIONS: Readonly<Record<FieldKind, string[]>> = {
	boolean: OPERATIONS_OF_CHOICES,
	date: OPERATIONS_OF_DATES,
	datetime: OPERATIONS_OF_TIMES,
	multipicklist: ['is', 'is not', 'was'],
	number: [...COMPARISONS, 'has changed', 'exists', 'was'],
	owner: OPERATIONS_OF_CHOICES,
	picklist: OPERATIONS_OF_CHOICES,
	reference: OPERATIONS_OF_CHOICES,
	text: OPERATIONS_OF_TEXTS,
	time: OPERATIONS_OF_TIMES,
};

/** Each operation that the editor of coreBOS offers for any field. */
const ALL_OPERATIONS = [...new Set(Object.values(OPERATIONS).flat())];

const LINKED_FIELD = /^(\w+) : \((\w+)\) (\w+)$/;

/** Fields of the selected module and of linked records, as conditions name them. */
export async function searchConditionFields(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const description = await describeSelectedModule(this);
	const links = description.fields.flatMap((field) =>
		field.refersTo.map((module) => ({ field, module })),
	);
	const linked = await Promise.all(
		links.map(async ({ field, module }) => {
			const fields = await fieldsUserMaySee(this, module);
			return fields.map(({ name, label }) => ({
				name: `${field.label} : (${module}) ${label} (${name})`,
				value: `${field.name} : (${module}) ${name}`,
			}));
		}),
	);
	const own = description.fields.map((field) => ({
		name: fieldLabel(field),
		value: field.name,
	}));
	const [ownFields, linkedFields] = [own, linked.flat()].map((list) => filterItems(list, filter));
	return { results: [...ownFields.results, ...linkedFields.results] };
}

/** A field may refer to modules that the user cannot see; their fields cannot be listed. */
async function fieldsUserMaySee(
	context: ILoadOptionsFunctions,
	module: string,
): Promise<ModuleField[]> {
	const { fields } = await descriptionOf(context, module).catch(
		(): Pick<ModuleDescription, 'fields'> => ({ fields: [] }),
	);
	return fields;
}

async function descriptionOf(
	context: ILoadOptionsFunctions,
	module: string,
): Promise<ModuleDescription> {
	const { call, account } = await editorConnection(context);
	return await describeModule({ call }, module, account);
}

/**
 * The operations for the field of the condition; all operations if the field is unknown, as
 * without a credential.
 */
export async function getConditionOperations(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const field = await conditionField(this);
	const operations = field === undefined ? ALL_OPERATIONS : OPERATIONS[fieldKind(field)];
	return operations.map((operation) => ({ name: operation, value: operation }));
}

async function conditionField(context: ILoadOptionsFunctions): Promise<ModuleField | undefined> {
	if (!context.getNode().credentials?.coreBosApi) return undefined;
	const given: unknown = context.getCurrentNodeParameter('&field');
	const chosen = String(
		typeof given === 'object' && given !== null && 'value' in given ? given.value : '',
	);
	const linked = LINKED_FIELD.exec(chosen);
	const [module, name] = linked === null ? [selectedModule(context), chosen] : linked.slice(2);
	const { fields } = await descriptionOf(context, module);
	return fields.find((field) => field.name === name);
}

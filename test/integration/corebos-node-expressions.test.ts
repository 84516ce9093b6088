import type { INodeParameters, INodeProperties, NodeParameterValueType } from 'n8n-workflow';
import type { Action, Resource } from '../../nodes/CoreBos/action';
import { resources } from '../../nodes/CoreBos/resources';
import { startCoreBos } from '../corebos';
import { MAPPING, RULE, locatorValue, runCoreBos } from './corebos-node';

/** Values for parameters of the node; where operations differ, by resource and operation. */
const VALUES: Record<string, NodeParameterValueType> = {
	allFields: true,
	accountFields: '{"phone": "1"}',
	accountName: 'Acme',
	binaryProperty: 'data',
	businessMap: locatorValue('37x12'),
	businessRule: locatorValue('37x11'),
	combine: 'and',
	comment: 'Called',
	contactFields: '{}',
	contactLastName: 'Lead',
	conditionGroups: {},
	conditionsFrom: 'below',
	conditionsJson: '[]',
	conditionsReading: 'save',
	content: '<map></map>',
	'document create content': 'link',
	context: '{"a": 1}',
	createAccount: true,
	createContact: true,
	createOpportunity: true,
	default: 'none',
	direction: 'getRelatedModulesInfomation',
	documentId: locatorValue('15x10'),
	fields: {
		mappingMode: 'defineBelow',
		value: { lastname: 'Stone' },
		matchingColumns: ['lastname'],
	},
	'businessMap createCallingMap fields': 'lastname',
	fieldsJson: '{"lastname": "Stone"}',
	filters: { conditions: [{ field: 'lastname', operator: 'equals', value: 'Lee' }] },
	folder: locatorValue('22x1'),
	key: 'shop',
	kind: 'record',
	'module getViews kind': 'getViewsByModule',
	leadId: locatorValue('10x9'),
	limit: 5,
	mapType: 'Mapping',
	module: locatorValue('Contacts', 'name'),
	name: 'New Map',
	operationTrackingID: '62a1f0',
	opportunityFields: '{}',
	opportunityName: 'Deal',
	options: {},
	output: 'module',
	owner: locatorValue('19x1'),
	parameters: { parameter: [{ name: 'elementType', value: 'Contacts' }] },
	'businessMap process recordId': locatorValue('14x5'),
	'businessMap process parameters': '{"infields": {} }',
	parametersJson: '{"elementType": "Contacts"}',
	query: 'select lastname from Contacts;',
	recordId: locatorValue('12x3'),
	records: '12x3',
	relatedModule: locatorValue('Products', 'name'),
	returnAll: false,
	ruleMap: locatorValue('37x11'),
	saveAs: 'name',
	searchOn: 'lastname',
	specifyParameters: 'fields',
	startBy: 'workflow_id',
	startValue: '77',
	template: '15x10',
	title: 'Offer',
	triggerUrl: 'https://n8n.example.com/webhook/corebos',
	url: 'https://files.example.com/offer.pdf',
	userId: locatorValue('19x1'),
	users: 'all',
	value: 'https://shop.example',
	values: '{"productname": "x"}',
	valuesFrom: 'fields',
	viewId: locatorValue(''),
	webServiceOperation: locatorValue('describe', 'name'),
	what: 'groups',
	withRecords: '14x5',
	workflowId: locatorValue('1'),
};

type Choice = { resource: string; operation: string };

/** The value for a parameter; its default if the table has none. */
function valueOf({ resource, operation }: Choice, { name, default: preset }: INodeProperties) {
	return VALUES[`${resource} ${operation} ${name}`] ?? VALUES[name] ?? preset;
}

/** Values that the editor lets nobody write as one expression. */
const COLLECTIONS = ['collection', 'fixedCollection'];

/** The same value as an expression that n8n works out. */
function byExpression({ type }: INodeProperties, value: NodeParameterValueType) {
	if (type !== 'resourceLocator') return `={{ ${JSON.stringify(value)} }}`;
	const { value: inner, ...locator } = value as unknown as { value: string };
	return { ...locator, value: `={{ ${JSON.stringify(inner)} }}` };
}

/** What became of a run, without what every run has of its own, such as ids and times. */
async function outcomeOf(parameters: INodeParameters) {
	const coreBos = await startCoreBos({
		settings: { shop: 'https://shop.example' },
		records: {
			Accounts: [{ id: '11x1', accountname: 'Acme' }],
			Contacts: [{ id: '12x3', firstname: 'Zoë', lastname: 'Lee', account_id: '11x1' }],
			Products: [{ id: '14x5', productname: 'Alpha' }],
			Leads: [{ id: '10x9', firstname: 'Rec', lastname: 'Lead', company: 'Rec Co' }],
			Documents: [
				{ id: '15x10', notes_title: 'Link', filelocationtype: 'E', filename: 'http://f' },
			],
			cbMap: [RULE, MAPPING],
		},
	});
	try {
		const { json, error } = await runCoreBos(coreBos, parameters);
		return { error: error?.message, outputs: json.map((item) => Object.keys(item).sort()) };
	} finally {
		await coreBos.close();
	}
}

/** The lists by which other parameters are shown, with each of their values; always shown themselves. */
function choicesIn({ properties }: Action): INodeParameters[] {
	const deciding = new Set(
		properties.flatMap(({ displayOptions }) => Object.keys(displayOptions?.show ?? {})),
	);
	const lists = properties.filter(
		({ type, name, displayOptions }) =>
			type === 'options' && deciding.has(name) && displayOptions === undefined,
	);
	return [
		{},
		...lists.flatMap(({ name, options = [] }) =>
			options.flatMap((option) => ('value' in option ? [{ [name]: option.value }] : [])),
		),
	];
}

const OPERATIONS = resources.flatMap((resource: Resource) =>
	resource.actions.map(
		(action) => [`${resource.choice.name}: ${action.choice.name}`, resource, action] as const,
	),
);

test.each(OPERATIONS)(
	'%s does the same with each parameter by expression',
	async (_name, resource, action) => {
		const choice = { resource: resource.choice.value, operation: action.choice.value };
		const properties = action.properties.filter(({ type }) => type !== 'notice');
		const values = Object.fromEntries(
			properties.map((property) => [property.name, valueOf(choice, property)]),
		);
		for (const inner of choicesIn(action)) {
			const plain: INodeParameters = { ...choice, ...values, ...inner };
			const expected = await outcomeOf(plain);
			expect(expected.error ?? '').not.toMatch(/parameter|is required|issues|no answer/i);
			for (const property of properties) {
				if (property.noDataExpression || COLLECTIONS.includes(property.type)) continue;
				const expression = byExpression(property, plain[property.name]);
				const outcome = await outcomeOf({ ...plain, [property.name]: expression });
				expect({ [property.name]: outcome }).toEqual({ [property.name]: expected });
			}
		}
	},
);

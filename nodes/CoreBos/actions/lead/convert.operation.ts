import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { ownerLocator, recordLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action, type ActionRun } from '../../action';
import { callOptions, callOptionsOf } from '../../callOptions';
import {
	jsonObject,
	locatorValue,
	optionalLocatorValue,
	ParameterError,
} from '../../../editor/parameterValues';
import {
	ownerOrCurrentUser,
	existingRecord,
	webServiceId,
	writtenValues,
} from '../../../../engine';
import { writingOf, writtenValueOptions } from '../../writtenValues';

/** A record that a lead can become. */
interface Target {
	module: 'Accounts' | 'Contacts' | 'Potentials';
	/** What the user reads. */
	label: string;
	/** Parameter that asks for the record. */
	wanted: INodeProperties;
	/** Parameter for its name, and the field of the record. */
	name: { parameter: string; field: string; label: string };
	/** Parameter for its further fields. */
	fields: string;
	/** What it is called after the lead where nobody says otherwise. */
	fromLead(lead: IDataObject): IDataObject;
}

const TARGETS: Target[] = [
	{
		module: 'Accounts',
		label: 'Account',
		wanted: {
			displayName: 'Create Account',
			name: 'createAccount',
			type: 'boolean',
			default: true,
			description: 'Whether to create the account',
		},
		name: { parameter: 'accountName', field: 'accountname', label: 'Account Name' },
		fields: 'accountFields',
		fromLead: ({ company }) => ({ accountname: company }),
	},
	{
		module: 'Contacts',
		label: 'Contact',
		wanted: {
			displayName: 'Create Contact',
			name: 'createContact',
			type: 'boolean',
			default: true,
			description: 'Whether to create the contact',
		},
		name: { parameter: 'contactLastName', field: 'lastname', label: 'Contact Last Name' },
		fields: 'contactFields',
		fromLead: ({ firstname, lastname }) => ({ firstname, lastname }),
	},
	{
		module: 'Potentials',
		label: 'Opportunity',
		wanted: {
			displayName: 'Create Opportunity',
			name: 'createOpportunity',
			type: 'boolean',
			default: false,
			description: 'Whether to create the opportunity',
		},
		name: { parameter: 'opportunityName', field: 'potentialname', label: 'Opportunity Name' },
		fields: 'opportunityFields',
		fromLead: ({ company }) => ({ potentialname: company }),
	},
];

/** `convertlead`, which coreBOS does once for a lead. */
export const convert: Action = {
	choice: {
		name: 'Convert',
		value: 'convert',
		action: 'Convert a lead',
		description: 'Make an account, a contact and an opportunity out of a lead',
	},
	properties: [
		recordLocator(
			{ displayName: 'Lead', name: 'leadId', description: 'The lead to convert' },
			{ list: false },
		),
		...TARGETS.flatMap(parametersOf),
		ownerLocator({
			description: 'Who the new records belong to; empty takes the user of the credential',
		}),
	],
	options: [
		...writtenValueOptions,
		...callOptionsOf('convertlead'),
		{
			displayName: 'Transfer Related Records To',
			name: 'transferTo',
			type: 'options',
			options: [
				{ name: 'Account', value: 'Accounts' },
				{ name: 'Contact', value: 'Contacts' },
			],
			default: 'Contacts',
			description: 'Which of the new records gets what was related to the lead',
		},
	],
	async execute(run, itemIndex) {
		const { node, client } = run;
		const leadId = await webServiceId(client, locatorValue(node, 'leadId', itemIndex, 'Lead'));
		const { transferTo } = node.getNodeParameter('options', itemIndex, {}) as IDataObject;
		const element = {
			leadId,
			assignedTo: await ownerOrCurrentUser(client, optionalLocatorValue(node, 'owner', itemIndex)),
			...(transferTo && { transferRelatedRecordsTo: transferTo }),
			entities: await entitiesOf(run, itemIndex, leadId),
		};
		const { parameters } = callOptions(node, itemIndex);
		return outputsOf(await client.call('convertlead', { element, ...parameters }));
	},
};

function parametersOf({ label, wanted, name, fields }: Target): INodeProperties[] {
	const displayOptions = { show: { [wanted.name]: [true] } };
	return [
		wanted,
		{
			displayName: name.label,
			name: name.parameter,
			type: 'string',
			default: '',
			displayOptions,
			description: 'Empty takes it from the lead',
		},
		{
			displayName: `${label} Fields`,
			name: fields,
			type: 'json',
			default: '{}',
			displayOptions,
			description: `Further fields of the ${label.toLowerCase()} by their names`,
		},
	];
}

/** @throws ParameterError where no record is asked for */
async function entitiesOf(run: ActionRun, itemIndex: number, leadId: string): Promise<IDataObject> {
	const { node, client } = run;
	const targets = TARGETS.filter(
		({ wanted }) => node.getNodeParameter(wanted.name, itemIndex) === true,
	);
	if (targets.length === 0) {
		throw new ParameterError('Choose at least one record to create out of the lead');
	}
	const lead = await existingRecord(client, leadId);
	const entities = targets.map(async (target) => {
		const values = entityFields(node, itemIndex, target, lead as IDataObject);
		const { fields } = await run.describe(target.module);
		const element = await writtenValues(values, fields, writingOf(run, itemIndex));
		return [target.module, { ...element, create: true, name: target.module }] as const;
	});
	return Object.fromEntries(await Promise.all(entities));
}

function entityFields(
	node: IExecuteFunctions,
	itemIndex: number,
	{ module, name, fields, fromLead }: Target,
	lead: IDataObject,
): IDataObject {
	const given = String(node.getNodeParameter(name.parameter, itemIndex, '')).trim();
	return {
		...fromLead(lead),
		...(given !== '' && { [name.field]: given }),
		...jsonObject(node, fields, itemIndex, `Fields of ${module}`),
	};
}

import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { ownerLocator, recordLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action, type ActionRun } from '../../action';
import { callOptions, callOptionsOf } from '../../callOptions';
import {
	jsonObject,
	locatorValue,
	optionalLocatorValue,
	optionsOf,
} from '../../../editor/parameterValues';
import { ParameterError } from '../../../transport/parameterError';
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
	/** Parameter that decides whether it is created. */
	wanted: INodeProperties;
	/** Parameter for its name, and the field of the record. */
	name: { parameter: string; field: string; label: string };
	/** Parameter for its other fields. */
	fields: string;
	/** Its name, taken from the lead unless the user enters one. */
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

/** `convertlead`, which coreBOS does only once for each lead. */
export const convert: Action = {
	choice: {
		name: 'Convert',
		value: 'convert',
		action: 'Convert a lead',
		description: 'Convert a lead into an account, a contact and an opportunity',
	},
	properties: [
		recordLocator(
			{ displayName: 'Lead', name: 'leadId', description: 'The lead to convert' },
			{ list: false },
		),
		...TARGETS.flatMap(parametersOf),
		ownerLocator({
			description: 'The owner of the new records; empty uses the user of the credential',
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
			description: 'Which of the new records the related records of the lead are moved to',
		},
	],
	async execute(run, itemIndex) {
		const { node, client } = run;
		const leadId = await webServiceId(client, locatorValue(node, 'leadId', itemIndex, 'Lead'));
		const { transferTo } = optionsOf(node, itemIndex);
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
			description: 'The name; empty uses that of the lead',
		},
		{
			displayName: `${label} Fields`,
			name: fields,
			type: 'json',
			default: '{}',
			displayOptions,
			description: `Other fields of the ${label.toLowerCase()}, by field name`,
		},
	];
}

/** @throws ParameterError if no record is to be created */
async function entitiesOf(run: ActionRun, itemIndex: number, leadId: string): Promise<IDataObject> {
	const { node, client } = run;
	const targets = TARGETS.filter(
		({ wanted }) => node.getNodeParameter(wanted.name, itemIndex) === true,
	);
	if (targets.length === 0) {
		throw new ParameterError(
			'No record to create is selected',
			'Turn on "Create Account", "Create Contact" or "Create Opportunity".',
		);
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

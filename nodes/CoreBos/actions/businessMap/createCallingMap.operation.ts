import type { IDataObject } from 'n8n-workflow';
import {
	callingMapXml,
	saveBusinessMap,
	WEB_SERVICE_MAPPING,
	type CallingMap,
} from '../../../../engine';
import { moduleLocator, ownerLocator } from '../../../editor/listSearch/locators';
import type { Action, ActionRun } from '../../action';
import { locatorValue, splitNames, optionalLocatorValue } from '../../../editor/parameterValues';
import { ParameterError } from '../../../transport/parameterError';

/** The way from coreBOS to a CoreBOS Trigger: the web service can create maps, but not workflows. */
export const createCallingMap: Action = {
	choice: {
		name: 'Create Calling Map',
		value: 'createCallingMap',
		action: 'Create a map that calls a trigger',
		description:
			'Create a web service map in coreBOS that posts records to a CoreBOS Trigger. A coreBOS workflow whose task Run Web Service uses this map then calls the trigger.',
	},
	properties: [
		{
			displayName:
				'Afterwards, create a workflow for the module in coreBOS, add the task "Run Web Service", and select this map in it.',
			name: 'callingMapNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Trigger URL',
			name: 'triggerUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://n8n.example.com/webhook/…',
			description: 'The production URL of the CoreBOS Trigger to call',
		},
		{
			displayName: 'Start By',
			name: 'startBy',
			type: 'options',
			options: [
				{ name: 'Trigger Key', value: 'workflow_trigger' },
				{ name: 'Workflow ID', value: 'workflow_id' },
			],
			default: 'workflow_id',
			description: 'Whether the permission of the trigger lists a workflow ID or a trigger key',
		},
		{
			displayName: 'Workflow ID or Key',
			name: 'startValue',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 77',
			description: 'The ID or key that a permission of the trigger lists',
		},
		moduleLocator({ description: 'The module whose records are sent' }),
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. Call n8n: Contacts',
			description:
				'The name of the map; empty names it after the module and the workflow. An existing web service map with this name is changed.',
		},
		{
			displayName: 'Fields',
			name: 'fields',
			type: 'string',
			default: '',
			placeholder: 'e.g. firstname,lastname,email',
			description: 'Names of the fields to send, separated by commas; empty sends all fields',
		},
		ownerLocator({
			description: 'The owner of a new map; empty uses the user of the credential',
		}),
	],
	options: [
		{
			displayName: 'Header With Secret',
			name: 'headerName',
			type: 'string',
			default: '',
			placeholder: 'e.g. X-CoreBOS-Secret',
			description: 'Name of the header in which the trigger expects its shared secret',
		},
		{
			displayName: 'Header Value From Setting',
			name: 'headerSetting',
			type: 'string',
			default: 'n8n_trigger_secret',
			description:
				'Key of the coreBOS setting that contains the shared secret (see Setting: Set). The map itself does not contain the secret.',
		},
		{
			displayName: 'Values',
			name: 'values',
			type: 'options',
			options: [
				{
					name: 'As Shown to the User',
					value: 'shown',
					description: 'Numbers and dates in the format of the user who runs the coreBOS workflow',
				},
				{ name: 'As Stored', value: 'stored', description: 'Plain numbers, ISO dates, IDs' },
			],
			default: 'stored',
			description: 'How field values are sent',
		},
	],
	async execute(run, itemIndex) {
		const { node, client } = run;
		const wanted = await callingMap(run, itemIndex);
		const given = String(node.getNodeParameter('name', itemIndex, '')).trim();
		const { starts, module, url } = wanted;
		const saved = await saveBusinessMap(client, {
			name: given || `Call n8n: ${module}, ${starts.value}`,
			type: WEB_SERVICE_MAPPING,
			module,
			content: callingMapXml(wanted),
			owner: optionalLocatorValue(node, 'owner', itemIndex) || undefined,
		});
		return [{ json: { ...saved, url } }];
	},
};

/** @throws ParameterError for a header without a setting and for unknown fields */
async function callingMap(run: ActionRun, itemIndex: number): Promise<CallingMap> {
	const { node } = run;
	const options = node.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const module = locatorValue(node, 'module', itemIndex, 'Module');
	const header = String(options.headerName ?? '').trim();
	const setting = String(options.headerSetting ?? 'n8n_trigger_secret').trim();
	if (header !== '' && setting === '') {
		throw new ParameterError(
			'The option "Header Value From Setting" is empty',
			'Enter the key of the coreBOS setting that contains the secret.',
		);
	}
	return {
		url: String(node.getNodeParameter('triggerUrl', itemIndex)),
		module,
		starts: {
			parameter: node.getNodeParameter('startBy', itemIndex) as CallingMap['starts']['parameter'],
			value: String(node.getNodeParameter('startValue', itemIndex)).trim(),
		},
		fields: await fieldNames(run, itemIndex, module),
		values: options.values === 'shown' ? 'shown' : 'stored',
		...(header !== '' && { secret: { header, setting } }),
	};
}

/**
 * The fields to send: all fields of the module if none are given.
 *
 * @throws CoreBosError for a module that does not exist
 * @throws ParameterError for a field that the module does not have: coreBOS would send it empty
 */
async function fieldNames(
	{ node, describe }: ActionRun,
	itemIndex: number,
	module: string,
): Promise<string[]> {
	const { fields } = await describe(module);
	const known = fields.map(({ name }) => name).filter((name) => name !== 'id');
	const wanted = splitNames(node.getNodeParameter('fields', itemIndex, ''));
	const unknown = wanted.filter((name) => !known.includes(name));
	if (unknown.length > 0) {
		throw new ParameterError(
			`The module ${module} has no field ${unknown.join(', ')}`,
			'Correct the names in "Fields". Module: Describe lists the fields of a module.',
		);
	}
	return wanted.length === 0 ? known : wanted;
}

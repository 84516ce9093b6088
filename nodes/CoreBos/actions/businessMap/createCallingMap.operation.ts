import type { IExecuteFunctions } from 'n8n-workflow';
import {
	callingMapXml,
	callingWorkflowCsv,
	saveBusinessMap,
	WEB_SERVICE_MAPPING,
	type CallingMap,
	type CallingWorkflow,
} from '../../../../engine';
import { FIELD_LIST } from '../../../editor/filterParameters';
import { moduleLocator, ownerLocator } from '../../../editor/listSearch/locators';
import type { Action, ActionRun } from '../../action';
import {
	listedNames,
	locatorValue,
	splitNames,
	optionalLocatorValue,
	optionsOf,
} from '../../../editor/parameterValues';
import { ParameterError } from '../../../transport/parameterError';

/**
 * The way from coreBOS to a coreBOS Trigger: the web service creates the map; the workflow that
 * runs it is a file, because workflows can only be imported on a page of coreBOS.
 */
export const createCallingMap: Action = {
	choice: {
		name: 'Create Calling Workflow',
		value: 'createCallingMap',
		action: 'Create a workflow that calls a trigger',
		description:
			'Create a web service map in coreBOS that posts records to a coreBOS Trigger, and get the file of a coreBOS workflow that runs it',
	},
	properties: [
		{
			displayName:
				'Three clicks remain in coreBOS: open Settings → Workflows, choose Actions → Import, and select the file that this operation outputs. Import it only once: each import creates another workflow.',
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
			description: 'The production URL of the coreBOS Trigger to call',
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
			placeholder: 'e.g. 43',
			description: 'The ID or key that a permission of the trigger lists',
		},
		moduleLocator({ description: 'The module whose records are sent' }),
		{
			displayName: 'Call On',
			name: 'callOn',
			type: 'options',
			options: [
				{ name: 'Change', value: 'change', description: 'Each save of a record that exists' },
				{ name: 'Create', value: 'create', description: 'The first save of a record' },
				{ name: 'Delete', value: 'delete', description: 'Right before a record is deleted' },
				{ name: 'Every Save', value: 'save', description: 'Create and change' },
			],
			default: 'save',
			description: 'When coreBOS calls the trigger',
		},
		{
			displayName: 'Send Values Before',
			name: 'sendBefore',
			type: 'boolean',
			default: false,
			displayOptions: { show: { callOn: ['change', 'save'] } },
			description:
				'Whether to send the values before the save as well, as previous_ and the name of the field in the workflow context. Check Conditions uses them for "has changed" and "was".',
		},
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
			displayName: 'Field Names or IDs',
			name: 'fieldNames',
			...FIELD_LIST,
			type: 'multiOptions',
			default: [],
			description:
				'The fields to send; all by default. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'More Fields',
			name: 'fields',
			type: 'string',
			default: '',
			placeholder: 'e.g. firstname,lastname,email',
			description:
				'API names of more fields to send, separated by commas. Without any field, all are sent.',
		},
		ownerLocator({
			description: 'The owner of a new map; empty uses the user of the credential',
		}),
	],
	options: [
		{
			displayName: 'Conditions (JSON)',
			name: 'conditionsJson',
			type: 'json',
			default: '[]',
			description:
				'Conditions that a record must meet, in the format of the column "test" of a workflow; empty calls for every record',
		},
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
		{
			displayName: 'Workflow Name',
			name: 'workflowName',
			type: 'string',
			default: '',
			placeholder: 'e.g. Call n8n: Contacts',
			description: 'The name of the workflow in coreBOS; empty uses the name of the map',
		},
	],
	async execute(run, itemIndex) {
		const { node, client } = run;
		const wanted = await callingMap(run, itemIndex);
		const given = String(node.getNodeParameter('name', itemIndex, '')).trim();
		const { starts, module, url } = wanted;
		const name = given || `Call n8n: ${module}, ${starts.value}`;
		// Says what is wrong with the conditions before anything is written.
		callingWorkflowOf(node, itemIndex, module, { id: '1', name });
		const saved = await saveBusinessMap(client, {
			name,
			type: WEB_SERVICE_MAPPING,
			module,
			content: callingMapXml(wanted),
			owner: optionalLocatorValue(node, 'owner', itemIndex) || undefined,
		});
		const { description, csv } = callingWorkflowOf(node, itemIndex, module, saved);
		const file = await node.helpers
			.prepareBinaryData(Buffer.from(csv), `${fileName(description)}.csv`, 'text/csv')
			.catch((error: Error) => {
				throw new ParameterError(
					`The map "${saved.name}" (${saved.id}) was saved, but its workflow file could not be stored: ${error.message}`,
					'Run the operation again with this name: it changes this map and makes the file.',
				);
			});
		const json = { ...saved, url, workflow: description, nextSteps: NEXT_STEPS };
		return [{ json, binary: { data: file } }];
	},
};

/** What remains to be done in coreBOS. */
const NEXT_STEPS = [
	'In coreBOS, open Settings → Workflows',
	'Choose Actions → Import',
	'Select this file (binary property "data") and import it, once',
];

function callingWorkflowOf(
	node: IExecuteFunctions,
	itemIndex: number,
	module: string,
	map: { id: string; name: string },
): { description: string; csv: string } {
	const { workflowName, conditionsJson } = optionsOf(node, itemIndex);
	const description = String(workflowName ?? '').trim() || map.name;
	const conditions =
		typeof conditionsJson === 'object' && conditionsJson !== null
			? JSON.stringify(conditionsJson)
			: String(conditionsJson ?? '');
	const when = node.getNodeParameter('callOn', itemIndex, 'save') as CallingWorkflow['when'];
	return { description, csv: callingWorkflowCsv({ module, description, when, map, conditions }) };
}

function fileName(name: string): string {
	return name.replace(/[^\p{L}\p{N} ._-]+/gu, '').trim() || 'workflow';
}

/** @throws ParameterError for a header without a setting and for unknown fields */
async function callingMap(run: ActionRun, itemIndex: number): Promise<CallingMap> {
	const { node } = run;
	const options = optionsOf(node, itemIndex);
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
		withBefore: sendsBefore(node, itemIndex),
		...(header !== '' && { secret: { header, setting } }),
	};
}

/** Only a save of a record that exists has values before it. */
function sendsBefore(node: IExecuteFunctions, itemIndex: number): boolean {
	const callOn = node.getNodeParameter('callOn', itemIndex, 'save') as CallingWorkflow['when'];
	const isSave = callOn === 'change' || callOn === 'save';
	return isSave && node.getNodeParameter('sendBefore', itemIndex, false) === true;
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
	const names = listedNames(node.getNodeParameter('fieldNames', itemIndex, []));
	const more = splitNames(node.getNodeParameter('fields', itemIndex, ''));
	const wanted = [...new Set([...names, ...more])];
	const unknown = wanted.filter((name) => !known.includes(name));
	if (unknown.length > 0) {
		throw new ParameterError(
			`The module ${module} has no field ${unknown.join(', ')}`,
			'Correct the names of the fields. Module: Describe lists the fields of a module.',
		);
	}
	return wanted.length === 0 ? known : wanted;
}

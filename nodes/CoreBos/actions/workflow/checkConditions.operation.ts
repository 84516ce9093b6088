import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { evaluateConditions, evaluateScheduledConditions } from '../../../../engine';
import { moduleLocator, workflowLocator } from '../../../editor/listSearch/locators';
import { locatorValue, optionalLocatorValue, optionsOf } from '../../../editor/parameterValues';
import { installOf } from '../../../environment/install';
import { contextPropertyOption } from '../../../environment/recordOptions';
import type { Action, Output } from '../../action';
import { callConcurrency } from '../../concurrency';
import { conditionGroups, conditionsOfGroups } from './conditionGroups';
import { MET, NOT_MET } from './conditionOutputs';
import { beforePropertyOption, environmentOfItem } from '../../../environment/itemEnvironment';
import { workflowOfInstall } from './installWorkflow';

/** Checks conditions of coreBOS for the items: two outputs, or one with a property. */
export const checkConditions: Action = {
	choice: {
		name: 'Check Conditions',
		value: 'checkConditions',
		action: 'Check workflow conditions',
		description:
			'Check whether items meet the conditions of a coreBOS workflow. Each item is the record.',
	},
	properties: [
		{
			displayName: 'Conditions From',
			name: 'conditionsFrom',
			type: 'options',
			options: [
				{
					name: 'Conditions Below',
					value: 'below',
					description: 'Groups of conditions, as in the workflow editor of coreBOS',
				},
				{
					name: 'JSON',
					value: 'json',
					description: 'The JSON text that coreBOS stores and exports',
				},
				{
					name: 'Workflow in coreBOS',
					value: 'workflow',
					description: 'The current conditions of a workflow; requires a credential',
				},
			],
			default: 'below',
			description: 'Where the conditions come from',
		},
		moduleLocator({
			required: false,
			displayOptions: { show: { conditionsFrom: ['below', 'json'] } },
			description: 'The module of the record',
		}),
		{ ...conditionGroups, displayOptions: { show: { conditionsFrom: ['below'] } } },
		{
			displayName: 'Conditions (JSON)',
			name: 'conditionsJson',
			type: 'json',
			default: '[]',
			required: true,
			displayOptions: { show: { conditionsFrom: ['json'] } },
			description: 'The list of conditions, as in the column "test" of a workflow',
		},
		workflowLocator({
			displayOptions: { show: { conditionsFrom: ['workflow'] } },
			description: 'The workflow whose conditions to check',
		}),
		{
			displayName: 'Read Conditions As',
			name: 'conditionsReading',
			type: 'options',
			options: [
				{
					name: 'On Save',
					value: 'save',
					description: 'As in a workflow that runs when a record is saved',
				},
				{
					name: 'Scheduled Run',
					value: 'scheduled',
					description:
						'As in a scheduled workflow: the database ignores case and accents, reads commas in text as alternatives, and does not know what changed',
				},
			],
			default: 'save',
			description: 'How to compare: coreBOS does it differently in the two kinds of workflow',
		},
	],
	options: [
		beforePropertyOption,
		contextPropertyOption,
		{
			displayName: 'Result Property',
			name: 'resultProperty',
			type: 'string',
			default: '',
			placeholder: 'e.g. met',
			description:
				'Output property for whether the conditions are met. If set, the node has one output instead of two.',
		},
	],
	handsItemsOn: true,
	start(node) {
		const install = installOf(node, callConcurrency(node));
		return async (itemIndex) => {
			const { coreBos } = await install();
			const { module, conditions } = await wantedConditions(node, itemIndex, coreBos);
			const reading = node.getNodeParameter('conditionsReading', itemIndex, 'save');
			const check = reading === 'scheduled' ? evaluateScheduledConditions : evaluateConditions;
			const environment = environmentOfItem(node, itemIndex);
			const isMet = await check(conditions, { ...environment, module, coreBos });
			return [resultOf(node, itemIndex, isMet)];
		};
	},
};

/** @throws ParameterError if the conditions cannot be found or are not a list */
async function wantedConditions(
	node: IExecuteFunctions,
	itemIndex: number,
	coreBos: Parameters<typeof workflowOfInstall>[0] | undefined,
): Promise<{ module: string | undefined; conditions: string }> {
	const from = node.getNodeParameter('conditionsFrom', itemIndex) as 'below' | 'json' | 'workflow';
	if (from === 'workflow') {
		const wanted = locatorValue(node, 'workflowId', itemIndex, 'Workflow');
		const workflow = await workflowOfInstall(coreBos, wanted);
		return { module: workflow.module_name, conditions: workflow.test };
	}
	const module = optionalLocatorValue(node, 'module', itemIndex) || undefined;
	if (from === 'below') {
		return { module, conditions: conditionsOfGroups(node, itemIndex) };
	}
	const given = node.getNodeParameter('conditionsJson', itemIndex);
	return { module, conditions: typeof given === 'string' ? given : JSON.stringify(given) };
}

function resultOf(node: IExecuteFunctions, itemIndex: number, isMet: boolean): Output {
	const { json, binary } = node.getInputData()[itemIndex];
	const { resultProperty = '' } = optionsOf<{ resultProperty?: string }>(node, itemIndex);
	const property = resultProperty.trim();
	if (property === '') return { json, binary, output: isMet ? MET : NOT_MET };
	return { json: { ...json, [property]: isMet } as IDataObject, binary };
}

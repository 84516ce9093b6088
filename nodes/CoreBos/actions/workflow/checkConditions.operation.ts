import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { evaluateConditions, evaluateScheduledConditions } from '../../../../engine';
import { moduleLocator, workflowLocator } from '../../../editor/listSearch/locators';
import { locatorValue, optionalLocatorValue } from '../../../editor/parameterValues';
import { installOf } from '../../../RunWebServiceMap/install';
import { contextPropertyOption } from '../../../RunWebServiceMap/recordOptions';
import type { Action, Output } from '../../action';
import { parallelCalls } from '../../parallelCalls';
import { conditionGroups, conditionsOfGroups } from './conditionGroups';
import { MET, NOT_MET } from './conditionOutputs';
import { beforePropertyOption, environmentOfItem } from './itemEnvironment';
import { workflowOfInstall } from './installWorkflow';

/** Conditions of coreBOS on the items: two outputs, or one with a property. */
export const checkConditions: Action = {
	choice: {
		name: 'Check Conditions',
		value: 'checkConditions',
		action: 'Check workflow conditions',
		description:
			'Check whether items meet conditions as a workflow of coreBOS has them. The record is the item.',
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
					description: 'The text that coreBOS stores and exports',
				},
				{
					name: 'Workflow of coreBOS',
					value: 'workflow',
					description: 'The conditions that a workflow has now; needs a credential',
				},
			],
			default: 'below',
			description: 'Where the conditions come from',
		},
		moduleLocator({
			required: false,
			displayOptions: { show: { conditionsFrom: ['below', 'json'] } },
			description: 'The module of the record that the item is',
		}),
		{ ...conditionGroups, displayOptions: { show: { conditionsFrom: ['below'] } } },
		{
			displayName: 'Conditions (JSON)',
			name: 'conditionsJson',
			type: 'json',
			default: '[]',
			required: true,
			displayOptions: { show: { conditionsFrom: ['json'] } },
			description: 'The list of conditions, as the column "test" of a workflow has it',
		},
		workflowLocator({
			displayOptions: { show: { conditionsFrom: ['workflow'] } },
			description: 'The workflow whose conditions are checked',
		}),
		{
			displayName: 'Read Conditions As',
			name: 'conditionsReading',
			type: 'options',
			options: [
				{
					name: 'On Save',
					value: 'save',
					description: 'As a workflow that runs when a record is saved',
				},
				{
					name: 'Scheduled Run',
					value: 'scheduled',
					description:
						'As a scheduled workflow, whose database ignores case and accents, takes commas in a text for alternatives, and knows no changes',
				},
			],
			default: 'save',
			description: 'How coreBOS compares: it differs between the two kinds of workflow',
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
				'Property of the item that tells whether the conditions are met. With it the node has one output in place of two.',
		},
	],
	handsItemsOn: true,
	start(node) {
		const install = installOf(node, parallelCalls(node));
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

/** @throws ParameterError where the conditions cannot be found, or are no list */
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
	const { resultProperty = '' } = node.getNodeParameter('options', itemIndex, {}) as {
		resultProperty?: string;
	};
	const property = resultProperty.trim();
	if (property === '') return { json, binary, output: isMet ? MET : NOT_MET };
	return { json: { ...json, [property]: isMet } as IDataObject, binary };
}

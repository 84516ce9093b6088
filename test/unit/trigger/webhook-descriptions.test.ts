import {
	resolveWebhookDescriptionField,
	Workflow,
	type IDataObject,
	type INode,
	type INodeType,
	type INodeTypes,
} from 'n8n-workflow';
import { CoreBosTrigger } from '../../../nodes/CoreBosTrigger/CoreBosTrigger.node';
import {
	callWebhook,
	otherMethodsWebhook,
} from '../../../nodes/CoreBosTrigger/webhookDescriptions';

const trigger = new CoreBosTrigger() as INodeType;
const nodeTypes = {
	getByName: () => trigger,
	getByNameAndVersion: () => trigger,
	getKnownTypes: () => ({}),
} satisfies INodeTypes;

const FIELDS = [
	'path',
	'responseMode',
	'responseCode',
	'responseData',
	'responseBinaryPropertyName',
	'responseHeaders',
];

const setups: Array<[parameters: IDataObject, expected: IDataObject]> = [
	[{}, { path: '', responseMode: 'onReceived', responseCode: 200 }],
	[
		{ path: 'corebos', responseMode: 'lastNode' },
		{
			path: 'corebos',
			responseMode: 'lastNode',
			responseCode: 200,
			responseData: 'firstEntryJson',
		},
	],
	[
		{ responseMode: 'lastNode', responseData: 'allEntries', settings: { responseCode: 201 } },
		{ responseMode: 'lastNode', responseCode: 201, responseData: 'allEntries' },
	],
	[{ settings: { noResponseBody: true } }, { responseData: 'noData' }],
	[{ settings: { responseBody: 'accepted' } }, { responseData: 'accepted' }],
	[
		{ settings: { responseHeaders: { entries: [{ name: 'X-A', value: '1' }] } } },
		{ responseHeaders: { entries: [{ name: 'X-A', value: '1' }] } },
	],
	[{ responseMode: 'responseNode' }, { responseMode: 'responseNode' }],
	[
		{
			responseMode: 'lastNode',
			responseData: 'firstEntryBinary',
			responseBinaryPropertyName: 'photo',
		},
		{ responseData: 'firstEntryBinary', responseBinaryPropertyName: 'photo' },
	],
];

describe('what n8n reads of the webhook description', () => {
	test.each(setups)(
		'%j: the same with and without the expression engine',
		(parameters, expected) => {
			const workflow = new Workflow({
				id: 'w',
				nodes: [
					{
						id: 't',
						name: 'Trigger',
						type: 'x',
						typeVersion: 1,
						position: [0, 0],
						parameters,
					} as unknown as INode,
				],
				connections: {},
				active: false,
				nodeTypes,
			});
			const node = workflow.getNode('Trigger') as INode;
			for (const webhook of [callWebhook, otherMethodsWebhook]) {
				for (const field of FIELDS) {
					const native = resolveWebhookDescriptionField(node, webhook, field);
					const evaluated = workflow.expression.getComplexParameterValue(
						node,
						webhook[field],
						'webhook',
						{},
					);
					expect(native).toEqual({ resolved: true, value: evaluated });
					if (field in expected) expect(evaluated).toEqual(expected[field]);
				}
			}
		},
	);
});

import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { coreBosApiTest } from '../transport/coreBosApiTest';
import { answerCall } from './answerCall';
import { getCallerCode } from './callerExamples';
import { restoreDenied, searchDeniedAddresses } from './deniedAddresses';
import { requireReadableSetup } from './nodeSetup';
import { callOutputs } from './outputs';
import { coreBosTriggerSecretTest } from './sharedSecret';
import { triggerPanel } from './triggerPanel';
import { triggerParameters } from './triggerParameters';
import { callWebhook, otherMethodsWebhook } from './webhookDescriptions';

/** The HTTP handler of coreBOS as an n8n webhook: every permitted system can start the workflow. */
export class CoreBosTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'coreBOS Trigger',
		name: 'coreBosTrigger',
		icon: { light: 'file:../../icons/trigger.svg', dark: 'file:../../icons/trigger.dark.svg' },
		group: ['trigger'],
		// n8n reads the bodies of calls of a later version itself, not by PHP's rules.
		version: 1,
		// n8n's node panel shows one entry for the node and its trigger, with one of the two texts.
		description:
			'Read and change coreBOS records, or start a workflow when coreBOS or another system calls',
		subtitle: '={{ $parameter["path"] || "" }}',
		eventTriggerDescription: 'Waiting for a POST request to the test URL',
		activationMessage: 'Permitted callers can now start this workflow with its production URL.',
		defaults: { name: 'coreBOS Trigger' },
		inputs: [],
		outputs: callOutputs,
		triggerPanel,
		credentials: [
			{
				name: 'coreBosApi',
				required: true,
				testedBy: 'coreBosApiTest',
				displayOptions: { show: { loadRecord: [true] } },
			},
			{
				name: 'coreBosTriggerSecretApi',
				required: true,
				testedBy: 'coreBosTriggerSecretTest',
				displayOptions: { show: { sharedSecret: [true] } },
			},
		],
		webhooks: [callWebhook, otherMethodsWebhook],
		properties: triggerParameters,
	};

	methods = {
		credentialTest: { coreBosApiTest, coreBosTriggerSecretTest },
		listSearch: { searchDeniedAddresses },
		resourceMapping: { getCallerCode },
	};

	// There is nothing to register in the CRM, but the setup of the node must be valid before the
	// first call, to the production URL and to the test URL.
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				requireReadableSetup(this);
				restoreDenied(this);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerCall(this);
	}
}

import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { getModuleFields } from '../editor/moduleFields';
import { coreBosApiTest } from '../transport/coreBosApiTest';
import { searchModules } from '../editor/listSearch';
import { getUsersToIgnore } from '../editor/listSearch/users';
import { pollChanges } from './pollChanges';
import { watchParameters } from './watchParameters';

/**
 * Watches the records of a module. It is separate from coreBOS Trigger because n8n polls every node
 * that supports polling, including a webhook node.
 */
export class CoreBosWatchTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'coreBOS Watch Records Trigger',
		name: 'coreBosWatchTrigger',
		icon: { light: 'file:../../icons/watch.svg', dark: 'file:../../icons/watch.dark.svg' },
		group: ['trigger'],
		version: 1,
		description:
			'Start the workflow when records of a coreBOS module are created, updated or deleted',
		subtitle:
			'={{ [$parameter["module"], [].concat($parameter["events"] || []).join(", ")].filter((part) => part).join(": ") }}',
		defaults: { name: 'coreBOS Watch Records Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'coreBosApi', required: true, testedBy: 'coreBosApiTest' }],
		properties: watchParameters,
	};

	methods = {
		credentialTest: { coreBosApiTest },
		listSearch: { searchModules },
		loadOptions: { getModuleFields, getUsersToIgnore },
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollChanges.call(this);
	}
}

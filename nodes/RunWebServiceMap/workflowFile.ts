import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { workflowFileName } from '../../convert';

/**
 * A workflow as a file that n8n's *Import from File* reads.
 *
 * @param node the node's execute context
 * @param name of the workflow; the file is named after it
 */
export async function workflowFile(
	node: Pick<IExecuteFunctions, 'helpers'>,
	name: string,
	workflow: object,
): Promise<IBinaryData> {
	const content = Buffer.from(JSON.stringify(workflow, null, 2));
	const fileName = workflowFileName(name.replace(/[/\\:*?"<>|\p{Cc}]+/gu, ' '));
	return await node.helpers.prepareBinaryData(content, fileName, 'application/json');
}

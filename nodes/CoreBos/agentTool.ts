import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { thrownError } from '../../engine';
import { errorForNode, errorOfItem } from '../transport/coreBosErrorForNode';

/** What n8n adds to the name of a node type where the node is the tool of an agent. */
const OF_TOOLS = /Tool$/;

/**
 * Runs the node. Where it is the tool of an agent, the agent is told what went wrong and what to do
 * about it: of an error that is thrown, n8n hands nothing or only the message to an agent, which
 * then cannot correct itself. A tool that is to be tried again (*Retry On Fail*) throws, since n8n
 * repeats nothing else.
 *
 * @param run gives the output of the node
 * @throws what `run` throws, if the node is not such a tool or its execution was cancelled
 */
export async function toldToAgent(
	node: IExecuteFunctions,
	run: () => Promise<INodeExecutionData[][]>,
): Promise<INodeExecutionData[][]> {
	const { type, retryOnFail } = node.getNode();
	if (!OF_TOOLS.test(type) || retryOnFail === true) return await run();
	try {
		return await run();
	} catch (error) {
		if (node.getExecutionCancelSignal()?.aborted) {
			throw errorForNode(node.getNode(), thrownError(error), 0, true);
		}
		return [
			[{ json: { error: errorOfItem(thrownError(error), 0, true) }, pairedItem: { item: 0 } }],
		];
	}
}

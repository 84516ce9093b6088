import type { INodeTypeDescription } from 'n8n-workflow';

const URLS =
	'<b>While you build the workflow, use the test URL:</b> click the button, then call the URL once. <br /> <br /> <b>The production URL works as soon as the workflow is published.</b> Calls to it appear in the';
const DENIED =
	"but not here. Denied calls appear only in the list Denied Address of a permission, and in n8n's log.";

/** The text of the panel while the node has no data. */
export const triggerPanel: INodeTypeDescription['triggerPanel'] = {
	// While n8n listens, the panel shows neither the URL nor the parameters.
	header: 'Copy the test URL under Webhook URLs, then listen for a call from a permitted system',
	executionsHelp: {
		inactive: `${URLS} list of executions, ${DENIED}`,
		active: `${URLS} <a data-key="executions">list of executions</a>, ${DENIED}`,
	},
	activationHint:
		'Once the workflow is published, permitted callers start it with the production URL, without this button.',
};

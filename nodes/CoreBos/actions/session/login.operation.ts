import type { IDataObject } from 'n8n-workflow';
import type { Action } from '../../action';
import { challengeFor } from './getChallenge.operation';
import { contextOption, contextParameter, SESSION_ID, TOKEN, withContext } from './workflowContext';

/**
 * Opens a separate session, not the one that the nodes share, and puts it into the output: the
 * only operation that does.
 */
export const login: Action = {
	choice: {
		name: 'Log In',
		value: 'login',
		action: 'Log in',
		description:
			'Open a session and put it into the context of the item, as cb_sessionid. The session is a secret: log out when the maps have finished.',
	},
	properties: [],
	options: [contextOption],
	async execute(run, itemIndex) {
		const { node, client, connection } = run;
		const token = contextParameter(run, itemIndex, TOKEN) || (await challengeFor(run)).token;
		const { username } = await node.getCredentials('coreBosApi');
		const accessKey = connection.accessKeyFor(token);
		const { sessionName, ...about } = (await client.call('login', {
			username,
			accessKey,
		})) as IDataObject;
		const values = { [TOKEN]: token, [SESSION_ID]: String(sessionName) };
		return withContext(run, itemIndex, values, { login: about });
	},
};

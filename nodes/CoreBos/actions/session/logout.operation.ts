import type { Action } from '../../action';
import { contextOption, contextParameter, SESSION_ID, withContext } from './workflowContext';

/** Ends the session in the context of the item; without one, the sessions that the nodes share. */
export const logout: Action = {
	choice: {
		name: 'Log Out',
		value: 'logout',
		action: 'Log out',
		description:
			'End the session in cb_sessionid of the context and remove it from the context. For items without one, end the session that the nodes of this credential share; the next call opens a new one.',
	},
	properties: [],
	options: [contextOption],
	async execute(run, itemIndex) {
		const sessionName = contextParameter(run, itemIndex, SESSION_ID);
		await run.client.call('logout', sessionName === '' ? {} : { sessionName });
		return withContext(run, itemIndex, { [SESSION_ID]: undefined });
	},
};

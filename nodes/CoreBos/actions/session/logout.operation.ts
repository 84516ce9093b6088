import type { Action } from '../../action';
import { contextOption, contextValue, SESSION_ID, withContext } from './workflowContext';

/** Ends the session of the item's context; without one, those that the nodes share. */
export const logout: Action = {
	choice: {
		name: 'Log Out',
		value: 'logout',
		action: 'Log out',
		description:
			'End the session in cb_sessionid of the context and remove it there. Items without one end the session that the nodes of this credential share; the next call opens another.',
	},
	properties: [],
	options: [contextOption],
	async execute(run, itemIndex) {
		const sessionName = contextValue(run, itemIndex, SESSION_ID);
		await run.client.call('logout', sessionName === '' ? {} : { sessionName });
		return withContext(run, itemIndex, { [SESSION_ID]: undefined });
	},
};

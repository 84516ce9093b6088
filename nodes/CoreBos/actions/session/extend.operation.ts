import type { IDataObject } from 'n8n-workflow';
import type { Action } from '../../action';
import { ParameterError } from '../../../editor/parameterValues';
import { contextOption, contextValue, SESSION_ID, withContext } from './workflowContext';

/** coreBOS extends sessions of its web interface alone, and answers all others with an error. */
export const extendSession: Action = {
	choice: {
		name: 'Extend Session',
		value: 'extend',
		action: 'Extend a session',
		description:
			'Ask coreBOS to extend the session in cb_sessionid of the context. It does so only for sessions that were begun in its web interface; others live on by being used.',
	},
	properties: [],
	options: [contextOption],
	async execute(run, itemIndex) {
		const sessionName = contextValue(run, itemIndex, SESSION_ID);
		if (sessionName === '') {
			throw new ParameterError('The context of the item holds no session (cb_sessionid) to extend');
		}
		const extended = (await run.client.call('extendsession', { sessionName })) as IDataObject;
		const session = String(extended.sessionName ?? sessionName);
		return withContext(run, itemIndex, { [SESSION_ID]: session });
	},
};

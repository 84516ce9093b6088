import type { IDataObject } from 'n8n-workflow';
import type { Action } from '../../action';
import { ParameterError } from '../../../transport/parameterError';
import { contextOption, contextParameter, SESSION_ID, withContext } from './workflowContext';

/** coreBOS extends only sessions of its web interface, and answers an error for all others. */
export const extendSession: Action = {
	choice: {
		name: 'Extend Session',
		value: 'extend',
		action: 'Extend a session',
		description:
			'Extend the session in cb_sessionid of the context. coreBOS extends only sessions that were started in its web interface; other sessions stay alive while they are used.',
	},
	properties: [],
	options: [contextOption],
	async execute(run, itemIndex) {
		const sessionName = contextParameter(run, itemIndex, SESSION_ID);
		if (sessionName === '') {
			throw new ParameterError(
				'The context of the item has no session to extend',
				'Put the session into cb_sessionid of the context, or correct the option "Context Property".',
			);
		}
		const extended = (await run.client.call('extendsession', { sessionName })) as IDataObject;
		const session = String(extended.sessionName ?? sessionName);
		return withContext(run, itemIndex, { [SESSION_ID]: session });
	},
};

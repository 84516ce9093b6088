import type { IDataObject } from 'n8n-workflow';
import type { Action, ActionRun } from '../../action';
import { contextOption, TOKEN, withContext } from './workflowContext';

/** The answer of `getchallenge`: the token, and times in seconds since 1970. */
type Challenge = IDataObject & { token: string };

/** Gets a token to log in with; coreBOS returns the same one for two hours. */
export const getChallenge: Action = {
	choice: {
		name: 'Get Challenge',
		value: 'getChallenge',
		action: 'Get a challenge token',
		description: 'Put a challenge token into the context of the item, as cb_token',
	},
	properties: [],
	options: [contextOption],
	async execute(run, itemIndex) {
		const { token, ...times } = await challengeFor(run);
		return withContext(run, itemIndex, { [TOKEN]: token }, { challenge: times });
	},
};

/** A challenge for the user of the credential. */
export async function challengeFor({ node, client }: ActionRun): Promise<Challenge> {
	const { username } = await node.getCredentials('coreBosApi');
	return (await client.call('getchallenge', { username })) as Challenge;
}

import type { Resource } from '../../action';
import { extendSession } from './extend.operation';
import { getChallenge } from './getChallenge.operation';
import { login } from './login.operation';
import { logout } from './logout.operation';

export const sessionResource: Resource = {
	choice: {
		name: 'Session',
		value: 'session',
		description: 'Sessions for maps that log in themselves; the node manages its own session',
	},
	defaultOperation: 'getChallenge',
	actions: [extendSession, getChallenge, login, logout],
};

import { authenticationRequired } from '../refusal';
import { text, type Operation } from './operation';

export const preloginOperations: Record<string, Operation> = {
	getchallenge: (call) => call.sessions.challenge(text(call, 'username')),
	login: (call) => call.sessions.login(text(call, 'username'), text(call, 'accessKey')),
	// Only the web interface's cookie extends a session (recorded).
	extendsession: () => {
		throw authenticationRequired();
	},
};

export const sessionOperations: Record<string, Operation> = {
	logout: (call) => {
		call.sessions.end(call.sessionName);
		return { message: 'successfull' };
	},
};

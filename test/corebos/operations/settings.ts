import { htmlEncoded } from '../html';
import { text, type Operation } from './operation';

export const settingOperations: Record<string, Operation> = {
	// What is stored comes HTML-encoded, the default as it was given (recorded).
	getSetting: (call) => {
		const value = call.install.settings.get(text(call, 'key'));
		return value === undefined ? text(call, 'default') : htmlEncoded(value);
	},
	setSetting: (call) => {
		call.install.settings.set(text(call, 'key'), text(call, 'value'));
		return null;
	},
	delSetting: (call) => {
		call.install.settings.delete(text(call, 'key'));
		return null;
	},
};

import { text, type Operation } from './operation';

export const settingOperations: Record<string, Operation> = {
	getSetting: (call) => call.install.settings.get(text(call, 'key')) ?? text(call, 'default'),
	setSetting: (call) => {
		call.install.settings.set(text(call, 'key'), text(call, 'value'));
		return null;
	},
	delSetting: (call) => {
		call.install.settings.delete(text(call, 'key'));
		return null;
	},
};

import { isRecord } from '../../../engine/is-record';
import { moduleTranslations } from '../languages';
import { Refusal } from '../refusal';
import { names } from './lists';
import { decoded, text, type Operation } from './operation';

/** Texts that have no translation stay as they are; an unknown language is taken for English. */
const gettranslation: Operation = (call) => {
	const { data, modules } = call.install;
	const translations = data.translations[text(call, 'language')] ?? {};
	const isKnownLanguage = Object.hasOwn(data.translations, text(call, 'language'));
	const wanted = decoded(call, 'totranslate');
	// An object comes back with its keys; a key that is the name of a module finds its label.
	if (isRecord(wanted)) {
		const known = moduleTranslations(text(call, 'language')) ?? {};
		return Object.fromEntries(
			Object.entries(wanted).map(([key, label]) => [key, known[key] ?? String(label)]),
		);
	}
	if (!Array.isArray(wanted)) return [];
	return wanted.map(String).map((label) => {
		if (isKnownLanguage) return translations[label] ?? label;
		return modules[label]?.label ?? label;
	});
};

/** The links of a module's screens, by their type. */
const getBusinessActions: Operation = (call) => {
	const module = text(call, 'module');
	const links = call.install.data.businessActions
		.filter((link) => link.module === module)
		.map(({ link }) => ({ ...link, linkurl: linkOf(link, module, text(call, 'id')) }));
	return Object.fromEntries(
		names(text(call, 'linktype')).map((type) => [
			type,
			links.filter((link) => (link as Record<string, unknown>).linktype === type),
		]),
	);
};

/** The places of a link for module and record are filled in. */
function linkOf({ linkurl }: Record<string, unknown>, module: string, id: string): string {
	const number = id.split('x').at(-1) ?? '';
	return String(linkurl).replaceAll('$MODULE$', module).replaceAll('$RECORD$', number);
}

/**
 * An action is run for the modules of its list only. A context that names the module in capitals
 * alone names none (recorded).
 */
const executeBusinessAction: Operation = (call) => {
	const context = decoded(call, 'context');
	const given = isRecord(context) ? context : {};
	const record = given.ID ?? given.RECORDID ?? given.RECORD;
	if (record === undefined) {
		throw new Refusal('INVALID_PARAMETER', 'Invalid parameter: context (no ID)');
	}
	const own = call.install.find(call.install.webServiceId(String(record)))?.module;
	const module = given.MODULE === undefined ? own : given.module;
	const number = text(call, 'businessactionid').split('x').at(-1);
	const action = call.install.data.businessActions.find(({ link }) => link.linkid === number);
	if (action === undefined || action.module !== module) {
		throw new Refusal('INVALID_MODULE', 'Module not supported by action');
	}
	throw new Error('coreBOS stand-in: no action was recorded');
};

export const interfaceOperations: Record<string, Operation> = {
	gettranslation,
	getBusinessActions,
	executeBusinessAction,
};

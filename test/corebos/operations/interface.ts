import { isRecord } from '../../../engine/is-record';
import { moduleTranslations } from '../languages';
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
	const links = call.install.data.businessActions.filter((link) => link.module === module);
	return Object.fromEntries(
		names(text(call, 'linktype')).map((type) => [
			type,
			links.filter(({ link }) => link.linktype === type).map(({ link }) => link),
		]),
	);
};

export const interfaceOperations: Record<string, Operation> = {
	gettranslation,
	getBusinessActions,
};

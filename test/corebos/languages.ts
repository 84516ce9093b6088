/** Labels as a running coreBOS gives them to a user of another language. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Install, CoreBosUser } from './install';
import type { ModuleDescription } from './modules';

interface Option {
	label: string;
	value: string;
}

interface RecordedLabels {
	/** Labels of modules by name. */
	gettranslation: Record<string, string>;
	/** By module. */
	describe: Record<
		string,
		{
			label: string;
			fields: Record<string, { label: string; picklistValues?: Record<string, string> }>;
		}
	>;
}

const recorded: Record<string, RecordedLabels> = {
	es_es: JSON.parse(
		readFileSync(join(__dirname, '..', 'recordings', 'labels-es.json'), 'utf8'),
	) as RecordedLabels,
};

/** The language of a user, such as `es_es`. */
export function languageOf(install: Install, { id }: CoreBosUser): string {
	return install.find(id)?.values.language ?? '';
}

/** The translations of modules' names; undefined for a language that was not recorded. */
export function moduleTranslations(language: string): Record<string, string> | undefined {
	return recorded[language]?.gettranslation;
}

/** What `describe` answers to a user of a language, which `listtypes` does not care for. */
export function describedIn(language: string, described: ModuleDescription): ModuleDescription {
	const labels = recorded[language]?.describe[described.name];
	if (labels === undefined) return described;
	const fields = described.fields.map((field) => {
		const { label = field.label, picklistValues } = labels.fields[field.name] ?? {};
		const options = field.type.picklistValues as Option[] | undefined;
		if (options === undefined || picklistValues === undefined) return { ...field, label };
		const shown = options.map((option) => ({
			...option,
			label: picklistValues[option.value] ?? option.label,
		}));
		return { ...field, label, type: { ...field.type, picklistValues: shown } };
	});
	return { ...described, label: labels.label, fields };
}

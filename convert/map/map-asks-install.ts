import { asksInstall, type FieldSource, type WebServiceMap } from '../../engine';

/** Calls in addresses and headers whose values are in coreBOS. */
const SETTING = /get(?:Setting|GlobalVariable)\(/;

/**
 * Whether a map needs the install that has its record: for formats of fields, linked records,
 * rules, settings or the access key of its credential.
 */
export function mapAsksInstall({ config, fields }: WebServiceMap): boolean {
	const texts = [config.url ?? '', ...(config.headers ?? []).map(({ value }) => value)];
	return (
		texts.some((text) => SETTING.test(text)) ||
		fields.some(({ sources }) => sources.some(sourceAsksInstall))
	);
}

function sourceAsksInstall({ kind, text }: FieldSource): boolean {
	switch (kind) {
		case 'constant':
		case 'stored':
			return false;
		case 'expression':
			return asksInstall(text);
		case 'template':
			return text.includes('$');
		case 'field':
		case 'related':
		case 'rule':
			return true;
	}
}

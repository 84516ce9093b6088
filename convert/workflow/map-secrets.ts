import type {
	FieldSource,
	Layout,
	MapConfig,
	MapField,
	MapHeader,
	OrgfieldSource,
	WebServiceMap,
	XmlElement,
} from '../../engine';
import { isOpenHeader, isSecretName } from '../../engine';
import {
	looksDrawn,
	withCredentialKey,
	withoutCalls,
	withoutNamedSecrets,
	withoutSecretLiterals,
	withoutSecretValue,
	withoutUrlSecrets,
} from './secret-texts';

/** A secret that was found in a map. */
export interface FoundSecret {
	/** Where it stood, such as `header "token"`. */
	place: string;
	/** What stands there now. */
	placeholder: string;
	/** What to do about it. */
	advice: string;
}

/** A map without its secrets. */
export interface CleanedMap {
	map: WebServiceMap;
	secrets: FoundSecret[];
}

/**
 * A map with a placeholder instead of each secret in it: passwords, access keys,
 * tokens. What is read at run time, such as `getSetting(key)`, is none.
 */
export function replaceSecrets(map: WebServiceMap): CleanedMap {
	const cleaner = new Cleaner();
	const cleaned = {
		...map,
		config: cleaner.config(map.config),
		fields: map.fields.map((field) => cleaner.field(field)),
		response: map.response.map((entry) => ({ ...entry, layout: cleaner.layout(entry.layout) })),
		layout: cleaner.layout(map.layout),
		originLayout: cleaner.layout(map.originLayout),
		fieldsLayout: cleaner.layout(map.fieldsLayout),
		responseLayout: cleaner.layout(map.responseLayout),
	};
	return { map: cleaned, secrets: cleaner.secrets };
}

/** Replaces secrets and notes where they stood. */
class Cleaner {
	readonly secrets: FoundSecret[] = [];

	config(config: MapConfig): MapConfig {
		const cleaned: MapConfig = { ...config, layout: this.layout(config.layout) };
		if (config.url !== undefined) {
			cleaned.url = this.cleaned('wsurl', 'URL', config.url, withoutUrlSecrets);
		}
		if (config.password !== undefined) {
			cleaned.password = this.cleaned('wspass', 'WSPASS', config.password, withoutSecretValue);
		}
		if (config.headers === undefined) return cleaned;
		return {
			...cleaned,
			headers: config.headers.map((header) => this.header(header)),
			headersLayout: this.layout(config.headersLayout),
		};
	}

	private header(header: MapHeader): MapHeader {
		const { value, layout } = header;
		// coreBOS sends name and value with a colon between them: a name may hold a value, too.
		const [name] = header.name.split(':', 1);
		const rest = header.name.slice(name.length);
		const isSecret = isSecretHeader(name, `${rest.slice(1)}${value}`);
		const clean = isSecret ? withoutSecretValue : withoutNamedSecrets;
		const place = `header "${name}"`;
		return {
			...header,
			name: `${name}${rest === '' ? '' : `:${this.cleaned(place, name, rest.slice(1), clean)}`}`,
			value: this.cleaned(place, name, value, clean),
			layout: this.layout(layout, isSecret),
		};
	}

	field(field: MapField): MapField {
		const { name, value, layout, sourcesLayout } = field;
		const isSecret = isSecretName(name);
		const cleaned: MapField = {
			...field,
			sources: field.sources.map((source) => this.source(name, source)),
			layout: this.layout(layout, isSecret),
			sourcesLayout: this.layout(sourcesLayout, isSecret),
		};
		if (value === undefined) return cleaned;
		cleaned.value = this.cleaned(`field "${name}"`, name, value, textCleaner(name, value));
		if (cleaned.value !== value) delete cleaned.typed;
		return cleaned;
	}

	private source(field: string, source: FieldSource): FieldSource {
		const layout = this.layout(source.layout, isSecretName(field));
		if (source.kind === 'related') return { ...source, layout };
		return { ...source, text: this.sourceText(field, source), layout };
	}

	private sourceText(field: string, { kind, text }: OrgfieldSource): string {
		const place = `field "${field}"`;
		if (kind === 'expression') return this.expression(field, place, text);
		if (kind === 'constant') return this.cleaned(place, field, text, textCleaner(field, text));
		if (kind !== 'template') return text;
		const isConstant = !text.includes('$');
		return this.cleaned(
			place,
			field,
			text,
			isConstant ? textCleaner(field, text) : withoutNamedSecrets,
		);
	}

	private expression(field: string, place: string, text: string): string {
		const withKey = withCredentialKey(text);
		if (withKey !== undefined) {
			const advice =
				'select the coreBOS credential that has this access key in the node. getAccessKey takes it from there';
			this.secrets.push({ place, placeholder: withKey, advice });
			return withKey;
		}
		const isSecret = isSecretName(field) || /\bhash\s*\(/i.test(text);
		return this.cleaned(place, field, text, (expression, placeholder) =>
			withoutSecretLiterals(expression, isSecret, placeholder),
		);
	}

	private cleaned(
		place: string,
		name: string,
		text: string,
		clean: (text: string, placeholder: string) => string,
	): string {
		const { result, placeholder, advice } = withPlaceholder(name, text, clean);
		if (advice !== undefined) this.secrets.push({ place, placeholder, advice });
		return result;
	}

	/** Unknown parts of the XML may hold secrets, too. */
	layout(layout: Layout | undefined, isSecret = false): Layout | undefined {
		return (
			layout && {
				attributes: layout.attributes,
				items: layout.items.map((item) =>
					item.kind === 'kept' ? { ...item, element: this.element(item.element, isSecret) } : item,
				),
			}
		);
	}

	private element(element: XmlElement, inSecret: boolean): XmlElement {
		const { name } = element;
		const isSecret =
			isSecretName(name) ||
			(inSecret && /^(?:keyvalue|value|OrgfieldName|Orgfields|Orgfield)$/.test(name));
		const children = element.children.map((node): XmlElement['children'][number] => {
			if (node.kind === 'element')
				return { ...node, element: this.element(node.element, isSecret) };
			if (node.kind !== 'text' || node.text.trim() === '') return node;
			const clean =
				isSecret || looksDrawn(node.text.trim()) ? withoutSecretValue : withoutNamedSecrets;
			return { ...node, text: this.cleaned(`element ${name}`, name, node.text, clean) };
		});
		return { ...element, children };
	}
}

/** A shorter text in a header of a name that nobody knows is taken for none. */
const SHORTEST_SECRET = 8;

/** Any header that is not known to be harmless may be a key. */
function isSecretHeader(name: string, value: string): boolean {
	if (isSecretName(name)) return true;
	const written = withoutCalls(value);
	return !isOpenHeader(name) && written.length >= SHORTEST_SECRET;
}

/** How a text that is sent as it stands is cleaned. */
function textCleaner(name: string, text: string): (text: string, placeholder: string) => string {
	return isSecretName(name) || looksDrawn(text) ? withoutSecretValue : withoutNamedSecrets;
}

/**
 * A text with a placeholder in the place of the secrets in it.
 *
 * @param name of the field, header or variable whose value it is
 * @param clean replaces them
 * @returns the text, and what to do about the placeholder if one was put
 */
export function withPlaceholder(
	name: string,
	text: string,
	clean: (text: string, placeholder: string) => string,
): { result: string; placeholder: string; advice?: string } {
	const placeholder = placeholderOf(name);
	const result = clean(text, placeholder);
	if (result === text) return { result, placeholder };
	return { result, placeholder, advice: `replace ${placeholder} by your own value` };
}

/** `FILL_IN_` and the name of what is missing, so that it is found and works nowhere. */
export function placeholderOf(name: string): string {
	const word = name.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_|_$/g, '');
	return `FILL_IN_${word === '' ? 'SECRET' : word.toUpperCase()}`;
}

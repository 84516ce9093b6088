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
	withoutCalls,
	withoutNamedSecrets,
	withoutSecretValue,
	withoutUrlSecrets,
} from './secret-texts';
import { cleanedValue, withPlaceholder, type CleanedValue } from './value-secrets';

/** A secret that was found in a map. */
export interface FoundSecret {
	/** Where it stood, such as `header "token"`. */
	place: string;
	/** What is there now. */
	placeholder: string;
	/** What to do about it. */
	advice: string;
}

/** A map without its secrets. */
interface CleanedMap {
	map: WebServiceMap;
	secrets: FoundSecret[];
}

/**
 * A map with a placeholder instead of each secret in it: passwords, access keys, tokens. What is
 * read at run time, such as `getSetting(key)`, is not a secret.
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
		// coreBOS sends name and value with a colon between them, so a name may also hold a value.
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
		cleaned.value = this.noted(`field "${name}"`, cleanedValue(name, value, 'text'));
		if (cleaned.value !== value) delete cleaned.typed;
		return cleaned;
	}

	private source(field: string, source: FieldSource): FieldSource {
		const layout = this.layout(source.layout, isSecretName(field));
		if (source.kind === 'related') return { ...source, layout };
		return { ...source, text: this.sourceText(field, source), layout };
	}

	private sourceText(field: string, { kind, text }: OrgfieldSource): string {
		if (kind !== 'expression' && kind !== 'template' && kind !== 'constant') return text;
		const written = kind === 'constant' ? 'text' : kind;
		return this.noted(`field "${field}"`, cleanedValue(field, text, written));
	}

	private cleaned(
		place: string,
		name: string,
		text: string,
		clean: (text: string, placeholder: string) => string,
	): string {
		return this.noted(place, withPlaceholder(name, text, clean));
	}

	private noted(place: string, { result, placeholder, advice }: CleanedValue): string {
		if (advice !== undefined) this.secrets.push({ place, placeholder, advice });
		return result;
	}

	/** Unknown parts of the XML may hold secrets as well. */
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

/** A shorter text in a header with an unknown name is not taken for a secret. */
const SHORTEST_SECRET = 8;

/** Any header that is not known to be harmless may be a key. */
function isSecretHeader(name: string, value: string): boolean {
	if (isSecretName(name)) return true;
	const written = withoutCalls(value);
	return !isOpenHeader(name) && written.length >= SHORTEST_SECRET;
}

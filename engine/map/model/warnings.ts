import { SOURCE_IDS } from './directives';
import type { Layout, MapConfig, MapField, WebServiceMap } from './types';

/** What has no effect in a map: unknown elements and text between the elements. */
export function ignoredParts(map: WebServiceMap): string[] {
	const warnings = new Set<string>();
	const look = (name: string, layout: Layout | undefined): void => {
		for (const item of layout?.items ?? []) {
			if (item.kind === 'kept') warnings.add(keptWarning(name, item.element.name, layout));
			if (item.kind === 'text') warnings.add(`Text between the elements of ${name} is ignored`);
		}
	};
	look(map.root, map.layout);
	look('originmodule', map.originLayout);
	look('wsconfig', map.config.layout);
	look('wsheader', map.config.headersLayout);
	for (const header of map.config.headers ?? []) look('header', header.layout);
	look('fields', map.fieldsLayout);
	for (const field of map.fields) {
		look('field', field.layout);
		look('Orgfields', field.sourcesLayout);
		for (const source of field.sources) {
			look(source.kind === 'related' ? 'Relfield' : 'Orgfield', source.layout);
		}
	}
	look('Response', map.responseLayout);
	for (const entry of map.response) {
		look('field', entry.layout);
		look('destination', entry.destinationLayout);
	}
	return [...warnings];
}

/** What works in coreBOS in a map's fields and Response, but hardly as it was meant. */
export function doubtfulParts({ fields, response }: WebServiceMap): string[] {
	const warnings = new Set<string>();
	const seen = new Set<string>();
	for (const field of fields) {
		if (field.name === '') warnings.add('A field of the map has no fieldname, so it has no name');
		else if (seen.has(field.name)) {
			warnings.add(`The map has the field "${field.name}" more than once. The last one counts`);
		}
		seen.add(field.name);
		for (const warning of unknownSources(field)) warnings.add(warning);
	}
	if (response.some(({ path }) => path === '')) {
		warnings.add('A field of Response has no fieldname, so it finds nothing in the answer');
	}
	return [...warnings];
}

function unknownSources({ name, sources }: MapField): string[] {
	const known = Object.values(SOURCE_IDS).filter((id) => id !== '');
	return sources.flatMap((source) => {
		const isUnknown = source.kind === 'stored' && (source.id ?? '').trim() !== '';
		if (!isUnknown) return [];
		return `OrgfieldID "${source.id}" of field "${name}" is not one of ${known.join(', ')}, so the stored value of "${source.text}" is read`;
	});
}

/** Where an element of `wsconfig` is missing: the one that is there in other letters, for messages. */
export function misspelled({ layout }: MapConfig, element: string): string {
	const items = layout?.items ?? [];
	const found = items.find(
		(item) => item.kind === 'kept' && item.element.name.toLowerCase() === element,
	);
	return found?.kind === 'kept'
		? ` (the element ${found.element.name} must be spelled ${element})`
		: '';
}

function keptWarning(parent: string, name: string, layout: Layout | undefined): string {
	const isRepeated = layout?.items.some((item) => item.kind === 'known' && item.name === name);
	return isRepeated === true
		? `${parent} has the element ${name} more than once. Only one of them counts`
		: `The unknown element ${name} in ${parent} is ignored`;
}

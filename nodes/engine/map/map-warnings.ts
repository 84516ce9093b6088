import type { Layout, WebServiceMap } from './map-types';

/** What of a map has no effect: unknown elements and text between the elements. */
export function ignoredParts(map: WebServiceMap): string[] {
	const warnings = new Set<string>();
	const look = (name: string, layout: Layout | undefined): void => {
		for (const item of layout?.items ?? []) {
			if (item.kind === 'kept') warnings.add(keptWarning(name, item.element.name, layout));
			if (item.kind === 'text') warnings.add(`Text between the elements of <${name}> is ignored`);
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

function keptWarning(parent: string, name: string, layout: Layout | undefined): string {
	const isRepeated = layout?.items.some((item) => item.kind === 'known' && item.name === name);
	return isRepeated === true
		? `<${name}> stands more than once in <${parent}>: only one of them counts`
		: `Unknown element <${name}> in <${parent}> is ignored`;
}

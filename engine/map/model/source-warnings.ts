import { reportOfSource } from '../../expression';
import type { MapField, OrgfieldSource, WebServiceMap } from './types';

/**
 * Reports every expression and template of a map that a run refuses, because it cannot be read or
 * calls a function that works only inside coreBOS, and what coreBOS reads differently than it
 * looks.
 *
 * @returns one text for each, with field, source, line and column
 */
export function sourceWarnings({ fields }: WebServiceMap): string[] {
	return fields.flatMap((field) =>
		field.sources.flatMap((source) => (source.kind === 'related' ? [] : warningsOf(field, source))),
	);
}

const READ_AS = { expression: 'expression', template: 'template', field: 'template' } as const;

function isRead(kind: OrgfieldSource['kind']): kind is keyof typeof READ_AS {
	return Object.hasOwn(READ_AS, kind);
}

function warningsOf(field: MapField, { kind, text, id, postProcess }: OrgfieldSource): string[] {
	// coreBOS does not read the text next to an empty postProcess.
	if (postProcess === '' || !isRead(kind)) return [];
	const place = `Field "${field.name}", ${id || 'its source'}`;
	const reports = reportOfSource(READ_AS[kind], text);
	return reports.map(({ isRefused, text: reason }) =>
		isRefused ? `${place} is refused when the map runs: ${reason}` : `${place}: ${reason}`,
	);
}

import { accessDenied, Refusal } from './refusal';
import type { FieldDescription } from './modules';
import type { Install } from './install';

/** What a value becomes in the database: coreBOS empties, zeroes and keeps without a word. */
export function storedValue(
	install: Install,
	field: FieldDescription,
	given: unknown,
	unset: string,
): string {
	const text = textOf(given);
	switch (field.type.name) {
		case 'currency':
		case 'double':
			return decimal(text, unset);
		case 'integer':
			return String(Math.trunc(numberOf(text)));
		case 'boolean':
			return /^(1|on|true|yes)$/i.test(text) ? '1' : '0';
		case 'date':
			return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : '';
		case 'reference':
			return reference(install, field, text);
		default:
			return text;
	}
}

function textOf(given: unknown): string {
	if (given === null || given === undefined) return '';
	if (typeof given === 'boolean') return given ? '1' : '';
	return typeof given === 'object' ? JSON.stringify(given) : String(given);
}

/** PHP's reading of a number: what is none is 0. */
function numberOf(text: string): number {
	const number = Number.parseFloat(text);
	return Number.isFinite(number) ? number : 0;
}

/** The column has as many decimals as its unset value shows. */
function decimal(text: string, unset: string): string {
	const places = unset.split('.')[1]?.length ?? 6;
	return numberOf(text).toFixed(places);
}

/**
 * A reference to a record that does not exist is emptied, one to another module refused.
 */
function reference(install: Install, field: FieldDescription, text: string): string {
	if (text === '') return '';
	const parts = /^(\d+)x(\d+)$/.exec(text);
	const id = parts === null ? install.webServiceId(text) : text;
	const module = install.moduleOfPrefix(id.split('x')[0]);
	if (module === undefined) throw accessDenied(` for id: ${id.split('x')[0]}`);
	if (field.type.refersTo !== undefined && !field.type.refersTo.includes(module.name)) {
		throw new Refusal('REFERENCE_INVALID', `Invalid reference specified for ${field.name}`);
	}
	return install.find(id) === undefined ? '' : id;
}

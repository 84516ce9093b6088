/** A web service id, read: `14x852` is record 852 of the module with number 14. */
interface WebServiceId {
	/** Number of the module in coreBOS's web service, the `14` of `14x852`. */
	prefix: string;
	/** Number of the record, the `852` of `14x852`. */
	number: string;
}

const WEB_SERVICE_ID = /^(\d{1,10})x(\d{1,19})$/;
const NUMBER = /^\d{1,19}$/;
const CBUUID = /^[\da-f]{40}$/i;

/**
 * What a field for a record id takes in n8n's editor, as the source of a regular expression: a web
 * service id, a record number or a cbuuid, or nothing.
 */
export const RECORD_ID_OR_EMPTY = String.raw`^\s*(\d{1,10}x\d{1,19}|\d{1,19}|[0-9a-fA-F]{40})?\s*$`;

/**
 * Reads a web service id.
 *
 * @param value anything
 * @returns undefined where the value is not a web service id
 */
export function parseWebServiceId(value: unknown): WebServiceId | undefined {
	const match = typeof value === 'string' ? WEB_SERVICE_ID.exec(value) : null;
	return match === null ? undefined : { prefix: match[1], number: match[2] };
}

/** Whether a value is a web service id, such as `14x852`. */
export function isWebServiceId(value: unknown): value is string {
	return parseWebServiceId(value) !== undefined;
}

/** Whether a string is a web service id followed by something, such as a second one. */
export function beginsWithWebServiceId(text: string): boolean {
	return /^\d+x\d+\D/.test(text);
}

/** Whether a string is a record number, such as `852`. */
export function isRecordNumber(text: string): boolean {
	return NUMBER.test(text);
}

/** Whether a string is a cbuuid: 40 hexadecimal digits that name a record in every install. */
export function isCbuuid(text: string): boolean {
	return CBUUID.test(text);
}

/** Whether a string names a record in one of the three ways coreBOS knows. */
export function isRecordId(text: string): boolean {
	return isWebServiceId(text) || isRecordNumber(text) || isCbuuid(text);
}

/** The record number of a web service id: `14x852` → `852`. Any other text stays as it is. */
export function recordNumberOf(id: string): string {
	return parseWebServiceId(id)?.number ?? id;
}

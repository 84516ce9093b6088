import { trim } from '../../php';

/**
 * A date as the database has it, of a date that begins with the year: `/` and `.` count as `-`, and
 * one digit counts as two.
 *
 * @param text byte string
 * @returns '' for what is not a date
 */
export function databaseDate(text: string): string {
	const parts = trim(text)
		.replace(/[/.]/g, '-')
		.split('-')
		.map((part) => part.padStart(part.length === 1 ? 2 : 0, '0'));
	const date = parts.join('-');
	if (parts.length !== 3 || !/^\d{2,4}-[0-3]{1,2}?\d{1,2}-\d{2,4}$/.test(date)) return '';
	return date;
}

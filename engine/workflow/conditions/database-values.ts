import { trimEnd } from '../../php';

/** How the database of coreBOS holds and compares a column. */
type ColumnKind = 'number' | 'date' | 'time' | 'text';

/** Kinds of columns by coreBOS's names of types; all others are text. */
const KINDS: Readonly<Record<string, ColumnKind>> = {
	integer: 'number',
	double: 'number',
	currency: 'number',
	date: 'date',
	datetime: 'date',
	time: 'time',
};

export function columnKind(type: string): ColumnKind {
	return Object.hasOwn(KINDS, type) ? KINDS[type] : 'text';
}

/** Text as the collation sees it: without accents and case. */
function folded(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Spaces at the end of a string do not count, other blanks do. */
function padded(text: string): string {
	return trimEnd(folded(text), ' ');
}

/** The number a string begins with; 0 where there is none. */
function leadingNumber(text: string): number {
	return Number(/^[ \t\n\r\v\f]*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/.exec(text)?.[0] ?? 0);
}

const DATE = /^(\d{2,4})\D+(\d{1,2})\D+(\d{1,2})(?:[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?/;

/** A date written out to the second, so that dates compare as text; '' for anything else. */
function wholeDate(text: string): string {
	const match = DATE.exec(text.trim());
	if (match === null) return '';
	const [, year, month, day, hour = '0', minute = '0', second = '0'] = match;
	const parts = [month, day, hour, minute, second].map((part) => part.padStart(2, '0'));
	return [year.length < 4 ? `20${year.slice(-2)}` : year, ...parts].join(' ');
}

/** Seconds of a time: `9:30`, and digits from the right (`930` is nine minutes and a half). */
function timeSeconds(text: string): number {
	const [hours, minutes, seconds = '0'] = text.includes(':')
		? text.split(':')
		: (text
				.split(/\D/, 1)[0]
				.padStart(6, '0')
				.match(/^(\d+)(\d\d)(\d\d)$/)
				?.slice(1) ?? []);
	return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + (Number(seconds) || 0);
}

/** The sign of a column's value against another, by the kind of the column. */
export function compareInDatabase(kind: ColumnKind, column: string, value: string): number {
	switch (kind) {
		case 'number':
			return Math.sign(leadingNumber(column) - leadingNumber(value));
		case 'time':
			return Math.sign(timeSeconds(column) - timeSeconds(value));
		case 'date':
			return compareText(wholeDate(column), wholeDate(value));
		case 'text':
			return compareText(padded(column), padded(value));
	}
}

function compareText(left: string, right: string): number {
	if (left === right) return 0;
	return left < right ? -1 : 1;
}

/**
 * `LIKE`, whose per cent signs stand for anything.
 *
 * @param pattern text with them
 */
export function isLike(column: string, pattern: string): boolean {
	const text = folded(column);
	const [start, ...rest] = folded(pattern).split('%');
	if (rest.length === 0) return text === start;
	const end = rest.pop() ?? '';
	if (!text.startsWith(start)) return false;
	let position = start.length;
	for (const part of rest) {
		const found = text.indexOf(part, position);
		if (found === -1) return false;
		position = found + part.length;
	}
	return text.length - end.length >= position && text.endsWith(end);
}

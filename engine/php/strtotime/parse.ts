import type { TimeZone } from '../time-zone';
import { momentOf, SECOND, wallOf, wallTime, type WallTime } from '../calendar';
import { DATE_FORMS, type DateForm } from './formats';
import { DateReading } from './state';
import { applyRelative } from './relative-time';

/** Longer texts are not dates, and are not looked at. */
const MAX_LENGTH = 200;

/** What stands for the end of a string: some forms only fit there or before a blank. */
const END = '\0';

/** A date as fields hold it, alone or with a time: nearly all texts that are read. */
const STORED_DATE =
	/^(\d{4})-(0\d|1[0-2])-([0-2]\d|3[01])(?: ([01]\d|2[0-4]):([0-5]\d)(?::([0-5]\d|60))?)?$/;

/** What may be between two pieces. */
const BETWEEN = /[ .,\t\n\0]*/y;

/**
 * Reads a date as PHP's strtotime does: ISO dates, weeks and times, `/` and `.` dates, month
 * names, `now`, `tomorrow`, `10am`, `+3 days`, `+2 weekdays`, `first monday of`, `2 weeks ago`,
 * zones by name, letters or offset, in any order.
 *
 * @param now what "now" is where the text leaves something out; what it has below the second
 * stays where the text says nothing of date and time
 * @param zone zone that a string without one means
 * @returns the wall time in that zone; undefined where the text is not a date
 */
export function parseDate(text: string, now: () => WallTime, zone: TimeZone): WallTime | undefined {
	const trimmed = text.trim();
	if (trimmed.length > MAX_LENGTH) return undefined;
	const stored = STORED_DATE.exec(trimmed);
	if (stored !== null) return inZone(storedDate(stored), undefined, zone);
	const reading = readPieces(trimmed + END);
	if (reading === undefined) return undefined;
	const wall = applyRelative(reading.relative, reading.start(now));
	const belowSecond = reading.isOfNow ? now() % SECOND : 0;
	return Math.floor(inZone(wall, reading.zone, zone) / SECOND) * SECOND + belowSecond;
}

/** What the forms below would read of it, too, but in many more steps. */
function storedDate([
	,
	year,
	month,
	day,
	hour = '0',
	minute = '0',
	second = '0',
]: string[]): WallTime {
	return wallTime(+year, +month, +day, +hour, +minute, +second);
}

/** What the clock of one zone shows when that of another shows a time. */
function inZone(wall: WallTime, from: TimeZone | number | undefined, to: TimeZone): WallTime {
	if (from === undefined && to.name === 'Etc/UTC') return wall;
	if (typeof from === 'number') return wallOf(wall - from * SECOND, to);
	return wallOf(momentOf(wall, from ?? to), to);
}

/** @returns what the text says; undefined where a piece of it is of no date */
function readPieces(text: string): DateReading | undefined {
	const reading = new DateReading();
	for (let position = endOf(BETWEEN, text, 0); position < text.length; ) {
		const piece = longestPiece(text, position);
		if (piece === undefined || !piece.form.read(reading, piece.groups)) return undefined;
		position = endOf(BETWEEN, text, piece.end);
	}
	return reading;
}

function endOf(pattern: RegExp, text: string, from: number): number {
	pattern.lastIndex = from;
	pattern.test(text);
	return pattern.lastIndex;
}

interface Piece {
	form: DateForm;
	groups: Readonly<Record<string, string | undefined>>;
	end: number;
}

/** The longest piece from a position on that has a form; the first of those as long. */
function longestPiece(text: string, position: number): Piece | undefined {
	let longest: Piece | undefined;
	for (const form of DATE_FORMS) {
		form.pattern.lastIndex = position;
		const match = form.pattern.exec(text);
		if (match === null) continue;
		const end = position + match[0].length;
		if (longest === undefined || end > longest.end) {
			longest = { form, groups: match.groups ?? {}, end };
		}
	}
	return longest;
}

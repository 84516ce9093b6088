import type { DateOrder, UserFormat } from './user-format';

/** Dates and times: as users write them, and as MariaDB keeps them. */

const ZERO_DATE = '0000-00-00';
const ZERO_TIME = '00:00:00';

/**
 * A date field's value of what a user gives: `yyyy-mm-dd`, `yyyy/mm/dd` or the user's own order
 * with `-`, `/` or `.`. Three numbers in another order are not a date; followed by a time, or
 * in words, it is emptied.
 */
export function readDate(text: string, { date }: UserFormat): string {
	const parts = /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})$/.exec(text.trim());
	if (parts === null) return '';
	const [, first, , second, third] = parts;
	const [year, month, day] =
		first.length === 4 ? [first, second, third] : inOrder(date, first, second, third);
	return columnDate(`${year}-${month}-${day}`);
}

function inOrder(order: DateOrder, first: string, second: string, third: string): string[] {
	switch (order) {
		case 'dd-mm-yyyy':
			return [third, second, first];
		case 'mm-dd-yyyy':
			return [third, first, second];
		case 'yyyy-mm-dd':
			return [first, second, third];
	}
}

/**
 * A datetime field's value of what a user gives: date and time in the user's zone, told in UTC.
 * ISO's `T` is not read, and a date alone gives what MariaDB makes of its first digits.
 */
export function readDateTime(text: string, format: UserFormat): string {
	const trimmed = text.trim();
	if (trimmed === '') return '';
	const [date, time, half, ...rest] = trimmed.split(' ');
	if (time === undefined) {
		return readDate(date, format) === '' ? '' : `20${date.slice(0, 2)}-00-00 ${ZERO_TIME}`;
	}
	if (rest.length > 0) return '';
	const day = dateOfMoment(date, format);
	const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(time);
	if (day === '' || clock === null) return '';
	const [, hour, minute, second = '00'] = clock;
	const moment = toUtc(`${day} ${hour.padStart(2, '0')}:${minute}:${second}`, format.zone);
	return /^pm$/i.test(half ?? '') ? afternoon(moment) : moment;
}

/** PHP itself reads day first where the user writes the year first. */
function dateOfMoment(date: string, format: UserFormat): string {
	const order = format.date === 'yyyy-mm-dd' ? 'dd-mm-yyyy' : format.date;
	const day = readDate(date, { ...format, date: order });
	return day === ZERO_DATE ? '' : day;
}

/** `PM` moves the hour that UTC tells, not the one that came: wrong outside Europe (recorded). */
function afternoon(moment: string): string {
	const hour = Number(moment.slice(11, 13));
	return hour < 12 ? `${moment.slice(0, 11)}${hour + 12}${moment.slice(13)}` : moment;
}

/** A time field's value: no zone, and what follows it is cut. */
export function columnTime(text: string): string {
	const clock = /^\s*(\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(text);
	if (clock !== null) return `${clock[1].padStart(2, '0')}:${clock[2]}:${clock[3] ?? '00'}`;
	const seconds = /^\s*(\d+)/.exec(text)?.[1];
	return seconds === undefined ? '' : `00:00:${seconds.slice(0, 2).padStart(2, '0')}`;
}

/** What MariaDB keeps of a text in a date column. */
export function columnDate(text: string): string {
	const parts = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/.exec(text.trim());
	if (parts === null) return ZERO_DATE;
	const [, year, month, day] = parts;
	if (Number(month) > 12 || Number(day) > daysOf(Number(year), Number(month))) return ZERO_DATE;
	return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function daysOf(year: number, month: number): number {
	return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** What MariaDB keeps of a text in a datetime column. */
export function columnDateTime(text: string): string {
	const date = columnDate(text);
	if (date === ZERO_DATE) return `${ZERO_DATE} ${ZERO_TIME}`;
	const time = /^\S+?[ T](\d{1,2}:\d{2}(?::\d{2})?)/.exec(text.trim())?.[1];
	return `${date} ${time === undefined ? ZERO_TIME : columnTime(time)}`;
}

/** A date as the user writes it. */
export function shownDate(date: string, order: DateOrder): string {
	const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
	if (parts === null) return date;
	const [, year, month, day] = parts;
	return order.replace('yyyy', year).replace('mm', month).replace('dd', day);
}

/** A moment in UTC as the user writes it, without seconds. */
export function shownMoment(moment: string, format: UserFormat): string {
	const parts = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}):\d{2}$/.exec(moment);
	if (parts === null) return moment;
	const [date, time] = inZone(moment, format.zone).split(' ');
	return `${shownDate(date, format.date)} ${time.slice(0, 5)}`;
}

/** `2026-01-31 10:00:00` in UTC as the clock of a zone shows it, written the same way. */
export function inZone(moment: string, zone: string): string {
	const parts = new Intl.DateTimeFormat('sv-SE', {
		timeZone: zone,
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
	});
	return parts.format(new Date(`${moment.replace(' ', 'T')}Z`)).replace(/\u202f/g, ' ');
}

/** A moment on the clock of a zone as UTC tells it. */
export function toUtc(moment: string, zone: string): string {
	const asUtc = Date.parse(`${moment.replace(' ', 'T')}Z`);
	if (Number.isNaN(asUtc)) return '';
	const shift = (at: number) => Date.parse(`${inZone(textOf(at), zone).replace(' ', 'T')}Z`) - at;
	const first = asUtc - shift(asUtc);
	return textOf(asUtc - shift(first));
}

function textOf(milliseconds: number): string {
	return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}

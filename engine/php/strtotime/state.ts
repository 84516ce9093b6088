import type { TimeZone } from '../time-zone';
import { dayOf, HOUR, MINUTE, SECOND, type WallTime } from '../calendar';
import { noRelativeTime, type LooseDate, type RelativeTime } from './relative-time';

/** What a date text has said so far. */
export class DateReading {
	year?: number;
	month?: number;
	day?: number;
	/** Milliseconds into the day. */
	time?: number;
	/** A zone, or seconds east of UTC. */
	zone?: TimeZone | number;
	readonly relative: RelativeTime = noRelativeTime();
	private hasDate = false;
	private timesRead = 0;
	private zonesRead = 0;

	/** A date; parts that it leaves out are those of now. @returns false for a second one */
	setDate(year?: number, month?: number, day?: number): boolean {
		if (this.hasDate) return false;
		this.hasDate = true;
		this.year = year ?? this.year;
		this.month = month ?? this.month;
		this.day = day ?? this.day;
		return true;
	}

	/** Forgets the date, so that another may come. */
	clearDate(): void {
		this.hasDate = false;
		[this.year, this.month, this.day] = [0, 0, 0];
	}

	/** A time of day. @returns false for a second one */
	setTime(hour: number, minute = 0, second = 0): boolean {
		if (this.timesRead > 0) return false;
		this.timesRead = 1;
		this.time = hour * HOUR + minute * MINUTE + second * SECOND;
		return true;
	}

	/** Sets back to the start of the day, and lets another time come. */
	clearTime(): void {
		this.timesRead = 0;
		this.time = 0;
	}

	/** Four digits are a time, behind a time a year. @returns false where both are known */
	setTimeOrYear(digits: string): boolean {
		if (this.timesRead === 0) {
			return this.setTime(Number(digits.slice(0, 2)), Number(digits.slice(2)));
		}
		if (this.timesRead > 1) return false;
		this.timesRead = 2;
		this.year = Number(digits);
		return true;
	}

	/**
	 * A zone. PHP ignores a second one, whatever it is, and refuses a third.
	 *
	 * @param find the zone, or seconds east of UTC; undefined for what is not a zone
	 * @returns false where the text is not a date with it
	 */
	setZone(find: () => TimeZone | number | undefined): boolean {
		this.zonesRead++;
		if (this.zonesRead > 1) return this.zonesRead === 2;
		this.zone = find();
		return this.zone !== undefined;
	}

	/** Whether a zone has been read. */
	get hasZone(): boolean {
		return this.zonesRead > 0;
	}

	/** Whether the text says nothing of date and time, but for what it adds. */
	get isOfNow(): boolean {
		return [this.year, this.month, this.day, this.time].every((part) => part === undefined);
	}

	/**
	 * The date all relative parts start from.
	 *
	 * @param now only asked for where the text leaves something out: it costs a look at the zone
	 */
	start(now: () => WallTime): LooseDate {
		const { year, month, day } = this;
		const time = this.time ?? (this.hasDate ? 0 : undefined);
		if (year !== undefined && month !== undefined && day !== undefined && time !== undefined) {
			return { year, month, day, time };
		}
		const present = now();
		const date = new Date(present);
		return {
			year: year ?? date.getUTCFullYear(),
			month: month ?? date.getUTCMonth() + 1,
			day: day ?? date.getUTCDate(),
			time: time ?? present - dayOf(present),
		};
	}
}

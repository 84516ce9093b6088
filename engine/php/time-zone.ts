import { PhpError } from './php-error';

const MINUTE = 60_000;

/** A time zone of the IANA database, as `Intl` knows it. */
export class TimeZone {
	private readonly fields: Intl.DateTimeFormat;

	/**
	 * @param name IANA name, such as Europe/Madrid
	 * @throws RangeError for a name that is not a zone
	 */
	constructor(readonly name: string) {
		this.fields = new Intl.DateTimeFormat('en-US', {
			timeZone: name,
			calendar: 'gregory',
			hourCycle: 'h23',
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit',
			era: 'short',
		});
	}

	/** Minutes east of UTC at a moment (milliseconds since 1970); NaN beyond all calendars. */
	offset(moment: number): number {
		if (Number.isNaN(new Date(moment).getTime())) return NaN;
		if (this.name === 'Etc/UTC') return 0;
		const parts = new Map(
			this.fields.formatToParts(moment).map(({ type, value }) => [type, value]),
		);
		const [year, month, day, hour, minute, second] = FIELDS.map((type) => Number(parts.get(type)));
		const shown = new Date(0);
		shown.setUTCFullYear(parts.get('era')?.startsWith('B') ? 1 - year : year, month - 1, day);
		shown.setUTCHours(hour, minute, second);
		return (shown.getTime() - Math.floor(moment / 1000) * 1000) / MINUTE;
	}

	/**
	 * What the time of the zone is called at a moment: `CET`, `EDT`. One that has no name in English
	 * is its offset, as in PHP: `+04`, `+0545`.
	 */
	abbreviation(moment: number): string {
		let offset: RegExpExecArray | null = null;
		for (const locale of NAMING_LOCALES) {
			const names = new Intl.DateTimeFormat(locale, {
				timeZone: this.name,
				timeZoneName: 'short',
			});
			const part = names.formatToParts(moment).find(({ type }) => type === 'timeZoneName');
			offset = /^GMT([+-])(\d+)(?::(\d+))?$/.exec(part?.value ?? this.name);
			if (offset === null) return part?.value ?? this.name;
		}
		const [, sign, hours, minutes = ''] = offset ?? [];
		return `${sign}${hours.padStart(2, '0')}${minutes}`;
	}
}

/** Each knows the names of its own part of the world. */
const NAMING_LOCALES = ['en-US', 'en-GB', 'en-AU', 'en-NZ', 'en-ZA'];

const FIELDS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;

/** Zones in use: it takes long to make their formatters. */
const zones = new Map<string, TimeZone>();

/** More than there are, but the case of their letters does not count. */
const MAX_ZONES = 1000;

/** The zone of a name; undefined for an unknown name. */
export function findTimeZone(name: string): TimeZone | undefined {
	const known = zones.get(name);
	if (known !== undefined) return known;
	try {
		const zone = new TimeZone(name);
		if (zones.size >= MAX_ZONES) zones.clear();
		zones.set(name, zone);
		return zone;
	} catch (error) {
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}

/**
 * The time zone of a name.
 *
 * @param name IANA name; UTC where there is none
 * @throws PhpError for a name that is not a zone
 */
export function timeZone(name = 'UTC'): TimeZone {
	const zone = findTimeZone(name === 'UTC' ? 'Etc/UTC' : name);
	if (zone !== undefined) return zone;
	throw new PhpError(`'${name}' is not a time zone: set one such as Europe/Madrid`);
}

import { fetchDescription, ifThere } from '../../corebos';
import { askIfThere, type ValueScope } from './value-scope';
import type { ModuleFormat } from './module-format';

/**
 * Number fields of coreBOS's own modules. `describe` tells of them only to a user who
 * may see them, while coreBOS formats them for the map, no matter who runs it.
 */
const STANDARD_NUMBERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	Accounts: { employees: '7', annual_revenue: '71' },
	Leads: { noofemployees: '7', annualrevenue: '71' },
	Potentials: { amount: '71', forecast_amount: '71', probability: '9' },
	Campaigns: {
		expectedrevenue: '71',
		budgetcost: '71',
		actualcost: '71',
		expectedroi: '71',
		actualroi: '71',
		numsent: '9',
	},
	Products: { unit_price: '72', cost_price: '71', commissionrate: '9' },
	Services: { unit_price: '72', cost_price: '71', commissionrate: '9' },
};

/**
 * The formats of a module's fields, from `describe`.
 *
 * @returns undefined without a credential
 */
export function moduleFormat(scope: ValueScope, module: string): Promise<ModuleFormat | undefined> {
	const known = scope.formats.get(module);
	if (known !== undefined) return known;
	const format = describedFormat(scope, module);
	scope.formats.set(module, format);
	return format;
}

async function describedFormat(
	scope: ValueScope,
	module: string,
): Promise<ModuleFormat | undefined> {
	const { coreBos } = scope.environment;
	if (coreBos === undefined) return undefined;
	const format: ModuleFormat = { idPrefix: '', fields: new Map() };
	for (const [name, uitype] of Object.entries(standardNumbers(module))) {
		format.fields.set(name, { uitype, type: 'double', refersTo: [] });
	}
	if (module === '') {
		scope.warn('The module of the record is unknown, so its values are sent as they are stored');
		return format;
	}
	const described = await ifThere(
		() => fetchDescription(coreBos, module),
		(error) => {
			// The run goes on with what is stored; of linked modules only the link is shown.
			if (module === scope.module) scope.warn(notDescribed(module, error));
		},
	);
	if (described === undefined) return format;
	for (const field of described.fields) format.fields.set(field.name, field);
	return { ...format, idPrefix: described.idPrefix };
}

function standardNumbers(module: string): Readonly<Record<string, string>> {
	return Object.hasOwn(STANDARD_NUMBERS, module) ? STANDARD_NUMBERS[module] : {};
}

function notDescribed(module: string, error: unknown): string {
	const reason = error instanceof Error ? error.message : String(error);
	return `coreBOS does not describe the module ${module} (${reason}), so its values are sent as they are stored`;
}

/** How the user that a record is assigned to wants numbers and dates. */
export interface UserFormat {
	decimals: number;
	decimalSeparator: string;
	groupSeparator: string;
	/** `123,456,789`, `123456789`, `123456,789` or `12,34,56,789` */
	groupPattern: string;
	/** `yyyy-mm-dd`, `dd-mm-yyyy` or `mm-dd-yyyy`; undefined: what describe says. */
	dateFormat?: string;
	/** Such as `es_es`; undefined: coreBOS's own, English. */
	language?: string;
}

const DEFAULTS: UserFormat = {
	decimals: 2,
	decimalSeparator: '.',
	groupSeparator: ',',
	groupPattern: '123,456,789',
};

/**
 * The formats of a user's record. A group has none, and a user who cannot be read has
 * coreBOS's defaults.
 */
export async function userFormat(scope: ValueScope, userId: string): Promise<UserFormat> {
	const { coreBos, user } = scope.environment;
	if (coreBos === undefined) return DEFAULTS;
	for (const id of [userId, user?.id]) {
		if (id === undefined || id === '') continue;
		const record = await askIfThere(coreBos, 'retrieve', { id });
		if (record !== undefined) return readUser(record);
	}
	return DEFAULTS;
}

function readUser(user: Record<string, unknown>): UserFormat {
	const text = (name: string, otherwise: string): string => {
		const value = user[name];
		return typeof value === 'string' && value !== '' ? value : otherwise;
	};
	const decimals = Number(text('no_of_currency_decimals', String(DEFAULTS.decimals)));
	const dateFormat = text('date_format', '');
	const language = text('language', '');
	return {
		decimals:
			Number.isInteger(decimals) && decimals >= 0 && decimals <= 20 ? decimals : DEFAULTS.decimals,
		decimalSeparator: text('currency_decimal_separator', DEFAULTS.decimalSeparator),
		groupSeparator: text('currency_grouping_separator', DEFAULTS.groupSeparator),
		groupPattern: text('currency_grouping_pattern', DEFAULTS.groupPattern),
		...(dateFormat === '' ? {} : { dateFormat }),
		...(language === '' || language === 'en_us' ? {} : { language }),
	};
}

/** A number as coreBOS shows it to the user: `1234.5` → `1,234.50`. */
export function formatNumber(text: string, format: UserFormat): string {
	const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text.trim());
	if (match === null || (match[2] === '' && (match[3] ?? '') === '')) return text;
	const [whole, fraction] = rounded(match[2], match[3] ?? '', format.decimals);
	const isZero = /^0*$/.test(whole) && /^0*$/.test(fraction);
	const sign = match[1] === '-' && !isZero ? '-' : '';
	const end = fraction === '' ? '' : `${format.decimalSeparator}${fraction}`;
	return `${sign}${grouped(whole, format)}${end}`;
}

function rounded(whole: string, fraction: string, decimals: number): [string, string] {
	const digits = `${whole === '' ? '0' : whole}${fraction.slice(0, decimals).padEnd(decimals, '0')}`;
	const up = (fraction[decimals] ?? '0') >= '5' ? 1n : 0n;
	const value = (BigInt(digits) + up).toString().padStart(decimals + 1, '0');
	const point = value.length - decimals;
	return [value.slice(0, point), value.slice(point)];
}

function grouped(whole: string, { groupPattern, groupSeparator }: UserFormat): string {
	const groups = groupPattern.split(/[^0-9]/);
	const last = groups.at(-1)?.length ?? 0;
	if (groups.length < 2 || last === 0 || whole.length <= last) return whole;
	const head = whole.slice(0, -last);
	const tail = whole.slice(-last);
	// `123456,789` has one separator, `12,34,56,789` groups of two, `123,456,789` of three.
	const size = groups.length === 2 ? head.length : groups[1].length;
	return [...splitFromEnd(head, size), tail].join(groupSeparator);
}

function splitFromEnd(text: string, size: number): string[] {
	const parts: string[] = [];
	for (let end = text.length; end > 0; end -= size)
		parts.unshift(text.slice(Math.max(0, end - size), end));
	return parts;
}

/** A stored date in the user's format; any other text stays. */
export function formatDate(text: string, format: string): string {
	const match = /^(\d{4})-(\d{2})-(\d{2})(.*)$/.exec(text);
	if (match === null) return text;
	const [, year, month, day, rest] = match;
	const parts: Readonly<Record<string, string>> = { yyyy: year, mm: month, dd: day };
	return format.toLowerCase().replace(/yyyy|mm|dd/g, (part) => parts[part]) + rest;
}

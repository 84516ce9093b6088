import type { Element } from './entities';

const PREFIX = '__cbws_skipcurdbconv';

/** What the flags of an element say of the values beside them. */
export interface Flags {
	/** `__cbws_skipcurdbconvall`: every field is in the format of the database. */
	all: boolean;
	/** `__cbws_skipcurdbconv_pdo`: prices and discounts of lines are. */
	lines: boolean;
	/** `__cbws_skipcurdbconv<field>`: this field is. */
	of(field: string): boolean;
}

/** On is what PHP takes for true: `"false"` too (recorded). */
function isOn(value: unknown): boolean {
	return ![undefined, null, false, 0, '', '0'].includes(value as never);
}

export function flagsOf(element: Element): Flags {
	const all = isOn(element[`${PREFIX}all`]);
	return {
		all,
		lines: isOn(element[`${PREFIX}_pdo`]),
		of: (field) => all || isOn(element[PREFIX + field]),
	};
}

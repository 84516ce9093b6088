import sha256 from 'crypto-js/sha256';

/** Digits that are kept: enough for two states of one record to differ. */
const LENGTH = 16;

/**
 * Tells apart two states of a record that have the same time: coreBOS's times are whole seconds,
 * and a record may be changed twice in one.
 */
export function fingerprint(values: Record<string, unknown>): string {
	const sorted = Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
	return sha256(JSON.stringify(sorted)).toString().slice(0, LENGTH);
}

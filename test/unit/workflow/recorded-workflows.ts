import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CoreBosClient } from '../../../engine';

/** A record as a recording has it. */
export type RecordedFields = Record<string, unknown>;

/** What all recordings of conditions and tasks say of their install. */
export interface RecordedInstall {
	idPrefix: Record<string, string>;
	fields: Record<
		string,
		Record<string, { type: string; uitype: string | number; refersTo?: string[] }>
	>;
}

/** A recording of `test/recordings`. */
export function recording<Content>(file: string): Content {
	return JSON.parse(readFileSync(join(__dirname, '../../recordings', file), 'utf8')) as Content;
}

/** Fields that name a record, where the recordings need one. */
const LABELS: Record<string, string> = {
	Accounts: 'accountname',
	Contacts: 'firstname,lastname',
	Potentials: 'potentialname',
	Products: 'productname',
	Vendors: 'vendorname',
};

function refuse(code: string, message: string): never {
	throw Object.assign(new Error(message), { code });
}

/**
 * A client that knows what a recording tells of its install.
 *
 * @param records the records it can retrieve
 * @param query answers of queries; none: nothing is found
 */
export function recordedClient(
	install: RecordedInstall,
	records: RecordedFields[],
	query: (vtql: string) => RecordedFields[] = () => [],
): CoreBosClient {
	// coreBOS also takes the number of a record.
	const byId = new Map(
		records.flatMap((record) => {
			const id = String(record.id);
			return [id, id.replace(/^\d+x/, '')].map((key): [string, RecordedFields] => [key, record]);
		}),
	);
	const moduleOf = (id: string): string | undefined =>
		Object.entries(install.idPrefix).find(([, prefix]) => id.startsWith(`${prefix}x`))?.[0];
	const answers: Record<string, (parameters: Record<string, unknown>) => unknown> = {
		retrieve: ({ id }) =>
			byId.get(String(id)) ?? refuse('RECORD_NOT_FOUND', `no record ${String(id)}`),
		describe: ({ elementType }) => describe(install, String(elementType)),
		query: ({ query: text }) => query(String(text)),
		getReferenceValue: ({ id }) => {
			const [, asked = ''] = /"(\d+x\d+)"/.exec(String(id)) ?? [];
			const [label = ''] = (LABELS[moduleOf(asked) ?? ''] ?? '').split(',');
			return { [asked]: { module: moduleOf(asked), reference: byId.get(asked)?.[label] } };
		},
	};
	return {
		call: async (operation, parameters = {}) =>
			(answers[operation] ?? (() => refuse('UNKNOWN_METHOD', operation)))(parameters),
	};
}

function describe(install: RecordedInstall, module: string): unknown {
	const fields = install.fields[module] ?? refuse('ACCESS_DENIED', `no module ${module}`);
	return {
		name: module,
		idPrefix: install.idPrefix[module],
		labelFields: LABELS[module] ?? '',
		fields: Object.entries(fields).map(([name, { type, uitype, refersTo }]) => ({
			name,
			uitype,
			type: { name: type, ...(refersTo && { refersTo }) },
		})),
	};
}

/** The moment at which a zone's clock showed a recorded time (`2026-11-28 20:20:51`). */
export function momentIn(timeZone: string, recorded: string): Date {
	const guess = new Date(`${recorded.replace(' ', 'T')}Z`);
	const shown = new Intl.DateTimeFormat('sv-SE', {
		timeZone,
		dateStyle: 'short',
		timeStyle: 'medium',
	}).format(guess);
	return new Date(2 * guess.getTime() - new Date(`${shown.replace(' ', 'T')}Z`).getTime());
}

function numberIn(value: unknown): number | undefined {
	return /^-?\d+(?:\.\d+)?$/.test(String(value)) ? Number(value) : undefined;
}

/** The same for coreBOS: numbers as the database rounds them, records by their numbers. */
export function isSame(got: unknown, wanted: unknown): boolean {
	const [left, right] = [got ?? '', wanted ?? ''].map(String);
	const [x, y] = [numberIn(left), numberIn(right)];
	if (x !== undefined && y !== undefined) return Math.abs(x - y) <= 5e-3 * Math.max(1, Math.abs(y));
	return (
		left === right || (/^\d+x\d+$/.test(right) && right.endsWith(`x${left.replace(/^\d+x/, '')}`))
	);
}

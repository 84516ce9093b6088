import { evaluateScheduledConditions, type CoreBosClient } from '../../../engine';
import {
	momentIn,
	recordedClient,
	recording,
	type RecordedFields,
	type RecordedInstall,
} from './recorded-workflows';

interface ScheduledCase {
	id: string;
	module: string;
	record: RecordedFields & { id: string };
	related?: Record<string, RecordedFields>;
	condition: string;
	now?: string;
	timezone?: string;
	expectScheduled: boolean | { error: string };
	expectOnSave: boolean | { error: string };
}

const recorded = recording<RecordedInstall & { cases: ScheduledCase[] }>(
	'conditions-scheduled.json',
);

/** Owners of the install of the recording. */
const OWNERS: RecordedFields[] = [
	{ id: '19x1', first_name: '', last_name: 'Administrator', user_name: 'admin' },
	{ id: '19x5', first_name: 'Mary', last_name: 'Jones', user_name: 'mary' },
	{ id: '20x3', groupname: 'Marketing Group' },
];

/** All that the cases together tell of each record. */
const known = new Map<string, RecordedFields>();
for (const { record, related = {} } of recorded.cases) {
	for (const fields of [record, ...Object.values(related)]) {
		const id = String(fields.id);
		known.set(id, { ...known.get(id), ...fields });
	}
}

async function taken({
	module,
	record,
	related,
	condition,
	...when
}: ScheduledCase): Promise<boolean> {
	const { timezone = 'UTC', now } = when;
	const linked = Object.values(related ?? {}).map((fields) => ({
		...known.get(String(fields.id)),
		...fields,
	}));
	return await evaluateScheduledConditions(condition, {
		fields: record,
		module,
		recordId: record.id,
		user: { id: '19x1', name: 'admin' },
		timeZone: timezone,
		now: now === undefined ? undefined : momentIn(timezone, now),
		coreBos: recordedClient(recorded, [...known.values(), ...OWNERS, ...linked]),
	});
}

/**
 * The database of the recording holds these texts with entities (`Rome &amp; Milan`), which
 * their reading through the API does not show: nobody can know it of a record.
 */
const HELD_ENCODED = ['s0369', 's0378', 's0390', 's0399', 's0402', 's0405'];

describe('what the query of a scheduled run takes', () => {
	test('every recorded condition', async () => {
		const differing: string[] = [];
		for (const one of recorded.cases) {
			if (typeof one.expectScheduled !== 'boolean') continue;
			if ((await taken(one)) !== one.expectScheduled) differing.push(one.id);
		}
		expect(differing).toEqual(HELD_ENCODED);
	});

	test('what the query dies of means what it means on a save', async () => {
		const dead = recorded.cases.filter((one) => typeof one.expectScheduled !== 'boolean');
		expect(dead.length).toBeGreaterThan(5);
		for (const one of dead) expect([one.id, await taken(one)]).toEqual([one.id, one.expectOnSave]);
	});

	test('it differs from the same condition on a save where the recording does', () => {
		const differ = recorded.cases.filter(
			({ expectScheduled, expectOnSave }) =>
				typeof expectScheduled === 'boolean' &&
				typeof expectOnSave === 'boolean' &&
				expectScheduled !== expectOnSave,
		);
		expect(differ.length).toBeGreaterThan(50);
	});
});

describe('values that are none for the database', () => {
	const things: CoreBosClient = {
		call: async () => ({
			name: 'Things',
			idPrefix: '50',
			fields: [
				{ name: 'day', uitype: '5', type: { name: 'date' } },
				{ name: 'none', uitype: '50', type: { name: 'datetime' } },
				{ name: 'box', uitype: '56', type: { name: 'boolean' } },
				{ name: 'text', uitype: '1', type: { name: 'string' } },
			],
		}),
	};
	const fields = { day: '2026-12-24', none: '', box: '', text: '' };

	test.each<[string, string, string, boolean]>([
		['day', 'before', '', false],
		['none', 'before', '', true],
		['none', 'greater than', 'soon', true],
		['none', 'contains', '', true],
		['day', 'contains', '', false],
		['day', 'is not', '2026-11', true],
		['none', 'is not', '2026-11', false],
		['box', 'is not', '0', false],
		['box', 'is empty', '', true],
		['text', 'does not equal', '\u00a0', true],
		['text', 'does not equal', '  ', false],
	])('%s %s %j: %s', async (fieldname, operation, value, met) => {
		const text = JSON.stringify([{ fieldname, operation, value, valuetype: 'rawtext' }]);
		const environment = { fields, module: 'Things', coreBos: things };
		expect(await evaluateScheduledConditions(text, environment)).toBe(met);
	});
});

describe('joining in a query', () => {
	const line = (holds: boolean, joincondition = 'and', groupid = '0', groupjoin = ''): object => ({
		fieldname: 'city',
		operation: 'is',
		value: holds ? 'Altea' : 'Calp',
		joincondition,
		groupid,
		groupjoin,
	});
	const [T, F] = [true, false];

	test.each<[string, object[], boolean]>([
		['AND binds stronger than OR', [line(T, 'or'), line(F, 'and'), line(F)], T],
		['from the left it would be false', [line(T, 'or'), line(T, 'and'), line(F)], T],
		['a first group has nothing to be joined to', [line(F, 'and', '0', 'or')], F],
		['groups in brackets', [line(F), line(T, 'and', '1', 'or'), line(F, 'and', '1', 'or')], F],
		['what has changed is left out', [{ fieldname: 'city', operation: 'has changed' }, line(T)], T],
	])('%s', async (_what, conditions, met) => {
		const text = JSON.stringify(conditions);
		expect(await evaluateScheduledConditions(text, { fields: { city: 'ALTEA ' } })).toBe(met);
	});
});

import { changeText, silentChanges, type ModuleField } from '../../../engine';

const field = (type: string, more: Partial<ModuleField> = {}): ModuleField => ({
	name: 'x',
	label: 'X',
	uitype: '',
	type,
	mandatory: false,
	editable: true,
	refersTo: [],
	values: [],
	groups: [],
	defaultValue: '',
	...more,
});

const CUUID = '24c0daf40b4274558259dcad482c1182f2edc9ab';
const picklist = { values: ['One', 'Two'].map((value) => ({ label: value, value })) };

/** Type of the field (none: not described), what was sent, what came back. */
const SAME: Array<[string | undefined, unknown, string]> = [
	['string', 'a', 'a'],
	['string', ' padded ', 'padded'],
	['text', 'one\r\ntwo', 'one\ntwo'],
	['string', '', ''],
	['string', null, ''],
	['boolean', true, '1'],
	['boolean', 'true', '1'],
	['boolean', 'on', '1'],
	['boolean', 1, '1'],
	['boolean', false, '0'],
	['boolean', 'no', '0'],
	['boolean', '', '0'],
	['boolean', 'on', 'on'],
	['currency', '12.5', '12.500000'],
	['currency', 12.5, '12.500000'],
	['currency', '', '0.000000'],
	['currency', '12.3456785', '12.345679'],
	['currency', '-12.3456785', '-12.345679'],
	['currency', '99999999999999999.000001', '99999999999999999.000001'],
	['double', '-3', '-3.00'],
	['double', 0.1 + 0.2, '0.30'],
	['integer', '007', '7'],
	['date', '2026-01-31', '2026-01-31'],
	['date', '2026-1-5', '2026-01-05'],
	['datetime', '2026-01-31T10:00:00Z', '2026-01-31 10:00:00'],
	['datetime', '2026-01-31T12:00:00+02:00', '2026-01-31 10:00:00'],
	['datetime', '2026-01-31 10:00', '2026-01-31 10:00:00'],
	['time', '9:05', '09:05:00'],
	['time', '09:05 PM', '21:05:00'],
	['time', '12:00 am', '00:00:00'],
	['reference', '11x852', '11x852'],
	['reference', '852', '11x852'],
	['reference', CUUID, '11x852'],
	['reference', '0', ''],
	['reference', 'accountname::::Acme', '11x852'],
	['owner', '19x1', '19x1'],
	['multipicklist', 'Two |##| One', 'One |##| Two'],
	[undefined, '12.50', '12.5'],
	[undefined, 'text', 'text'],
];

/** The same, and why it is a change. */
const CHANGED: Array<[string | undefined, unknown, string, string]> = [
	['string', 'abc', '', 'emptied'],
	['string', 'abcdef', 'abc', 'cut off'],
	['string', '007', '7', 'coreBOS keeps another value'],
	['boolean', 'true', '0', 'coreBOS keeps another value'],
	['currency', 'abc', '0.000000', 'it is not a number'],
	['currency', '12.5', '12.000000', 'coreBOS keeps another value'],
	['currency', '12.5', '125.000000', 'coreBOS keeps another value'],
	['currency', '1,234.50', '1234.500000', 'it is not a number'],
	['currency', '1.234,50', '1234.500000', 'it is not a number'],
	[
		'currency',
		'99999999999999999.000001',
		'99999999999999999.000002',
		'coreBOS keeps another value',
	],
	['integer', '12.5', '13', 'rounded'],
	['double', '0.939', '0.94', 'rounded'],
	['double', '-0.005', '-0.01', 'rounded'],
	['integer', '', '5', 'coreBOS keeps another value'],
	['date', 'soon', '', 'emptied: it is not a date'],
	['date', '', '2026-11-22', 'coreBOS keeps another value'],
	['date', '2026-02-30', '2026-03-02', 'coreBOS keeps another value'],
	['datetime', '2026-01-31 10:00', '2026-02-01 10:07:00', 'coreBOS keeps another value'],
	['datetime', '2026-01-31T10:00:00Z', '2026-01-31 11:00:00', 'coreBOS keeps another value'],
	['time', '25 o clock', '00:00:00', 'coreBOS keeps another value'],
	['reference', '11x852', '', 'emptied: it is not an existing record'],
	['reference', '11x852', '11x8520', 'coreBOS keeps another value'],
	['reference', '52', '11x852', 'coreBOS keeps another value'],
	['multipicklist', 'One |##| Two', 'One', 'cut off'],
	[undefined, '1e3', '7', 'coreBOS keeps another value'],
];

const compared = (type: string | undefined, sent: unknown, kept: string) =>
	silentChanges({ x: sent }, { x: kept }, type === undefined ? [] : [field(type)]);

describe('what coreBOS changed without a word', () => {
	test.each(SAME)('%s: %j is the same as "%s"', (type, sent, kept) => {
		expect(compared(type, sent, kept)).toEqual([]);
	});

	test.each(CHANGED)('%s: %j became "%s": %s', (type, sent, kept, reason) => {
		expect(compared(type, sent, kept)).toEqual([
			{ field: 'x', sent: sent === '' ? '' : String(sent), kept, reason },
		]);
	});

	test('names the modules that a reference leads to', () => {
		const fields = [field('reference', { refersTo: ['Accounts', 'Vendors'] })];
		const [change] = silentChanges({ x: '14x1' }, { x: '' }, fields);
		expect(changeText(change)).toBe(
			'x: "14x1" became "" (emptied: it is not an existing record of Accounts or Vendors)',
		);
	});

	test.each([
		['picklist', 'Three', 'Three'],
		['multipicklist', 'One |##| Three', 'One |##| Three'],
	])('a value that the %s does not have is said although it was kept', (type, sent, kept) => {
		expect(silentChanges({ x: sent }, { x: kept }, [field(type, picklist)])).toEqual([
			{ field: 'x', sent, kept, reason: 'the picklist has no such value' },
		]);
	});

	test('a value of the picklist, or none, is not a change', () => {
		const fields = [field('picklist', picklist)];
		expect(silentChanges({ x: 'One' }, { x: 'One' }, fields)).toEqual([]);
		expect(silentChanges({ x: '' }, { x: '' }, fields)).toEqual([]);
	});

	test('a field that the module does not have was ignored', () => {
		const [change] = silentChanges({ y: 'lost' }, { x: '' }, [field('string')]);
		expect(changeText(change)).toBe(
			'y: "lost" (the module has no such field, or hides it from the user of the credential)',
		);
		expect(silentChanges({ y: 'lost' }, { x: '' })).toHaveLength(1);
	});

	test('a field that is not in the answer, as a password, is not compared', () => {
		expect(silentChanges({ x: 'secret' }, {}, [field('string')])).toEqual([]);
	});

	test('lists, objects, ids and what every save sets are not compared', () => {
		const sent = { id: '14x1', modifiedtime: '2020-01-01', pdoInformation: [{ a: 1 }] };
		expect(silentChanges(sent, { id: '14x2', modifiedtime: '2026-01-01' })).toEqual([]);
	});

	test('a log that coreBOS keeps itself may grow when it is sent back as it was read', () => {
		const log = field('text', { editable: false });
		expect(silentChanges({ x: 'Created' }, { x: 'Created. Changed' }, [log])).toEqual([]);
		expect(silentChanges({ x: 'Mine' }, { x: 'Created. Changed' }, [log])).toHaveLength(1);
		expect(silentChanges({ x: '' }, { x: 'Created' }, [log])).toHaveLength(1);
	});

	test.each([
		['currency', '1', '125.000000'],
		['string', 'ACC1', 'ACC12'],
	])('a %s that coreBOS sets itself is not a log: %s became %s', (type, sent, kept) => {
		const own = field(type, { editable: false });
		expect(silentChanges({ x: sent }, { x: kept }, [own])).toHaveLength(1);
	});

	test('a field that coreBOS sets itself is named as one', () => {
		const [change] = silentChanges({ x: 'MINE-1' }, { x: 'PRO1' }, [
			field('autogenerated', { editable: false }),
		]);
		expect(change.reason).toBe(
			'coreBOS sets this field itself, or does not let this user change it',
		);
	});

	test('024: members of a document that are not fields are compared with the fields that show them', () => {
		const fields = ['hdnTaxType', 'hdnS_H_Amount', 'txtAdjustment'].map((name) => ({
			...field(name === 'hdnTaxType' ? 'string' : 'currency', { uitype: '72' }),
			name,
		}));
		const sent = {
			taxtype: 'individual',
			shipping_handling_charge: '7',
			adjustmentType: 'add',
			adjustment: '3',
			__cbws_skipcurdbconv_pdo: 1,
		};
		const record = {
			hdnTaxType: 'individual',
			hdnS_H_Amount: '7.000000',
			txtAdjustment: '3.000000',
		};
		expect(silentChanges(sent, record, fields)).toEqual([]);
		const other = { ...record, hdnS_H_Amount: '15.000000' };
		expect(silentChanges(sent, other, fields)).toEqual([
			expect.objectContaining({ field: 'shipping_handling_charge', kept: '15.000000' }),
		]);
	});

	test('long values are shortened, to where they differ', () => {
		const long = 'a'.repeat(500);
		const said = (kept: string) => {
			const [change] = silentChanges({ x: long }, { x: kept }, [field('text')]);
			return changeText(change);
		};
		expect(said('')).toBe(`x: "${'a'.repeat(60)}…" became "" (emptied)`);
		expect(said(`${long} and more`)).toBe(
			`x: "…${'a'.repeat(20)}" became "…${'a'.repeat(20)} and more" (coreBOS added to it)`,
		);
		expect(said('a'.repeat(255))).toBe(
			`x: "…${'a'.repeat(60)}…" became "…${'a'.repeat(20)}" (cut off)`,
		);
	});

	test('a value that the picklist does not have did not become another one', () => {
		const [change] = silentChanges({ x: 'Three' }, { x: 'Three' }, [field('picklist', picklist)]);
		expect(changeText(change)).toBe('x: "Three" (the picklist has no such value)');
	});
});

import { isCbuuid, isRecordId, parseWebServiceId, recordNumberOf } from '../../../engine';

const CBUUID = 'a'.repeat(40);

describe('record ids', () => {
	test.each([
		['14x852', { prefix: '14', number: '852' }],
		['0x0', { prefix: '0', number: '0' }],
		['852', undefined],
		['14x', undefined],
		['14x852 ', undefined],
		['14X852', undefined],
		[CBUUID, undefined],
		[14, undefined],
	])('%j as a web service id is %j', (value, id) => {
		expect(parseWebServiceId(value)).toEqual(id);
	});

	test.each([
		['14x852', true],
		['852', true],
		[CBUUID, true],
		[CBUUID.toUpperCase(), true],
		[`${CBUUID}a`, false],
		['Acme', false],
		['', false],
		['-1', false],
	])('%j names a record: %j', (text, names) => {
		expect(isRecordId(text)).toBe(names);
	});

	test.each([
		['14x852', '852'],
		['852', '852'],
		[CBUUID, CBUUID],
	])('the record number of %s is %s', (id, number) => {
		expect(recordNumberOf(id)).toBe(number);
	});

	test('a cbuuid has 40 hexadecimal digits', () => {
		expect([isCbuuid(CBUUID), isCbuuid('852'), isCbuuid('g'.repeat(40))]).toEqual([
			true,
			false,
			false,
		]);
	});
});

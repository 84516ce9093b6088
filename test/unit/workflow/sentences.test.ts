import {
	evaluateConditions,
	taskValues,
	type CoreBosClient,
	type TaskValues,
} from '../../../engine';
import { conditionsOf } from './written-workflows';

/**
 * What `workflow.md` and `workflow-model.md` say about conditions and tasks, sentence by sentence.
 * The recordings hold thousands of cases; here each rule stands alone, in the words of the
 * reference.
 */

const NOW = new Date('2026-11-28T12:00:00Z');

/** An account, and the vendor that it leads to. */
const FIELDS: Record<string, unknown> = {
	...{ id: '11x1', text: 'Chemex', spaced: 'a b', empty: '', zero: '0', number: '0123' },
	...{ decimal: '131.0', nothing: '0.000000', midnight: '00:00:00', html: 'R&amp;D' },
	...{ time: '10:05', day: '2026-11-20', today: '2026-11-28', tomorrow: '2026-11-29' },
	...{ moment: '2026-11-28 11:00:00', birthday: '1980-11-28', list: 'Red |##| Blue' },
	...{ vendor: '2x9', account: '', box: '1', assigned_user_id: '19x5', city: 'Altea' },
};
const VENDOR: Record<string, unknown> = {
	id: '2x9',
	vendorname: 'Smith',
	phone: '',
	city: 'Altea',
};

const TYPES: Record<string, { name: string; refersTo?: string[] }> = {
	list: { name: 'multipicklist' },
	vendor: { name: 'reference', refersTo: ['Vendors'] },
	account: { name: 'reference', refersTo: ['Accounts'] },
	assigned_user_id: { name: 'owner' },
};

const INSTALL: CoreBosClient = {
	call: async (operation, parameters = {}) => {
		if (operation === 'retrieve') return VENDOR;
		if (operation !== 'describe') return [];
		const isOwn = parameters.elementType === 'Accounts';
		const fields = Object.keys(isOwn ? FIELDS : VENDOR);
		return {
			idPrefix: isOwn ? '11' : '2',
			fields: fields.map((name) => ({ name, type: TYPES[name] ?? { name: 'string' } })),
		};
	},
};

type Row = Record<string, unknown>;

async function met(text: string, before?: Row, fields: Row = FIELDS): Promise<boolean> {
	return await evaluateConditions(text, {
		...{ fields, before, module: 'Accounts', recordId: '11x1', now: NOW, timeZone: 'UTC' },
		...{ user: { id: '19x1', name: 'admin' }, coreBos: INSTALL },
	});
}

const is = (fieldname: string, operation: string, value = '', valuetype = 'rawtext'): Row => ({
	...{ fieldname, operation, value, valuetype },
});
const T = is('text', 'is', 'Chemex');
const F = is('text', 'is', 'Other');

describe('how conditions are combined', () => {
	const group = (row: Row, groupid: string, groupjoin = '', joincondition = 'and'): Row => ({
		...{ ...row, groupid, groupjoin, joincondition },
	});

	test.each<[sentence: string, rows: Row[], result: boolean]>([
		['an empty list is true', [], true],
		['left to right, no precedence: T or F and F', [group(T, '0', '', 'or'), F, F], false],
		[
			'groupid 0, empty and missing are one group',
			[group(T, '', '', 'or'), group(F, '0'), F],
			false,
		],
		[
			'groups are taken as they first appear, not by number: T of 9, or F of 1, and F of 5',
			[group(T, '9'), group(F, '1', 'or'), group(F, '5', 'and')],
			false,
		],
		['the joincondition of the last line has no effect', [T, group(T, '0', '', 'or')], true],
		[
			'an interleaved group: the line replaces what the group gave so far',
			[group(F, '1'), group(T, '2'), group(T, '1')],
			true,
		],
		[
			'the operator of a group is that of its last line',
			[group(F, '0', 'and'), group(F, '0', 'or')],
			true,
		],
		['the first group is joined to true: with or, all is true', [group(F, '0', 'or')], true],
		['the first group with and is its result', [group(F, '0', 'and')], false],
		['any other text is or: OR', [group(T, '0', '', 'OR'), F], true],
		['any other text is or: xor', [group(T, '0', '', 'xor'), T], true],
	])('%s', async (_sentence, rows, result) => {
		expect(await met(JSON.stringify(rows))).toBe(result);
	});

	test.each(['', '[]', '{}', 'null', 'no JSON'])('%j means always true', async (text) => {
		expect(await met(text)).toBe(true);
	});

	test('an error in any line is an error of the whole, also when the result is known', async () => {
		const rows = [{ ...T, joincondition: 'or' }, is('text', 'is', 'nosuch(', 'expression')];
		await expect(met(JSON.stringify(rows))).rejects.toThrow();
	});
});

describe('operations of conditions', () => {
	test.each<[sentence: string, row: Row, result: boolean]>([
		['the value is decoded', is('html', 'is', 'R&amp;D'), true],
		['the value is trimmed', is('text', 'is', '  Chemex '), true],
		['the field is decoded, too', is('html', 'contains', '&'), true],
		['texts are compared with their case', is('text', 'is', 'chemex'), false],
		['numeric texts as numbers: 0123 is 123', is('number', 'is', '123'), true],
		['numeric texts as numbers: 131.0 is 131', is('decimal', 'is', ' 131 '), true],
		['contains an empty text', is('text', 'contains', ''), true],
		['starts with an empty text', is('text', 'starts with', ''), true],
		['ends with an empty text', is('text', 'ends with', ''), true],
		['does not contain an empty text', is('text', 'does not contain', ''), false],
		['is empty: an empty text', is('empty', 'is empty'), true],
		['is empty: 0', is('zero', 'is empty'), true],
		['is empty: a field that is not there', is('nosuch', 'is empty'), true],
		['0.000000 is not empty', is('nothing', 'is empty'), false],
		['00:00:00 is not empty', is('midnight', 'is not empty'), true],
		[
			'does not start with: the first letters are equal',
			is('text', 'does not start with', 'Cx'),
			false,
		],
		['does not start with: it means what it says', is('text', 'does not start with', 'X'), true],
		['does not end with: the last letters are equal', is('text', 'does not end with', 'yx'), false],
		['does not end with: it means what it says', is('text', 'does not end with', 'a'), true],
		['true:boolean counts as 1', is('box', 'is', 'true:boolean'), true],
		[
			'false:boolean counts as 0, which an empty text is not',
			is('empty', 'is', 'false:boolean'),
			false,
		],
		[
			'…:boolean of an expression: 0 or empty',
			is('empty', 'is', "concat('false',':boolean')", 'expression'),
			true,
		],
		['a multi-select list is one of its choices', is('list', 'is', 'Blue'), true],
		['all other operations see it raw', is('list', 'contains', 'Red |##| Blue'), true],
		['a reference by its web service id', is('vendor', 'is', '2x9'), true],
		['a reference by its number', is('vendor', 'is', '9'), true],
		['a reference is not another number', is('vendor', 'is not', '8'), true],
		['H:MM on both sides counts as seconds', is('time', 'greater than', '9:30'), true],
		['without a time on both sides it does not', is('time', 'greater than', '9'), false],
		['a linked field', is('vendor : (Vendors) vendorname', 'is', 'Smith'), true],
		['an empty link: is empty', is('account : (Accounts) phone', 'is empty'), true],
		["an empty link: is ''", is('account : (Accounts) phone', 'is', ''), true],
		['an empty link: is not', is('account : (Accounts) phone', 'is not', 'x'), false],
		[
			'an empty link: does not contain',
			is('account : (Accounts) phone', 'does not contain', 'x'),
			false,
		],
		[
			'an empty link: does not equal',
			is('account : (Accounts) phone', 'does not equal', 'x'),
			false,
		],
		['a link to another module: is empty', is('vendor : (Accounts) phone', 'is empty'), true],
		['a link to another module: is not', is('vendor : (Accounts) phone', 'is not', 'x'), false],
		['fieldname: a field of the same record', is('text', 'is', 'text', 'fieldname'), true],
		[
			'fieldname in a related condition: of the linked record',
			is('vendor : (Vendors) city', 'is', 'city', 'fieldname'),
			true,
		],
		[
			'expression in a related condition: of the linked record',
			is('vendor : (Vendors) vendorname', 'is', "concat(vendorname,'')", 'expression'),
			true,
		],
		['an empty expression gives an empty text', is('empty', 'is', ' ', 'expression'), true],
		['an unknown valuetype counts as rawtext', is('text', 'is', 'Chemex', 'strange'), true],
		['between: both ends are excluded', is('day', 'between', '2026-11-20,2026-11-30'), false],
		['between: the days inside', is('day', 'between', '2026-11-19,2026-11-21'), true],
		['before', is('day', 'before', '2026-11-21'), true],
		['before is false for an empty field', is('empty', 'before', '2026-11-21'), false],
		['after is false for an empty field', is('empty', 'after', '2026-11-21'), false],
		['less than days ago: today - N is in', is('day', 'less than days ago', '8'), true],
		['less than days ago: tomorrow is not', is('tomorrow', 'less than days ago', '8'), false],
		['more than days ago: today - N is in', is('day', 'more than days ago', '8'), true],
		['in less than: today is in', is('today', 'in less than', '1'), true],
		['in less than: today + N is in', is('tomorrow', 'in less than', '1'), true],
		['in more than: today + N is in', is('tomorrow', 'in more than', '1'), true],
		['in more than: before it is not', is('today', 'in more than', '1'), false],
		['days ago: equal', is('day', 'days ago', '8'), true],
		['days later: equal', is('tomorrow', 'days later', '1'), true],
		[
			'a date and time is compared as text with a date',
			is('moment', 'more than days ago', '0'),
			false,
		],
		['less than hours before', is('moment', 'less than hours before', '2'), true],
		['more than hours before', is('moment', 'more than hours before', '1'), true],
		['less than hours later', is('moment', 'less than hours later', '2'), false],
		['more than hours later', is('moment', 'more than hours later', '1'), false],
		['is today', is('today', 'is today'), true],
		['is today: month and day alone of a birthday', is('birthday', 'is today'), true],
		['monthday: month and day of any date', is('birthday', 'monthday', '2026-11-28'), true],
		['monthday: an empty field is 1 January', is('empty', 'monthday', '2026-01-01'), true],
		['matches a pattern with its delimiters', is('text', 'matches', '/^chem/i'), true],
		['matches: an invalid pattern is false', is('text', 'matches', 'Chemex('), false],
		['an empty operation is false', is('text', ''), false],
		['has changed without a save', is('text', 'has changed'), false],
		['has changed to without a save', is('text', 'has changed to', 'Chemex'), false],
		['was without a save', is('text', 'was', 'Chemex'), false],
		['has this as nth child: 0', is('vendor', 'has this as nth child', '0'), false],
		['has this as nth child: a text', is('vendor', 'has this as nth child', 'x'), false],
	])('%s', async (_sentence, row, result) => {
		expect(await met(conditionsOf(row))).toBe(result);
	});

	test('an unknown operation is an error', async () => {
		await expect(met(conditionsOf(is('text', 'sounds like', 'x')))).rejects.toThrow('sounds like');
	});

	test.each<[sentence: string, old: Row, row: Row, result: boolean]>([
		['has changed', { text: 'Old' }, is('text', 'has changed'), true],
		['loosely equal: 0123 and 123', { number: '123' }, is('number', 'has changed'), false],
		["loosely equal: '' and 0", { zero: '' }, is('zero', 'has changed'), false],
		[
			'has changed to, the stored text',
			{ text: 'Old' },
			is('text', 'has changed to', 'Chemex'),
			true,
		],
		['has changed to is strict', { number: '1' }, is('number', 'has changed to', '123'), false],
		[
			'references and owners are plain ids there',
			{ assigned_user_id: '19x1' },
			is('assigned_user_id', 'has changed to', '5'),
			true,
		],
		[
			'not web service ids',
			{ assigned_user_id: '19x1' },
			is('assigned_user_id', 'has changed to', '19x5'),
			false,
		],
		['was compares loosely', { number: '0123' }, is('number', 'was', '123'), true],
		[
			'of a linked record nothing has changed',
			{ vendor: '2x8' },
			is('vendor : (Vendors) city', 'has changed'),
			false,
		],
	])('%s', async (_sentence, old, row, result) => {
		expect(await met(conditionsOf(row), { ...FIELDS, ...old })).toBe(result);
	});
});

describe('tasks', () => {
	const row = (fieldname: string, value: string, valuetype = 'rawtext'): Row => ({
		...{ fieldname, value, valuetype },
	});
	const run = async (task: string, properties: Row, more: Row = {}): Promise<TaskValues> =>
		await taskValues(
			{ task, properties },
			{
				...{ fields: FIELDS, module: 'Accounts', recordId: '11x1', now: NOW },
				...more,
			},
		);
	const mapping = (...rows: Row[]): Row => ({ field_value_mapping: JSON.stringify(rows) });

	test.each<[sentence: string, rows: Row[], changed: Row]>([
		['rawtext is trimmed', [row('city', ' Calp ')], { city: 'Calp' }],
		['true:boolean is 1', [row('box', 'true:boolean')], { box: '1' }],
		['any other :boolean is 0', [row('box', 'false:boolean')], { box: '0' }],
		['fieldname is the stored value', [row('city', 'number', 'fieldname')], { city: '0123' }],
		[
			'expression is the language',
			[row('city', "concat(text,'!')", 'expression')],
			{ city: 'Chemex!' },
		],
		[
			'later rows see earlier ones',
			[row('city', 'Calp'), row('text', 'city', 'fieldname')],
			{ city: 'Calp', text: 'Calp' },
		],
	])('%s', async (_sentence, rows, changed) => {
		expect((await run('VTUpdateFieldsTask', mapping(...rows))).changed).toEqual(changed);
	});

	test('an owner that is neither user nor group leaves the owner as it is', async () => {
		const rows = mapping(row('assigned_user_id', 'nobody'));
		const { changed } = await run('VTUpdateFieldsTask', rows, { coreBos: INSTALL });
		expect(changed).toEqual({ assigned_user_id: '19x5' });
	});

	test('an expression that cannot be read ends the task; nothing of it is written', async () => {
		const rows = mapping(row('city', 'Calp'), row('text', 'concat(', 'expression'));
		await expect(run('VTUpdateFieldsTask', rows)).rejects.toThrow();
	});

	test('reference_field of the new record is set to this one', async () => {
		const properties = { entity_type: 'Contacts', reference_field: 'account_id' };
		const { created } = await run('VTCreateEntityTask', {
			...properties,
			...mapping(row('a', 'x')),
		});
		expect(created).toEqual({ module: 'Contacts', fields: { a: 'x', account_id: '11x1' } });
	});

	test('a new record of the same module starts as a copy', async () => {
		const properties = { entity_type: 'Accounts', ...mapping(row('city', 'Calp')) };
		const { created } = await run('VTCreateEntityTask', properties);
		expect(created?.fields).toMatchObject({ text: 'Chemex', city: 'Calp' });
		expect(created?.fields).not.toHaveProperty('id');
	});

	test('all tasks of a run share one context: what one writes the next ones read', async () => {
		const rows = [
			{ typ: 'expression', exp: 'number + 1', var: 'one' },
			{ typ: 'expression', exp: "getFromContext('one') * 2", var: 'two' },
		];
		const { context } = await run('wfExecExpression', { wfexeexps: JSON.stringify(rows) });
		expect(context).toEqual({ one: 124, two: 248 });
	});

	test.each<[sentence: string, recepient: string, to: string[]]>([
		['recipients are split at commas', 'a@x.example,b@x.example', ['a@x.example', 'b@x.example']],
		['empty ones are dropped', 'a@x.example,,$empty,', ['a@x.example']],
	])('%s', async (_sentence, recepient, to) => {
		expect((await run('VTEmailTask', { recepient, subject: 's', content: 'c' })).mail?.to).toEqual(
			to,
		);
	});

	test('old values are previousvalue_ in expressions and previous_ in the context', async () => {
		const rows = [
			row('city', 'previousvalue_city', 'expression'),
			row('text', "getFromContext('previous_city')", 'expression'),
		];
		const { changed } = await run('VTUpdateFieldsTask', mapping(...rows), {
			before: { city: 'Calp' },
			context: { previous_city: 'Calp' },
		});
		expect(changed).toEqual({ city: 'Calp', text: 'Calp' });
	});
});

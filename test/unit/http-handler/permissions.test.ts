import {
	createPermissions,
	PermissionError,
	permissionsOf,
	type Decision,
	type PermissionForm,
} from '../../../engine/http-handler';

const form = (parts: Partial<PermissionForm>): PermissionForm => ({
	title: '',
	addresses: '',
	workflows: '',
	triggers: '',
	...parts,
});

const shop = form({ title: 'Shop', addresses: '10.0.0.1, 10.0.0.2', workflows: '43, 77' });
const erp = form({
	title: 'ERP',
	addresses: '10.0.0.2\n10.1.0.0/16',
	workflows: '99',
	triggers: 'CUSTOM_43',
});
const open = form({ title: 'Open', addresses: '*', workflows: '1000' });
const master = form({ title: 'Master', addresses: '10.9.0.1', workflows: '*', triggers: '*' });
const denied: Decision = { outcome: 'denied' };
const unknown: Decision = { outcome: 'unknownWorkflow' };
const allowed = (title: string): Decision => ({ outcome: 'allowed', title });

type Case = [
	name: string,
	forms: PermissionForm[],
	address: string,
	asked: { workflowId?: string; workflowTrigger?: string },
	decision: Decision,
];

const cases: Case[] = [
	['nothing is open by default', [], '127.0.0.1', { workflowId: '43' }, denied],
	['one entry holds both', [shop, erp], '10.0.0.1', { workflowId: '77' }, allowed('Shop')],
	['mapped address', [shop, erp], '::ffff:10.0.0.1', { workflowId: '77' }, allowed('Shop')],
	['the address is in another entry', [shop, erp], '10.0.0.1', { workflowId: '99' }, denied],
	['an address of two entries', [shop, erp], '10.0.0.2', { workflowId: '99' }, allowed('ERP')],
	[
		'the first entry that holds both names it',
		[shop, master],
		'10.9.0.1',
		{ workflowId: '43' },
		allowed('Master'),
	],
	['a trigger key', [shop, erp], '10.1.2.3', { workflowTrigger: 'CUSTOM_43' }, allowed('ERP')],
	['a trigger key is not a workflow id', [erp], '10.1.2.3', { workflowId: 'CUSTOM_43' }, unknown],
	['letters of a key count', [erp], '10.1.2.3', { workflowTrigger: 'custom_43' }, unknown],
	['an id that no entry knows', [shop, erp], '10.0.0.1', { workflowId: '5' }, unknown],
	['an unknown id from an unknown address', [shop, erp], '10.0.0.9', { workflowId: '5' }, denied],
	['an unlisted address', [shop, erp], '10.0.0.9', { workflowId: '43' }, denied],
	['an address that is not one', [open], 'unknown', { workflowId: '1000' }, denied],
	['no address', [open], '', { workflowId: '1000' }, denied],
	['* among the addresses', [open], '203.0.113.9', { workflowId: '1000' }, allowed('Open')],
	['* among the ids', [master], '10.9.0.1', { workflowId: 'anything' }, allowed('Master')],
	['* among the ids of another address', [shop, master], '10.0.0.1', { workflowId: '5' }, denied],
	[
		'both in one entry',
		[erp],
		'10.1.0.1',
		{ workflowId: '99', workflowTrigger: 'CUSTOM_43' },
		allowed('ERP'),
	],
	[
		'both, but in two entries',
		[shop, erp],
		'10.0.0.2',
		{ workflowId: '43', workflowTrigger: 'CUSTOM_43' },
		denied,
	],
	[
		'both, one of them unknown',
		[erp],
		'10.1.0.1',
		{ workflowId: '99', workflowTrigger: 'X' },
		unknown,
	],
	['nothing asked for', [master], '10.9.0.1', {}, denied],
	[
		'no addresses',
		[form({ workflows: '*', triggers: '*' })],
		'10.0.0.1',
		{ workflowId: '1' },
		denied,
	],
	[
		'keys only, asked for an id',
		[form({ addresses: '*', triggers: '*' })],
		'10.0.0.1',
		{ workflowId: '1' },
		unknown,
	],
	[
		'ids apart by lines and spaces',
		[form({ addresses: '*', workflows: ' 1\n2  3,,4 ' })],
		'10.0.0.1',
		{ workflowId: '3' },
		allowed(''),
	],
	[
		'ids apart by semicolons',
		[form({ addresses: '*', workflows: '43;77; create-lead' })],
		'10.0.0.1',
		{ workflowId: '77' },
		allowed(''),
	],
	[
		'a name for an id',
		[form({ addresses: '*', workflows: '43;77; create-lead' })],
		'10.0.0.1',
		{ workflowId: 'create-lead' },
		allowed(''),
	],
	[
		'keys apart by semicolons',
		[form({ addresses: '*', triggers: 'CUSTOM_43;CUSTOM_44' })],
		'10.0.0.1',
		{ workflowTrigger: 'CUSTOM_44' },
		allowed(''),
	],
	...[
		'10.0.0.1;10.0.0.2',
		'10.0.0.1 10.0.0.2',
		'10.0.0.1\t10.0.0.2;',
		'10.0.0.0 - 10.0.0.3 ::1',
	].map(
		(addresses): Case => [
			`addresses ${JSON.stringify(addresses)}`,
			[form({ addresses, workflows: '43' })],
			'10.0.0.2',
			{ workflowId: '43' },
			allowed(''),
		],
	),
];

const shopOf = (parts: Partial<PermissionForm>) => form({ title: 'Shop', ...parts });
const unreadable: Array<[form: PermissionForm, message: string, advice: RegExp]> = [
	[
		shopOf({ addresses: '*' }),
		'The permission "Shop" permits nothing',
		/Workflow IDs or its Trigger/,
	],
	[form({ addresses: '*' }), 'The permission number 2 permits nothing', /delete the permission/],
	[form({}), 'The permission number 2 permits nothing', /delete the permission/],
	[shopOf({ workflows: ' ;, ' }), 'The permission "Shop" permits nothing', /with \* for any/],
	[shopOf({ workflows: '43-50' }), 'The ID "43-50" cannot be read', /Ranges are not possible/],
	[shopOf({ workflows: '43 - 50' }), 'The ID "-" cannot be read', /Ranges are not possible/],
	[shopOf({ workflows: '43|77' }), 'The ID "43|77" cannot be read', /Separate IDs by commas/],
	[shopOf({ workflows: '43.77' }), 'The ID "43.77" cannot be read', /Separate IDs by commas/],
	[shopOf({ workflows: '#43' }), 'The ID "#43" cannot be read', /Separate IDs by commas/],
	[shopOf({ workflows: '33x43' }), 'The ID "33x43" cannot be read', /write 43\./],
	[shopOf({ workflows: '4*' }), 'The ID "4*" cannot be read', /\* alone for any/],
	[
		shopOf({ triggers: 'CUSTOM_*' }),
		'The ID "CUSTOM_*" cannot be read',
		/Trigger Keys of .* "Shop"/,
	],
	[shopOf({ workflows: 'a'.repeat(201) }), 'The ID "aaa', /at most 200 characters/],
	[
		shopOf({ addresses: '10.0.0.300', workflows: '43' }),
		'The address entry "10.0.0.300" cannot be read',
		/Addresses of the permission "Shop"/,
	],
	[
		shopOf({ addresses: '10.0.0.1 10.0.0.300;', workflows: '43' }),
		'The address entry "10.0.0.300" cannot be read',
		/a single address/,
	],
];

describe('who may start what', () => {
	test.each(cases)('%s', (_name, forms, address, asked, decision) => {
		expect(createPermissions(forms).decide(address, asked)).toEqual(decision);
	});

	test('admits an address that may start anything at all', () => {
		const { admits } = createPermissions([shop, form({ workflows: '43' })]);
		expect(['10.0.0.1', '10.0.0.2', '10.7.0.1', '10.0.0.3', ''].filter(admits)).toEqual([
			'10.0.0.1',
			'10.0.0.2',
		]);
	});
});

describe('what cannot be meant so is refused, with the place', () => {
	test.each(unreadable)('%j', (wrong, message, advice) => {
		const compile = () => createPermissions([shop, wrong]);
		expect(compile).toThrow(PermissionError);
		expect(compile).toThrow(message);
		expect(compile).toThrow(
			expect.objectContaining({ advice: expect.stringMatching(advice) }) as Error,
		);
	});
});

describe('permissionsOf', () => {
	test('compiles once for as long as the forms stay the same', () => {
		const first = permissionsOf('w1/n1', [shop]);
		expect(permissionsOf('w1/n1', [{ ...shop }])).toBe(first);
		expect(permissionsOf('w1/n2', [shop])).not.toBe(first);
	});

	test.each([{ title: 'X' }, { addresses: '10.0.0.3' }, { workflows: '1' }, { triggers: 'X' }])(
		'%j counts',
		(changed) => {
			const first = permissionsOf('w2/n1', [shop, erp]);
			expect(permissionsOf('w2/n1', [shop, { ...erp, ...changed }])).not.toBe(first);
		},
	);

	test('a form more or less counts', () => {
		const first = permissionsOf('w3/n1', [shop, erp]);
		expect(permissionsOf('w3/n1', [shop])).not.toBe(first);
		expect(permissionsOf('w3/n1', []).admits('10.0.0.1')).toBe(false);
	});

	test('keeps those of the nodes called last', () => {
		const first = permissionsOf('w4/first', [shop]);
		for (let node = 0; node < 150; node++) permissionsOf(`w4/${node}`, [erp]);
		expect(permissionsOf('w4/first', [shop])).toBe(first);
		for (let node = 0; node < 250; node++) permissionsOf(`w5/${node}`, [erp]);
		expect(permissionsOf('w4/first', [shop])).not.toBe(first);
	});
});

import { AllowlistError } from '../../engine/http-handler/allowlist';
import {
	createPermissions,
	permissionsOf,
	type Decision,
	type PermissionForm,
} from '../../engine/http-handler';

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
	['a trigger key is no workflow id', [erp], '10.1.2.3', { workflowId: 'CUSTOM_43' }, unknown],
	['letters of a key count', [erp], '10.1.2.3', { workflowTrigger: 'custom_43' }, unknown],
	['an id that no entry knows', [shop, erp], '10.0.0.1', { workflowId: '5' }, unknown],
	['an unknown id from an unknown address', [shop, erp], '10.0.0.9', { workflowId: '5' }, denied],
	['an unlisted address', [shop, erp], '10.0.0.9', { workflowId: '43' }, denied],
	['an address that is none', [open], 'unknown', { workflowId: '1000' }, denied],
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
	['neither ids nor keys', [form({ addresses: '*' })], '10.0.0.1', { workflowId: '1' }, denied],
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
];

describe('who may start what', () => {
	test.each(cases)('%s', (_name, forms, address, asked, decision) => {
		expect(createPermissions(forms).decide(address, asked)).toEqual(decision);
	});

	test('admits an address that may start anything at all', () => {
		const { admits } = createPermissions([shop, form({ addresses: '10.7.0.1' })]);
		expect(['10.0.0.1', '10.0.0.2', '10.7.0.1', '10.0.0.3', ''].filter(admits)).toEqual([
			'10.0.0.1',
			'10.0.0.2',
		]);
	});

	test('an entry that cannot be read is quoted, also where it would permit nothing', () => {
		const broken = form({ addresses: '10.0.0.1\n10.0.0.300' });
		expect(() => createPermissions([shop, broken])).toThrow(AllowlistError);
		expect(() => createPermissions([shop, broken])).toThrow('"10.0.0.300"');
	});
});

describe('permissionsOf', () => {
	test('compiles once for as long as the forms stay the same', () => {
		const first = permissionsOf('w1/n1', [shop]);
		expect(permissionsOf('w1/n1', [{ ...shop }])).toBe(first);
		expect(permissionsOf('w1/n2', [shop])).not.toBe(first);
	});

	test.each(['title', 'addresses', 'workflows', 'triggers'] as const)(
		'a changed %s counts',
		(name) => {
			const first = permissionsOf('w2/n1', [shop, erp]);
			expect(permissionsOf('w2/n1', [shop, { ...erp, [name]: '10.0.0.3' }])).not.toBe(first);
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

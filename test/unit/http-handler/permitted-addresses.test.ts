/** An address followed by the workflow that it may start. */
import * as fc from 'fast-check';
import {
	createPermissions,
	PermissionError,
	permittingEntry,
	type Decision,
	type PermissionForm,
} from '../../../engine/http-handler';

const form = (addresses: string, workflows = '', triggers = ''): PermissionForm => ({
	...{ title: 'Shop', addresses, workflows, triggers },
});
const allowed: Decision['outcome'] = 'allowed';

type Asked = { workflowId?: string; workflowTrigger?: string };
type Case = [forms: PermissionForm[], address: string, asked: Asked, outcome: Decision['outcome']];

const one = [form('10.0.0.1 workflow_id=43')];
const two = [form('10.0.0.1 workflow_id=43, 10.0.0.2 workflow_id=44')];
const mixed = [form('10.0.0.1 10.0.0.2 workflow_id=44', '43')];
const key = [form('10.0.0.1 workflow_trigger=CUSTOM_43 workflow_id=7')];
const cases: Case[] = [
	[one, '10.0.0.1', { workflowId: '43' }, allowed],
	[one, '::ffff:10.0.0.1', { workflowId: '43' }, allowed],
	[one, '10.0.0.1', { workflowId: '44' }, 'unknownWorkflow'],
	[one, '10.0.0.1', { workflowTrigger: '43' }, 'unknownWorkflow'],
	[one, '10.0.0.2', { workflowId: '43' }, 'denied'],
	[two, '10.0.0.2', { workflowId: '44' }, allowed],
	[two, '10.0.0.1', { workflowId: '44' }, 'denied'],
	[two, '10.0.0.2', { workflowId: '43' }, 'denied'],
	// It may start those of its permission, too; the other addresses may not start its own.
	[mixed, '10.0.0.2', { workflowId: '43' }, allowed],
	[mixed, '10.0.0.2', { workflowId: '44' }, allowed],
	[mixed, '10.0.0.1', { workflowId: '43' }, allowed],
	[mixed, '10.0.0.1', { workflowId: '44' }, 'denied'],
	[key, '10.0.0.1', { workflowTrigger: 'CUSTOM_43' }, allowed],
	[key, '10.0.0.1', { workflowTrigger: 'CUSTOM_43', workflowId: '7' }, allowed],
	[key, '10.0.0.1', { workflowTrigger: 'CUSTOM_43', workflowId: '8' }, 'unknownWorkflow'],
	[[form('10.0.0.0 - 10.0.0.9 workflow_id=43')], '10.0.0.4', { workflowId: '43' }, allowed],
	[[form('10.0.0.0/24\tworkflow_id=43\n::1')].map(withIds), '::1', { workflowId: '43' }, 'denied'],
	[[form('10.0.0.1 workflow_id=43 workflow_id=44')], '10.0.0.1', { workflowId: '44' }, allowed],
	[[form('* workflow_id=43')], '203.0.113.9', { workflowId: '43' }, allowed],
	[[form('* workflow_id=43')], '203.0.113.9', { workflowId: '44' }, 'unknownWorkflow'],
	// Any workflow only where that is said.
	[[form('10.0.0.1 workflow_id=*')], '10.0.0.1', { workflowId: '5' }, allowed],
	[[form('10.0.0.1 workflow_id=create-lead')], '10.0.0.1', { workflowId: 'create-lead' }, allowed],
];

function withIds(one: PermissionForm): PermissionForm {
	return { ...one, workflows: '7' };
}

test.each(cases)('%j: %s, %j is %s', (forms, address, asked, outcome) => {
	expect(createPermissions(forms).decide(address, asked).outcome).toBe(outcome);
});

const NOTHING = 'The permission "Shop" has addresses that may start nothing';
const unreadable: Array<[addresses: string, message: string, advice: RegExp]> = [
	['10.0.0.1', 'The permission "Shop" permits nothing', /with \* for any/],
	['10.0.0.1, 10.0.0.2 workflow_id=43', NOTHING, /after each address/],
	['10.0.0.2 workflow_id=43\n10.0.0.1', NOTHING, /after each address/],
	['10.0.0.1 10.0.0.2 workflow_id=43', NOTHING, /after each address/],
	['workflow_id=43', 'entry "workflow_id=43" cannot be read', /an address before it/],
	['10.0.0.1, workflow_id=43', 'entry "workflow_id=43" cannot be read', /an address before it/],
	['10.0.0.1\nworkflow_id=43', 'entry "workflow_id=43" cannot be read', /an address before it/],
	['10.0.0.1 workflow_id=', 'entry "workflow_id=" cannot be read', /ID .* workflow_id=43\./],
	['10.0.0.1 workflow_id=a- b', 'entry "b" cannot be read', /Addresses of .* "Shop"/],
	['10.0.0.1 workflow_id=43,44', 'entry "44" cannot be read', /Addresses of .* "Shop"/],
	['10.0.0.1 workflow=43', 'entry "workflow=43" cannot be read', /Addresses of .* "Shop"/],
	['10.0.0.1 workflow_id=43-50', 'The ID "43-50" cannot be read', /Addresses of .* "Shop"/],
	['10.0.0.1 workflow_id=33x43', 'The ID "33x43" cannot be read', /write 43\./],
	['10.0.0.1 workflow_trigger=CUSTOM_*', 'The ID "CUSTOM_*" cannot be read', /for any/],
];

test.each(unreadable)('%j is refused: %s', (addresses, message, advice) => {
	const compile = () => createPermissions([form(addresses)]);
	expect(compile).toThrow(PermissionError);
	expect(compile).toThrow(message);
	expect(compile).toThrow(
		expect.objectContaining({ advice: expect.stringMatching(advice) }) as Error,
	);
});

const ids = fc.oneof(
	fc.constantFrom('43', 'CUSTOM_43', '*', 'a,b', 'a b', '33x43', '4*', '43-50', 'a- b', ''),
	fc.string(),
);
const address = '10.0.0.1';

test('what permits a call permits no other call', () => {
	fc.assert(
		fc.property(ids, ids, fc.boolean(), ids, (workflowId, trigger, hasTrigger, other) => {
			const asked: Asked = { workflowId, ...(hasTrigger && { workflowTrigger: trigger }) };
			const entry = permittingEntry(address, asked);
			if (entry === address) return;
			const { decide } = createPermissions([form(entry)]);
			expect(decide(address, asked).outcome).toBe('allowed');
			expect(decide('10.0.0.2', asked).outcome).toBe('denied');
			const isOther = other !== workflowId;
			if (isOther) expect(decide(address, { workflowId: other }).outcome).not.toBe('allowed');
		}),
	);
});

test.each([
	[{ workflowId: '43' }, '10.0.0.1 workflow_id=43'],
	[
		{ workflowId: '43', workflowTrigger: 'CUSTOM_43' },
		'10.0.0.1 workflow_id=43 workflow_trigger=CUSTOM_43',
	],
	[{ workflowTrigger: 'CUSTOM_43' }, '10.0.0.1 workflow_trigger=CUSTOM_43'],
	// What a caller sends never widens what is permitted.
	[{ workflowId: '*' }, '10.0.0.1'],
	[{ workflowId: '43 10.0.0.2' }, '10.0.0.1'],
	[{ workflowId: '43,10.0.0.2' }, '10.0.0.1'],
	[{ workflowId: '43', workflowTrigger: '*' }, '10.0.0.1'],
	[{ workflowId: '' }, '10.0.0.1'],
])('%j is permitted by %s', (asked, entry) => {
	expect(permittingEntry(address, asked)).toBe(entry);
});

test('an address beside others permits as in a permission of its own', () => {
	const id = fc.constantFrom('1', '2', '3');
	const caller = fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3');
	fc.assert(
		fc.property(
			fc.array(fc.tuple(caller, id), { minLength: 1 }),
			caller,
			id,
			(pairs, who, what) => {
				const together = createPermissions([
					form(pairs.map(([from, workflow]) => `${from} workflow_id=${workflow}`).join('; ')),
				]);
				const apart = createPermissions(pairs.map(([from, workflow]) => form(from, workflow)));
				const asked = { workflowId: what };
				expect(together.decide(who, asked)).toEqual(apart.decide(who, asked));
				expect(together.admits(who)).toBe(apart.admits(who));
			},
		),
	);
});

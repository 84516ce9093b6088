import { CallError, readCall } from '../../../engine/http-handler';

const UUID = '24c0daf40b4274558259dcad482c1182f2edc9ab';

describe('the query of a call', () => {
	test.each([
		['record_id=852&workflow_id=77', { recordId: '852', withoutRecord: false, workflowId: '77' }],
		[
			'record_id=11x852&workflow_id=77',
			{ recordId: '11x852', withoutRecord: false, workflowId: '77' },
		],
		[
			`workflow_id=77&record_id=${UUID}`,
			{ recordId: UUID, withoutRecord: false, workflowId: '77' },
		],
		['record_id=0&workflow_id=43', { recordId: '0', withoutRecord: true, workflowId: '43' }],
		['record_id=0x0&workflow_id=43', { recordId: '0x0', withoutRecord: true, workflowId: '43' }],
		['record_id=&workflow_id=43', { withoutRecord: true, workflowId: '43' }],
		['workflow_id=43', { withoutRecord: true, workflowId: '43' }],
		['workflow_trigger=CUSTOM_43', { withoutRecord: true, workflowTrigger: 'CUSTOM_43' }],
		[
			'workflow_id=&workflow_trigger=CUSTOM_43',
			{ withoutRecord: true, workflowTrigger: 'CUSTOM_43' },
		],
		[
			'workflow_id=1&workflow_trigger=A',
			{ withoutRecord: true, workflowId: '1', workflowTrigger: 'A' },
		],
		['workflow_id=1&workflow_id=2', { withoutRecord: true, workflowId: '2' }],
	])('%s', (query, call) => {
		const read = JSON.parse(JSON.stringify(readCall(query))) as unknown;
		expect(read).toEqual({ ...call, variables: {} });
	});

	test('its other variables are handed out by the rules of PHP', () => {
		const { variables } = readCall(
			'record_id=234&workflow_id=43&field1=a&list[]=1&list[]=2&__proto__=x&',
		);
		expect(JSON.stringify(variables)).toBe('{"field1":"a","list":["1","2"],"__proto__":"x"}');
	});

	test.each([
		['', 'workflow_id, or workflow_trigger'],
		['record_id=852', 'workflow_id, or workflow_trigger'],
		['workflow_id=43&record_id=abc', 'record_id must be'],
		['workflow_id=43&record_id=-1', 'record_id must be'],
		['workflow_id=43&record_id=1.5', 'record_id must be'],
		['workflow_id=43&record_id=11x', 'record_id must be'],
		['workflow_id=43&record_id=x852', 'record_id must be'],
		['workflow_id=43&record_id=11x852%0A', 'record_id must be'],
		['workflow_id=43&record_id=+852', 'record_id must be'],
		[`workflow_id=43&record_id=${UUID}0`, 'record_id must be'],
		[`workflow_id=43&record_id=${UUID.slice(1)}`, 'record_id must be'],
		["workflow_id=43&record_id=1' or '1'='1", 'record_id must be'],
		['workflow_id=43&record_id[]=852', 'record_id must be a single value'],
		['workflow_id[]=43', 'workflow_id must be a single value'],
		['workflow_trigger[a]=43', 'workflow_trigger must be a single value'],
		['workflow_id=*', 'workflow_id must be one ID'],
		['workflow_id=43,77', 'workflow_id must be one ID'],
		['workflow_id=43%0077', 'workflow_id must be one ID'],
		['workflow_trigger=a+b', 'workflow_trigger must be one ID'],
		[`workflow_id=${'1'.repeat(201)}`, 'workflow_id must be one ID'],
	])('%s cannot be read', (query, reason) => {
		expect(() => readCall(query)).toThrow(CallError);
		expect(() => readCall(query)).toThrow(reason);
	});
});

import {
	taskValues,
	type CoreBosClient,
	type TaskEnvironment,
	type TaskValues,
} from '../../../engine';
import {
	isSame,
	momentIn,
	recordedClient,
	recording,
	type RecordedFields,
	type RecordedInstall,
} from './recorded-workflows';

/** A task of tasks.json. */
interface SavedTask {
	id: string;
	task: string;
	module: string;
	properties: Record<string, unknown>;
	record: RecordedFields & { id: string };
	now: string;
	contextBefore: RecordedFields;
	databaseOnly?: boolean;
	expect: {
		changed: RecordedFields;
		created: Array<{ module: string; fields: RecordedFields }>;
		context: RecordedFields;
		error: string | null;
	};
}

/** A task of tasks-more.json. */
interface ObservedTask {
	id: string;
	taskClass: string;
	task: Record<string, unknown>;
	module: string;
	record: RecordedFields & { id: string };
	context?: RecordedFields;
	changedJustBefore?: RecordedFields;
	changed?: RecordedFields;
	created?: RecordedFields[];
	related?: Record<string, RecordedFields>;
	relatedChanged?: Record<string, RecordedFields>;
	contextAfter?: RecordedFields;
	error: string | null;
}

const ADMIN = { id: '19x1', name: 'admin' };

const saved = recording<
	RecordedInstall & {
		user: RecordedFields;
		records: Record<string, RecordedFields>;
		tasks: SavedTask[];
		recipients: Array<{
			template: string;
			module: string;
			record: RecordedFields & { id: string };
			expect: string;
		}>;
	}
>('tasks.json');
const observed = recording<RecordedInstall & { tasks: ObservedTask[] }>('tasks-more.json');

/** What differs of fields: the name and what we have. */
function differences(got: RecordedFields, wanted: RecordedFields): string[] {
	return Object.keys(got)
		.filter((name) => name in wanted && !isSame(got[name], wanted[name]))
		.map((name) => `${name}: ${String(got[name])}`);
}

function missing(got: RecordedFields, wanted: RecordedFields): string[] {
	return Object.keys(wanted)
		.filter((name) => !(name in got))
		.map((name) => `${name} is not set`);
}

describe('tasks.json: what tasks of a running coreBOS wrote', () => {
	function environment(task: SavedTask): TaskEnvironment {
		const records = [...Object.values(saved.records), saved.user, task.record];
		return {
			fields: task.record,
			context: { ...task.contextBefore },
			module: task.module,
			recordId: task.record.id,
			user: ADMIN,
			now: momentIn('UTC', task.now),
			coreBos: recordedClient(saved, records, () => [saved.user]),
		};
	}

	const values = async (task: SavedTask): Promise<TaskValues> =>
		await taskValues({ task: task.task, properties: task.properties }, environment(task));

	const written = saved.tasks.filter(({ databaseOnly }) => databaseOnly !== true);

	test.each(written.filter((task) => task.expect.error === null).map((task) => [task.id, task]))(
		'%s',
		async (_id, task) => {
			const got = await values(task);
			const { changed, created, context } = task.expect;
			const made = created.filter(({ module }) => module === task.properties.entity_type);
			expect([
				...differences(got.changed ?? {}, { ...task.record, ...changed }),
				...(task.task === 'VTUpdateFieldsTask' ? missing(got.changed ?? {}, changed) : []),
				...differences(got.created?.fields ?? {}, made[0]?.fields ?? {}),
			]).toEqual([]);
			expect(got.created === undefined ? 0 : 1).toBe(made.length);
			const link = String(task.properties.reference_field ?? '');
			if (link !== '') expect(got.created?.fields[link]).toBe(task.record.id);
			if (task.task === 'wfExecExpression') expect(got.context ?? {}).toMatchObject(context);
		},
	);

	test.each(written.filter((task) => task.expect.error !== null).map((task) => [task.id, task]))(
		'%s is an error there, too',
		async (_id, task) => {
			await expect(values(task)).rejects.toThrow();
		},
	);

	test.each(saved.recipients.map((one) => [one.template, one]))('%s', async (_template, one) => {
		const records = [...Object.values(saved.records), saved.user, one.record];
		const { mail } = await taskValues(
			{ task: 'VTEmailTask', properties: { recepient: one.template } },
			{
				fields: one.record,
				module: one.module,
				recordId: one.record.id,
				coreBos: recordedClient(saved, records),
			},
		);
		expect(mail?.to.join(',')).toBe(one.expect);
	});
});

describe('tasks-more.json: tasks of many classes', () => {
	const OWNERS: RecordedFields[] = [
		{ id: '19x1', user_name: 'admin', first_name: '', last_name: 'Administrator' },
		{ id: '19x5', user_name: 'mary', first_name: 'Mary', last_name: 'Jones' },
		{ id: '20x3', groupname: 'Marketing Group' },
	];

	/**
	 * The message template of the install, as what was mailed with it tells: t0293 without the
	 * record that it is merged with, t0294 with it.
	 */
	const TEMPLATE: RecordedFields = {
		id: '56x8709',
		subject: 'Template subject $contacts-lastname$ $lastname',
		template: '<p>Template body $firstname $contacts-firstname$</p>',
	};

	/** The value that bill_city had before the save, which the recording tells in the case before. */
	const BEFORE: Record<string, RecordedFields> = {
		t0074: { bill_city: 'Madrid' },
		t0075: { bill_city: 'Bilbao' },
	};

	/** Records that other tasks run on. */
	const OTHERS = observed.tasks.map(({ record }) => record);

	function client(task: ObservedTask): CoreBosClient {
		const related = Object.entries(task.related ?? {}).map(([id, fields]) => ({ ...fields, id }));
		const records = [...OTHERS, task.record, TEMPLATE, ...OWNERS, ...related];
		const known = recordedClient(observed, records, (vtql) => {
			const [, field, value] = /where (\w+) = '(.*)' order by/.exec(vtql) ?? [];
			return OWNERS.filter((owner) => owner[field] === value);
		});
		return {
			call: async (operation, parameters) => {
				if (operation === 'getSetting') return '';
				if (operation !== 'cbRule') return await known.call(operation, parameters);
				if (task.error !== null) throw new Error(task.error);
				return (task.contextAfter?.upserted_crmids as string[] | undefined)?.[0] ?? '0';
			},
		};
	}

	async function values(task: ObservedTask): Promise<TaskValues> {
		return await taskValues(
			{ task: task.taskClass, properties: task.task },
			{
				fields: { ...task.record, ...task.changedJustBefore },
				before: BEFORE[task.id] && { ...task.record, ...BEFORE[task.id] },
				context: task.context,
				module: task.module,
				recordId: task.record.id,
				user: ADMIN,
				now: momentIn('UTC', '2026-11-28 07:25:19'),
				coreBos: client(task),
			},
		);
	}

	/** What we have otherwise, and why. */
	const EXCEPTIONS: Record<string, { why: string; ours: string[] }> = {
		t0036: {
			why: 'a task of coreBOS loses a web service id; the web service we write by takes it',
			ours: ['account_id: 11x8591'],
		},
		t0053: {
			why: 'the save keeps a choice that the list does not have; the task does not write it',
			ours: ['cf_901: Sport'],
		},
		t0090: {
			why: 'the save fills a check box that was empty before; the task does not write it',
			ours: ['emailoptout is not set'],
		},
		t0102: {
			why: 'as t0053',
			ours: ['cf_901: Sport |##| Music'],
		},
		t0176: {
			why: 'the save cuts the seconds of a field that the task does not write',
			ours: ['cf_903 is not set'],
		},
		t0268: {
			why: 'the save fills an empty date and time with now; the task does not write it',
			ours: ['cf_903 is not set'],
		},
		t0282: {
			why: 'only coreBOS knows the addresses of a group',
			ours: ['to: '],
		},
		t0290: {
			why: 'coreBOS loses what stands between two functions of a template',
			ours: ['content: SMITH | Julian Smith end'],
		},
	};

	/** Everything that we have otherwise than the recording. */
	function faults(task: ObservedTask, got: TaskValues): string[] {
		const { record, changedJustBefore, changed = {}, created = [], relatedChanged = {} } = task;
		const made = created.find(({ module }) => module !== 'Emails' && module !== 'Messages');
		const related = Object.entries(relatedChanged).flatMap(([id, fields]) => {
			const record = got.updated?.find((updated) => updated.id === id);
			return [
				...differences(record?.fields ?? {}, fields),
				...missing(record?.fields ?? {}, fields),
			];
		});
		return [
			...differences(got.changed ?? {}, { ...record, ...changedJustBefore, ...changed }),
			...missing(got.changed ?? {}, changed),
			...differences(got.created?.fields ?? {}, made ?? {}),
			...(got.created !== undefined && made === undefined ? ['creates a record'] : []),
			...(got.created === undefined && made !== undefined ? ['creates no record'] : []),
			...related,
			...contextFaults(task, got),
			...mailFaults(created, got),
		];
	}

	/** coreBOS leaves the whole record in the context (`current_row`, `upsert_data`); we do not. */
	function contextFaults(task: ObservedTask, got: TaskValues): string[] {
		if (task.taskClass !== 'wfExecExpression') return [];
		const wanted = Object.entries(task.contextAfter ?? {}).filter(
			([name]) => name !== 'current_row',
		);
		const after = Object.entries({ ...task.context, ...got.context });
		const isSameContext = JSON.stringify(after.sort()) === JSON.stringify(wanted.sort());
		return isSameContext ? [] : [`context: ${JSON.stringify(after)}`];
	}

	function mailFaults(created: RecordedFields[], { mail }: TaskValues): string[] {
		const sent = created.find(({ module }) => module === 'Emails');
		if (sent === undefined) return mail === undefined ? [] : ['sends a mail'];
		const addresses = (list: unknown): string =>
			(JSON.parse(String(list)) as string[]).filter((address) => address !== '').join();
		const to = mail?.to.join() ?? '';
		return [
			...(to === addresses(sent.saved_toid) ? [] : [`to: ${to}`]),
			...((mail?.bcc.join() ?? '') === addresses(sent.bccmail) ? [] : ['bcc']),
			...(mail === undefined || mail.subject === sent.subject ? [] : [`subject: ${mail.subject}`]),
			...(mail === undefined || mail.content === sent.description
				? []
				: [`content: ${mail.content}`]),
		];
	}

	const VALUES = [
		'VTUpdateFieldsTask',
		'VTCreateEntityTask',
		'CBUpsertTask',
		'wfExecExpression',
		'VTEmailTask',
	];
	const withValues = observed.tasks.filter(({ taskClass }) => VALUES.includes(taskClass));

	test('every task with values, each exception with its reason', async () => {
		const differing: Array<[string, string[]]> = [];
		for (const task of withValues.filter(({ error }) => error === null)) {
			const found = faults(task, await values(task));
			if (found.length > 0) differing.push([task.id, found]);
		}
		const known = Object.entries(EXCEPTIONS).map(([id, { ours }]) => [id, ours]);
		expect(differing).toEqual(known);
	});

	test.each(
		withValues.filter(({ error }) => error !== null).map((task) => [task.id, task] as const),
	)('%s is an error there, too', async (_id, task) => {
		await expect(values(task)).rejects.toThrow();
	});

	test('the other classes have no values', async () => {
		const others = observed.tasks.filter(({ taskClass }) => !VALUES.includes(taskClass));
		expect(others.length).toBeGreaterThan(40);
		for (const task of others) expect(await values(task)).toEqual({});
	});
});

describe('values of a task', () => {
	const update = async (
		rows: object[] | string,
		environment: TaskEnvironment,
	): Promise<TaskValues> =>
		await taskValues(
			{ task: 'VTUpdateFieldsTask', properties: { field_value_mapping: rows } },
			environment,
		);

	test('neither record nor context of the caller change', async () => {
		const environment = { fields: { city: 'Altea' }, context: { n: 1 } };
		const rows = [
			{ fieldname: 'city', valuetype: 'expression', value: "setToContext('n', 'Calp')" },
		];
		const before = structuredClone(environment);
		expect(await update(rows, environment)).toEqual({
			changed: { city: 'Calp' },
			context: { n: 'Calp' },
		});
		expect(environment).toEqual(before);
	});

	test.each<[string, object, string]>([
		['text, trimmed', { valuetype: 'rawtext', value: ' x ' }, 'x'],
		['a checked box', { valuetype: 'rawtext', value: 'true:boolean' }, '1'],
		['any other box', { valuetype: 'rawtext', value: 'maybe:boolean' }, '0'],
		['a kind that nobody knows is text', { valuetype: 'strange', value: 'x' }, 'x'],
		['a condition that holds', { valuetype: 'expression', value: 'amount > 5' }, '1'],
		['a condition that does not', { valuetype: 'expression', value: 'amount > 50' }, '0'],
		['a field that is not there', { valuetype: 'fieldname', value: 'nosuch' }, ''],
		['an expression of several lines', { valuetype: 'expression', value: '1 +<br />2' }, '3'],
		['an empty expression', { valuetype: 'expression', value: '  ' }, ''],
		['the number of a linked record', { valuetype: 'fieldname', value: 'account_id' }, '5'],
		['the number of the record itself', { valuetype: 'fieldname', value: 'record_id' }, '7'],
		['the value before', { valuetype: 'fieldname', value: 'previousvalue_city' }, 'Calp'],
	])('%s', async (_what, row, value) => {
		const environment = {
			fields: { amount: '10', account_id: '11x5', city: 'Altea' },
			before: { city: 'Calp' },
			recordId: '13x7',
		};
		const { changed } = await update([{ fieldname: 'target', ...row }], environment);
		expect(changed).toEqual({ target: value });
	});

	test.each([
		['integer', '12abc', '12'],
		['currency', '2,500.50', '2'],
		['double', '-.5x', '-.5'],
		['double', '1e3', '1e3'],
		['integer', 'abc', '0'],
		['integer', '', '0'],
		['boolean', 'x', '0'],
		['boolean', '1', '1'],
		['string', '2,500.50', '2,500.50'],
	])('a field of type %s stores %j as %j', async (type, value, stored) => {
		const coreBos: CoreBosClient = {
			call: async () => ({ idPrefix: '11', fields: [{ name: 'target', type: { name: type } }] }),
		};
		const rows = [{ fieldname: 'target', valuetype: 'rawtext', value }];
		const { changed } = await update(rows, { fields: {}, module: 'Accounts', coreBos });
		expect(changed).toEqual({ target: stored });
	});

	/** An install with one module, Things. */
	const things: CoreBosClient = {
		call: async () => ({
			name: 'Things',
			idPrefix: '50',
			fields: [
				{ name: 'day', uitype: '5', type: { name: 'date' }, default: '2026-11-28' },
				{
					name: 'due',
					uitype: '5',
					type: { name: 'date' },
					default: '2026-11-28',
					mandatory: true,
				},
				{ name: 'moment', uitype: '50', type: { name: 'datetime' }, default: '2026-11-28 10:00' },
				{ name: 'active', uitype: '56', type: { name: 'boolean' }, default: '1' },
				{ name: 'text', uitype: '1', type: { name: 'string' }, default: 'preset' },
				{ name: 'plain', uitype: '5', type: { name: 'date' } },
			],
		}),
	};

	test.each<[string, object, string]>([
		[
			'a date keeps no time',
			{ valuetype: 'expression', value: "'2026-12-24 10:11:12'" },
			'2026-12-24',
		],
		[
			'of a moment in a field, the date that the user has then',
			{ valuetype: 'fieldname', value: 'moment' },
			'2026-12-23',
		],
		[
			'a text is a moment in UTC',
			{ valuetype: 'rawtext', value: '2026-12-24 03:00:00' },
			'2026-12-23',
		],
		['a date alone is none', { valuetype: 'rawtext', value: '2026-12-24' }, '2026-12-24'],
	])('%s', async (_what, row, value) => {
		const { changed } = await update([{ fieldname: 'day', ...row }], {
			fields: { moment: '2026-12-24 03:00:00' },
			module: 'Things',
			timeZone: 'America/New_York',
			coreBos: things,
		});
		expect(changed).toEqual({ day: value });
	});

	/** Things, and users who write dates in each order. */
	function thingsOf(dateFormat: string): CoreBosClient {
		return {
			call: async (operation, parameters) =>
				operation === 'retrieve'
					? { id: '19x5', user_name: 'mary', date_format: dateFormat, time_zone: 'Asia/Kolkata' }
					: await things.call(operation, parameters),
		};
	}

	const NOW = new Date('2026-11-28T22:00:00Z');

	// As a real coreBOS stored them. Where it loses dates of users who write the month first, the
	// date that is meant is kept.
	test.each([
		['2026-12-24', '2026-12-24', '2026-12-24', '2026-12-24'],
		['2026-1-5', '2026-01-05', '2026-01-05', '2026-01-05'],
		['24-12-2026', '0000-00-00', '2026-12-24', '0000-00-00'],
		['12-24-2026', '0000-00-00', '0000-00-00', '2026-12-24'],
		['5-1-2026', '0000-00-00', '2026-01-05', '2026-05-01'],
		['24-12-26', '2024-12-26', '2026-12-24', '0000-00-00'],
		['75-12-26', '1975-12-26', '0000-00-00', '0000-00-00'],
		['2026-02-30', '0000-00-00', '0000-00-00', '0000-00-00'],
		['0000-00-00', '', '', ''],
		['2026/12/24', '', '', ''],
		['24/12/2026', '', '', ''],
		['24.12.2026', '', '', ''],
		['20261224', '', '', ''],
		['tomorrow', '', '', ''],
		['2026-12-24T10:00:00', '', '', ''],
		['24 Dec 2026', '2026-12-24', '2026-12-24', '2026-12-24'],
		['24.12.2026 23:30', '2026-12-25', '2026-12-25', '2026-12-25'],
		['', '2026-11-29', '2026-11-29', '2026-11-29'],
	])('the text %j in a date, by order of the user', async (text, ...expected) => {
		for (const [index, order] of ['yyyy-mm-dd', 'dd-mm-yyyy', 'mm-dd-yyyy'].entries()) {
			const { changed } = await update([{ fieldname: 'day', valuetype: 'rawtext', value: text }], {
				fields: {},
				module: 'Things',
				user: { id: '19x5', name: 'mary' },
				now: NOW,
				coreBos: thingsOf(order),
			});
			expect(changed).toEqual({ day: expected[index] });
		}
	});

	test('a date alone in a date and time of a new record gets the hour at which the day begins', async () => {
		const rows = [{ fieldname: 'moment', valuetype: 'rawtext', value: '24-12-2026' }];
		const properties = { entity_type: 'Things', field_value_mapping: rows };
		const { created } = await taskValues(
			{ task: 'VTCreateEntityTask', properties },
			{ fields: {}, now: NOW, coreBos: things },
		);
		expect(created?.fields.moment).toBe('2026-12-24 08:00:00');
	});

	test('a new record leaves a date without text empty', async () => {
		const { created } = await taskValues(
			{
				task: 'VTCreateEntityTask',
				properties: {
					entity_type: 'Things',
					field_value_mapping: [{ fieldname: 'day', valuetype: 'rawtext', value: '' }],
				},
			},
			{ fields: {}, now: NOW, coreBos: things },
		);
		expect(created?.fields.day).toBe('');
	});

	test.each([
		['2026-12-24 10:15:30', '2026-12-24 10:15:00'],
		['2026-12-24 10:15', '2026-12-24 10:15:00'],
		['2026-12-24', '2026-12-24 00:00:00'],
		['24-12-2026 10:15', '2026-12-24 10:15:00'],
		['12/24/2026 10:15', '2026-12-24 10:15:00'],
		['2026-12-24 7:30 PM', '2026-12-24 19:30:00'],
		['2026-02-30 10:00', '2026-03-02 10:00:00'],
		['', ''],
	])('the text %j in a date and time', async (value, moment) => {
		const rows = [{ fieldname: 'moment', valuetype: 'rawtext', value }];
		const { changed } = await update(rows, { fields: {}, module: 'Things', coreBos: things });
		expect(changed).toEqual({ moment });
	});

	test.each([
		['moment', 'abc'],
		['moment', '12-24-2026 10:15'],
		['day', 'not a date'],
	])('the field %s ends the task for %j', async (fieldname, value) => {
		const rows = [{ fieldname, valuetype: 'rawtext', value }];
		const updating = update(rows, { fields: {}, module: 'Things', coreBos: things });
		await expect(updating).rejects.toThrow(`"${value}" is not a date`);
	});

	test.each<[string, object, string]>([
		['text', { valuetype: 'rawtext', value: 'Tom &amp; Jerry &euro;' }, 'Tom & Jerry €'],
		['what an expression gives', { valuetype: 'expression', value: "concat(a, 'mp;')" }, '&'],
		['but not the value of a field', { valuetype: 'fieldname', value: 'b' }, '&lt;'],
	])('coreBOS decodes entities of %s', async (_what, row, value) => {
		const rows = [{ fieldname: 'target', ...row }];
		const { changed } = await update(rows, { fields: { a: '&a', b: '&lt;' } });
		expect(changed).toEqual({ target: value });
	});

	test('a record has no field id; without a save there is no value before', async () => {
		const rows = [
			{ fieldname: 'a', valuetype: 'fieldname', value: 'id' },
			{ fieldname: 'b', valuetype: 'expression', value: 'previousvalue_city' },
		];
		const environment = { fields: { id: '13x7', city: 'Altea' }, recordId: '13x7' };
		expect((await update(rows, environment)).changed).toEqual({ a: '', b: '' });
	});

	test('a list is no value of a field', async () => {
		const rows = [{ fieldname: 'phone', valuetype: 'expression', value: "explode(',', 'a,b')" }];
		await expect(update(rows, { fields: {} })).rejects.toMatchObject({
			name: 'WorkflowError',
			message: 'The value for the field "phone" is a list',
		});
	});

	test.each([
		['VTCreateEntityTask', 'entity_type'],
		['CBUpsertTask', 'upsert_module'],
	])('%s leaves empty what the web service would fill in', async (task, member) => {
		const field_value_mapping = [{ fieldname: 'text', valuetype: 'rawtext', value: 'x' }];
		const { created } = await taskValues(
			{ task, properties: { [member]: 'Things', field_value_mapping } },
			{ fields: {}, module: 'Others', coreBos: things },
		);
		expect(created?.fields).toEqual({ day: '', moment: '', active: '0', text: 'x' });
	});

	test('an owner by name needs the install: the error says so', async () => {
		const rows = [{ fieldname: 'assigned_user_id', valuetype: 'rawtext', value: 'mary' }];
		await expect(update(rows, { fields: {} })).rejects.toMatchObject({
			name: 'WorkflowError',
			description: expect.stringContaining('coreBOS API credential') as string,
		});
	});

	test('one expression that cannot be read ends the task', async () => {
		const rows = [
			{ fieldname: 'a', valuetype: 'rawtext', value: 'x' },
			{ fieldname: 'b', valuetype: 'expression', value: 'concat(' },
		];
		await expect(update(rows, { fields: {} })).rejects.toThrow();
	});

	test('who opted out of mails gets none', async () => {
		const properties = { recepient: '$email,,office@x.example', subject: 'To $email', content: '' };
		const fields = { email: 'mary@x.example', emailoptout: '1' };
		const { mail } = await taskValues({ task: 'VTEmailTask', properties }, { fields });
		expect(mail).toMatchObject({ to: ['office@x.example'], subject: 'To mary@x.example' });
	});

	test('a context takes templates and addresses, too', async () => {
		const wfexeexps = [
			{ var: 'subject', exp: 'Dear $name', typ: 'template' },
			{ var: 'to', exp: '$email, , $other', typ: 'addresses' },
			{ var: 'raw', exp: '$name', typ: 'rawtext' },
		];
		const fields = { name: 'Mary', email: 'mary@x.example', other: '' };
		const task = { task: 'wfExecExpression', properties: { wfexeexps } };
		const { context } = await taskValues(task, { fields });
		expect(context).toEqual({ subject: 'Dear Mary', to: 'mary@x.example', raw: '$name' });
	});

	describe('what else a Create task does', () => {
		const create = { entity_type: 'Things', field_value_mapping: [] as object[] };
		const rows = [{ fieldname: 'text', valuetype: 'rawtext', value: 'x' }];

		/** An install with business maps by name, values of a global variable, and what was asked. */
		function install(maps: Record<string, string>, variable?: string) {
			const calls: Array<[string, Record<string, unknown>]> = [];
			const coreBos: CoreBosClient = {
				call: async (operation, parameters = {}) => {
					calls.push([operation, structuredClone(parameters)]);
					const [, name = ''] = /'(.*)'/.exec(String(parameters.query)) ?? [];
					if (operation === 'query' && name.startsWith('BusinessMapping_')) {
						return variable === undefined ? [] : [{ id: '42x1', gvname: name }];
					}
					if (operation === 'query')
						return [{ id: maps[name] ?? '37x1', mapname: maps[name] && name }];
					if (operation === 'SearchGlobalVar') return variable;
					if (operation !== 'ProcessMap') return await things.call(operation, parameters);
					const { outfields } = parameters.parameters as { outfields: object };
					return { ...outfields, day: '2026-12-24', active: 'on', nosuch: 7 };
				},
			};
			return { calls, coreBos };
		}

		async function made(coreBos: CoreBosClient, module?: string): Promise<unknown> {
			const { created } = await taskValues(
				{ task: 'VTCreateEntityTask', properties: { ...create, field_value_mapping: rows } },
				{ fields: {}, module, recordId: '11x8', coreBos },
			);
			return created?.fields;
		}

		test('the business map of both modules sets values as a row does', async () => {
			const { coreBos, calls } = install({ Accounts2Things: '37x5' });
			expect(await made(coreBos, 'Accounts')).toMatchObject({
				text: 'x',
				day: '2026-12-24',
				active: 'on',
				nosuch: '7',
			});
			await made(coreBos, 'Accounts');
			const questions = calls.filter(([operation]) => operation === 'query');
			expect(questions).toHaveLength(2);
			const processed = calls.filter(([operation]) => operation === 'ProcessMap');
			expect(processed.map(([, parameters]) => parameters)).toEqual(
				Array(2).fill({
					mapid: '37x5',
					parameters: { infields: { record_id: '8' }, outfields: { text: 'x' } },
				}),
			);
		});

		test.each<[string, Record<string, string>, string | undefined, string | undefined]>([
			['no such map', { Accounts2Others: '37x5' }, undefined, 'Accounts'],
			['the global variable names none', { Accounts2Things: '37x5' }, '0', 'Accounts'],
			[
				'nobody says of which module the record is',
				{ Accounts2Things: '37x5' },
				undefined,
				undefined,
			],
		])('%s: no map', async (_what, maps, variable, module) => {
			const { coreBos, calls } = install(maps, variable);
			expect(await made(coreBos, module)).toMatchObject({ text: 'x', day: '' });
			expect(calls.map(([operation]) => operation)).not.toContain('ProcessMap');
		});

		test('a global variable names another map', async () => {
			const { coreBos, calls } = install({ Accounts2Things: '37x5' }, '99');
			await made(coreBos, 'Accounts');
			expect(calls).toContainEqual(['ProcessMap', expect.objectContaining({ mapid: '99' })]);
		});

		test.each<[string, string, RecordedFields, RecordedFields, RecordedFields]>([
			[
				'Invoice',
				'CobroPago',
				{ account_id: '11x5', contact_id: '12x6' },
				{},
				{ parent_id: '11x5' },
			],
			[
				'SalesOrder',
				'CobroPago',
				{ account_id: '', contact_id: '12x6' },
				{},
				{ parent_id: '12x6' },
			],
			['SalesOrder', 'Potentials', { account_id: '11x5' }, {}, { related_to: '11x5' }],
			['PurchaseOrder', 'CobroPago', { vendor_id: '2x4' }, {}, { parent_id: '2x4' }],
			[
				'Invoice',
				'CobroPago',
				{ account_id: '11x5' },
				{ parent_id: '12x9' },
				{ parent_id: '12x9' },
			],
			['PurchaseOrder', 'Potentials', { account_id: '11x5' }, {}, {}],
			['Quotes', 'CobroPago', { account_id: '11x5' }, {}, {}],
		])('%s to %s of %j with %j', async (module, target, fields, given, filled) => {
			const mapping = Object.entries({ text: 'x', ...given }).map(([fieldname, value]) => ({
				fieldname,
				valuetype: 'rawtext',
				value,
			}));
			const properties = { entity_type: target, field_value_mapping: mapping };
			const { created } = await taskValues(
				{ task: 'VTCreateEntityTask', properties },
				{ fields, module, recordId: '7x1' },
			);
			expect(created?.fields).toEqual({ text: 'x', ...filled });
		});
	});

	describe('an upsert task and the rows of its context, as a real coreBOS wrote them', () => {
		const LIST = [{ name: 'Row A' }, { name: 'Row B' }];

		async function upserted(context: Record<string, unknown>): Promise<unknown> {
			const properties = {
				upsert_module: 'Accounts',
				field_value_mapping: [
					{
						fieldname: 'accountname',
						valuetype: 'expression',
						value: "getFromContext('current_upsert_row.name')",
					},
					{ fieldname: 'city', valuetype: 'expression', value: "getFromContext('k')" },
					{ fieldname: 'state', valuetype: 'expression', value: "setToContext('k', 'changed')" },
				],
			};
			const fields = { name: 'Own', account_id: '11x5' };
			return await taskValues({ task: 'CBUpsertTask', properties }, { fields, context });
		}

		const record = (accountname: string) => ({
			module: 'Accounts',
			fields: { accountname, city: 'before', state: 'changed' },
		});

		test.each<[string, unknown]>([
			['a list', LIST],
			['JSON', JSON.stringify(LIST)],
			['an object of rows', { a: LIST[0], b: LIST[1] }],
		])('%s', async (_what, rows) => {
			const context = { upsert_data: rows, k: 'before' };
			expect(await upserted(context)).toEqual({ upserted: [record('Row A'), record('Row B')] });
		});

		test.each([undefined, '', '0', null, false, [], {}])('without rows: %j', async (rows) => {
			const context = { upsert_data: rows, k: 'before' };
			expect(await upserted(context)).toEqual({ created: record('Own') });
		});

		test.each(['not JSON', '5', 'null', '[]', true, 5])('rows that are none: %j', async (rows) => {
			expect(await upserted({ upsert_data: rows, k: 'before' })).toEqual({ upserted: [] });
		});
	});

	test('a mail to nobody is none', async () => {
		const properties = { recepient: '$email', subject: 'x' };
		const fields = { email: '' };
		expect(await taskValues({ task: 'VTEmailTask', properties }, { fields })).toEqual({});
	});
});

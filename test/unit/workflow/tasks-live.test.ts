import { taskValues, type CoreBosClient, type TaskValues } from '../../../engine';
import { isSame, momentIn, recording, type RecordedFields } from './recorded-workflows';

/**
 * Generated tasks that a real coreBOS ran: each class that writes values, every kind of row on
 * fields of every type, for users of different formats. What is compared is what the fields hold
 * afterwards.
 */
interface LiveTask {
	id: string;
	taskClass: string;
	task: Record<string, unknown>;
	module: string;
	record: string;
	user: { id: string; name: string };
	now: string;
	context?: RecordedFields;
	/** Fields as they were when the task ran, where a save just before changed them. */
	changedJustBefore?: RecordedFields;
	/** The fields of that save. */
	saved?: string[];
	after?: RecordedFields;
	relatedAfter?: Record<string, RecordedFields>;
	created?: RecordedFields & { module: string };
	contextAfter?: RecordedFields;
	mail?: Record<'to' | 'cc' | 'bcc' | 'subject' | 'content', string> | null;
}

const live = recording<{
	modules: Record<string, RecordedFields>;
	records: Record<string, RecordedFields>;
	answers: Record<string, unknown>;
	tasks: LiveTask[];
}>('tasks-live.json');

function refused(code: string): Error {
	return Object.assign(new Error(code), { code });
}

/** Answers as the install did when the tasks were recorded. */
const client: CoreBosClient = {
	call: async (operation, parameters = {}) => {
		const answers: Record<string, unknown> = {
			describe: live.modules[String(parameters.elementType)],
			retrieve: live.records[String(parameters.id)],
		};
		const answer = answers[operation] ?? live.answers[`${operation} ${JSON.stringify(parameters)}`];
		if (answer === undefined) throw refused('ACCESS_DENIED');
		const { $error: code } = Object(answer) as { $error?: string };
		if (code !== undefined) throw refused(code);
		return answer;
	},
};

async function values(task: LiveTask): Promise<TaskValues> {
	const stored = live.records[task.record];
	const fields = { ...stored, ...task.changedJustBefore };
	const old = (task.saved ?? []).map((name) => [name, stored[name]]);
	return await taskValues(
		{ task: task.taskClass, properties: task.task },
		{
			fields,
			before: task.saved && { ...fields, ...Object.fromEntries(old) },
			context: structuredClone(task.context ?? {}),
			module: task.module,
			recordId: task.record,
			user: task.user,
			now: momentIn('UTC', task.now),
			timeZone: 'UTC',
			siteUrl: 'https://corebos.example',
			coreBos: client,
		},
	);
}

/** Values that differ, as `name: ours, not theirs`. */
function differences(ours: RecordedFields = {}, theirs: RecordedFields = {}): string[] {
	return Object.entries(theirs)
		.filter(([name, value]) => name !== 'module' && !isSame(trimmed(ours[name]), trimmed(value)))
		.map(([name, value]) => `${name}: ${String(ours[name])}, not ${String(value)}`);
}

/** The web service trims what it stores. */
function trimmed(value: unknown): string {
	return String(value ?? '').trim();
}

/** Addresses as the record of a mail holds them: JSON. */
function addresses(list: string): string {
	return (JSON.parse(list) as string[])
		.map((address) => address.trim())
		.filter((address) => address !== '')
		.join();
}

function mailDifferences(ours: TaskValues['mail'], theirs: LiveTask['mail']): string[] {
	if (theirs === undefined) return [];
	if (ours === undefined || theirs === null) return ours || theirs ? ['a mail or none'] : [];
	const { to, cc, bcc, subject, content } = ours;
	return differences(
		{ to: to.join(), cc: cc.join(), bcc: bcc.join(), subject, content },
		{
			...theirs,
			to: addresses(theirs.to),
			cc: addresses(theirs.cc),
			bcc: addresses(theirs.bcc),
		},
	);
}

test.each(live.tasks.map((task) => [`${task.id} ${task.taskClass}`, task] as const))(
	'%s',
	async (_id, task) => {
		const got = await values(task);
		const related = Object.entries(task.relatedAfter ?? {}).flatMap(([id, fields]) =>
			differences(got.updated?.find((record) => record.id === id)?.fields, fields),
		);
		const ownFields = { ...live.records[task.record], ...task.changedJustBefore, ...got.changed };
		expect([
			...differences(ownFields, task.after),
			...related,
			...differences(got.created?.fields, task.created),
			...differences({ ...task.context, ...got.context }, task.contextAfter),
			...mailDifferences(got.mail, task.mail),
		]).toEqual([]);
		expect(got.created?.module).toBe(task.created?.module);
	},
);

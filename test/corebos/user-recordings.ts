import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LEFT_OUT, Replay, type RecordedCall, type ReplayedAnswer } from './recordings';
import { recordedModules } from './modules';
import { startCoreBos, type CoreBosOptions, type CoreBosStandIn } from './server';

/** One recorded call of one of several users of a real coreBOS. */
export interface UserCall {
	id: string | number;
	topic: string;
	/** What was to be seen. */
	note?: string;
	user: string | { user_name: string };
	operation: string;
	method: string;
	/** A text is one that tells where the parameters are. */
	parameters: Record<string, unknown> | string;
	response: { status: number; body: unknown };
}

/** Something that was done to the recorded install and is not in the recordings. */
export type UnrecordedStep =
	/** A call. */
	| {
			user?: string;
			operation: string;
			parameters: Record<string, unknown>;
			/** The number of the record that it made. */
			number?: number;
			autonumbers?: Record<string, number>;
	  }
	/** A record that was there from then on, of a module. */
	| { add: string; values: Record<string, string> }
	/** Values in the database. */
	| { patch: string; values: Record<string, string> };

/** What the recorded install held before the first call, and what happened between the calls. */
export interface RecordedInstall {
	options: CoreBosOptions;
	/** Names of members of answers that the recording does not keep, or not as they came. */
	unkept?: string[];
	/** Id of a call → places of its answer that were not written down, such as `body.moreinfo`. */
	leftOut?: Record<string, string[]>;
	/** Id of a call → members that were sent otherwise than they were written down. */
	sent: Record<string, Record<string, string | Record<string, unknown>>>;
	/** Id of a call → what was done before it. */
	before: Record<string, UnrecordedStep[]>;
}

export type UserRecording = 'webservice-more' | 'webservice-live';

/** The day of both recordings. */
const DAY = '2026-11-28';
const MOMENTS = new RegExp(`"(?:createdtime|modifiedtime)":"(${DAY} [0-9:]{8})"`, 'g');

/** The clock of the recorded install, as its answers show it. */
export class Clock {
	private time = new Date(`${DAY}T06:40:00Z`);

	readonly now = () => this.time;

	/** Goes on to the newest moment of an answer. */
	follow(body: unknown): void {
		const moment = newestMoment(body);
		if (moment === undefined) return;
		const newest = new Date(`${moment.replace(' ', 'T')}Z`);
		if (newest > this.time) this.time = newest;
	}
}

const RECORDINGS = join(__dirname, '..', 'recordings');

/** The calls in the order they were made. */
export function userCalls(recording: UserRecording): UserCall[] {
	const content: unknown = JSON.parse(readFileSync(join(RECORDINGS, `${recording}.json`), 'utf8'));
	if (!Array.isArray(content)) return (content as { calls: UserCall[] }).calls;
	return inTime(content as UserCall[]);
}

/**
 * Calls whose ids begin alike were made together, and the groups stand by their topics: they are
 * put in the order of the newest moments in their answers. Groups without one go before the next.
 */
function inTime(calls: UserCall[]): UserCall[] {
	const groupOf = ({ id }: UserCall) => String(id).replace(/-\d+$/, '');
	const names = [...new Set(calls.map(groupOf))];
	const groups = names.map((name) => {
		const members = calls.filter((call) => groupOf(call) === name);
		return { members, newest: newestMoment(members.map(({ response }) => response.body)) };
	});
	const timed = groups.map(({ members, newest }, index) => ({
		members,
		time: newest ?? groups.slice(index).find((next) => next.newest)?.newest ?? 'last',
	}));
	return timed
		.sort((one, other) => (one.time < other.time ? -1 : Number(one.time > other.time)))
		.flatMap(({ members }) => members);
}

/** The newest moment at which a record was made or changed. */
function newestMoment(body: unknown): string | undefined {
	const moments = [...JSON.stringify(body).matchAll(MOMENTS)].map(([, moment]) => moment);
	return moments.sort().at(-1);
}

export function recordedInstallOf(recording: UserRecording): RecordedInstall {
	const file = join(__dirname, 'data', `${recording}-state.json`);
	return JSON.parse(readFileSync(file, 'utf8'));
}

/** A stand-in in the state of the recorded install, and the calls to be made on it. */
export async function startReplay(
	recording: UserRecording,
): Promise<{ coreBos: CoreBosStandIn; replay: UserReplay }> {
	const { options, ...recorded } = recordedInstallOf(recording);
	const clock = new Clock();
	const coreBos = await startCoreBos({ ...options, now: clock.now, sessionIdleSeconds: Infinity });
	return { coreBos, replay: new UserReplay(coreBos, recorded, clock) };
}

export function userNameOf({ user }: UserCall): string {
	return typeof user === 'string' ? user : user.user_name;
}

/** Makes the recorded calls of several users again, each in a session of the user. */
export class UserReplay {
	private readonly sessions = new Map<string, string>();
	private readonly replay: Replay;
	private untold = 900_000;

	constructor(
		private readonly coreBos: CoreBosStandIn,
		private readonly recorded: Omit<RecordedInstall, 'options'>,
		private readonly clock: Clock,
	) {
		this.replay = new Replay(coreBos, DAY, new Set(recorded.unkept));
	}

	/** @returns what differs from the recorded answer, one line for each difference */
	async differences(call: UserCall): Promise<string[]> {
		for (const step of this.recorded.before[String(call.id)] ?? []) await this.take(step);
		this.clock.follow(call.response.body);
		const made = numbersMade(call);
		// The numbers of what a failing call leaves behind are not told.
		if (isMaking(call)) this.coreBos.renumber(made.number ?? ++this.untold, made.autonumbers);
		const recorded = await this.recordedCall(call);
		const found = this.replay.differences(recorded, await this.replay.call(recorded));
		const leftOut = this.recorded.leftOut?.[String(call.id)] ?? [];
		return found.filter(
			(line) => !leftOut.some((place) => line.startsWith(`${call.operation} ${place}:`)),
		);
	}

	private async take(step: UnrecordedStep): Promise<void> {
		if ('add' in step) return this.coreBos.add(step.add, step.values);
		if ('patch' in step) return this.coreBos.patch(step.patch, step.values);
		const { user = 'admin', operation, parameters, number, autonumbers } = step;
		if (number !== undefined) this.coreBos.renumber(number, autonumbers);
		const call = { id: 0, topic: '', user, operation, method: 'POST', parameters };
		await this.answer({ ...call, response: { status: 200, body: '' } });
	}

	private async answer(call: UserCall): Promise<ReplayedAnswer> {
		return await this.replay.call(await this.recordedCall(call));
	}

	private async recordedCall(call: UserCall): Promise<RecordedCall> {
		const given = typeof call.parameters === 'string' ? {} : { ...call.parameters };
		for (const [name, members] of Object.entries(this.recorded.sent[String(call.id)] ?? {})) {
			given[name] =
				typeof members === 'string'
					? members
					: { ...(given[name] as Record<string, unknown>), ...members };
		}
		const params = {
			operation: call.operation,
			sessionName: await this.sessionOf(userNameOf(call)),
			...Object.fromEntries(Object.entries(given).map(([name, one]) => [name, encoded(one)])),
		};
		return {
			operation: call.operation,
			title: call.note ?? call.topic,
			request: { method: call.method, params, ...encodingOf(call) },
			response: call.response,
			truncated: /\(first \d+ kept\)|first \d+ rows/.test(call.note ?? ''),
		};
	}

	private async sessionOf(user: string): Promise<string> {
		const open = this.sessions.get(user);
		if (open !== undefined) return open;
		const { accessKey } = this.coreBos.connectionOf(user);
		const challenge = await this.ask({ operation: 'getchallenge', username: user });
		const key = createHash('md5')
			.update(String(challenge.token) + accessKey)
			.digest('hex');
		const login = await this.ask({ operation: 'login', username: user, accessKey: key });
		const session = String(login.sessionName);
		this.sessions.set(user, session);
		return session;
	}

	private async ask(parameters: Record<string, string>): Promise<Record<string, unknown>> {
		const isLogin = parameters.operation === 'login';
		const url = new URL(this.coreBos.webServiceUrl);
		if (!isLogin) url.search = new URLSearchParams(parameters).toString();
		const body = isLogin ? new URLSearchParams(parameters) : undefined;
		const answer = await fetch(url, { method: isLogin ? 'POST' : 'GET', body });
		return ((await answer.json()) as { result: Record<string, unknown> }).result;
	}
}

/** A call whose parameters are told in words says there, too, that it had a JSON body. */
function encodingOf({
	method,
	parameters,
}: UserCall): Pick<RecordedCall['request'], 'encoding' | 'headers'> {
	if (method === 'GET') return { encoding: 'query', headers: {} };
	if (!String(parameters).includes('JSON body')) return { encoding: 'form', headers: {} };
	return { encoding: 'json', headers: { 'Content-Type': 'application/json' } };
}

/** Texts go as they are, everything else as JSON. */
function encoded(value: unknown): string {
	if (typeof value === 'string') return value;
	return JSON.stringify(value, (_, member: unknown) => withContent(member));
}

/** A file whose content was left out of the recording has as many bytes as it tells. */
function withContent(member: unknown): unknown {
	const file = member as { content?: unknown; size?: number } | null;
	if (file?.content !== LEFT_OUT) return member;
	return { ...file, content: Buffer.alloc(file.size ?? 0).toString('base64') };
}

const MAKING = new Set(['create', 'createwithvalidation', 'upsert', 'masscreate', 'convertlead']);
const MODULES = recordedModules().modules;

function isMaking({ operation }: UserCall): boolean {
	return MAKING.has(operation.toLowerCase());
}

/**
 * The numbers of the records that a recorded call made: calls between the recorded ones took
 * numbers, too.
 */
function numbersMade(call: UserCall): { number?: number; autonumbers: Record<string, number> } {
	const autonumbers: Record<string, number> = {};
	if (!isMaking(call)) return { autonumbers };
	const records = madeRecords(call.response.body);
	const numbers = records.flatMap((record) => [
		Number(String(record.id).split('x')[1]),
		...(/\/(\d+)_[^/]*$/
			.exec(String(record._downloadurl ?? ''))
			?.slice(1)
			.map(Number) ?? []),
	]);
	for (const record of records) {
		for (const { name, autonumber } of Object.values(MODULES)) {
			const value = autonumber === undefined ? undefined : record[autonumber.field];
			const digits = /(\d+)$/.exec(String(value ?? ''))?.[1];
			if (digits !== undefined) autonumbers[name] ??= Number(digits);
		}
	}
	return { number: numbers.length === 0 ? undefined : Math.min(...numbers), autonumbers };
}

function madeRecords(body: unknown): Array<Record<string, unknown>> {
	const { result } = (body ?? {}) as { result?: Record<string, unknown> };
	if (typeof result !== 'object' || result === null) return [];
	if (Array.isArray(result.success_creates)) {
		return result.success_creates as Array<Record<string, unknown>>;
	}
	if (typeof result.id === 'string') return [result];
	return Object.values(result)
		.filter((id) => /^\d+x\d+$/.test(String(id)))
		.map((id) => ({ id }));
}

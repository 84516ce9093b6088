import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CoreBosOptions, CoreBosStandIn } from './server';

/** One recorded call of a real coreBOS. */
export interface RecordedCall {
	operation: string;
	title: string;
	request: {
		method: string;
		encoding: 'query' | 'form' | 'multipart' | 'json';
		/** A text is a raw body. */
		params: Record<string, unknown> | string;
		headers: Record<string, string>;
	};
	/** No content type where it was not written down. */
	response: { status: number; contentType?: string; body: unknown };
	/** Lists of the answer were cut to their first entries. */
	truncated?: boolean;
}

/** The calls in the order they were made. */
export function recordedCalls(): RecordedCall[] {
	const file = join(__dirname, '..', 'recordings', 'webservice.json');
	return JSON.parse(readFileSync(file, 'utf8'));
}

/** What the recorded install held before the first call, as far as the answers tell. */
export function recordedState(): Pick<
	CoreBosOptions,
	'nextNumber' | 'nextAutonumbers' | 'records' | 'relations' | 'now'
> {
	const file = join(__dirname, 'data', 'recorded-state.json');
	const recordedAt = new Date('2026-11-22T02:16:39Z');
	return { ...JSON.parse(readFileSync(file, 'utf8')), now: () => recordedAt };
}

/** An answer of the stand-in to a recorded call. */
export interface ReplayedAnswer {
	status: number;
	contentType: string;
	body: unknown;
}

const ACCESS_KEY_PLACE = '<md5 of token + access key>';
/** What stands for something that was left out of a recording. */
export const LEFT_OUT = '(left out)';
const FILE_HOST = 'http://COREBOS';

/** Makes recorded calls again, with the tokens, sessions and record uuids of the stand-in. */
export class Replay {
	/** Recorded value → the stand-in's. */
	private readonly replaced = new Map<string, string>();
	private token = '';

	/**
	 * @param day of the recording, `2026-11-28`: only moments of this day are taken for moments
	 * of the clock; without it, all are
	 */
	constructor(
		private readonly coreBos: CoreBosStandIn,
		private readonly day?: string,
		/** Names of members that were not kept, or not as they came. */
		private readonly unkept: Set<string> = new Set(),
	) {}

	async call({ request }: RecordedCall): Promise<ReplayedAnswer> {
		const { method, encoding, headers } = request;
		const parameters = this.translated(request.params);
		const url = new URL(this.coreBos.webServiceUrl);
		if (encoding === 'query') url.search = new URLSearchParams(texts(parameters)).toString();
		const answer = await fetch(url, {
			method,
			headers: this.translated(headers) as Record<string, string>,
			body: encoding === 'query' ? undefined : requestBody(encoding, parameters),
		});
		const text = await answer.text();
		const contentType = answer.headers.get('content-type') ?? '';
		return { status: answer.status, contentType, body: parsed(text) };
	}

	private translated(value: unknown): unknown {
		if (typeof value === 'string') return this.translatedText(value);
		if (Array.isArray(value)) return value.map((one) => this.translated(one));
		if (typeof value !== 'object' || value === null) return value;
		const members = Object.entries(value).map(([name, one]) => [name, this.translated(one)]);
		const result: Record<string, unknown> = Object.fromEntries(members);
		if (result.accessKey === ACCESS_KEY_PLACE) result.accessKey = this.loginKey(result.username);
		return result;
	}

	private translatedText(text: string): string {
		return [...this.replaced].reduce((result, [from, to]) => result.replaceAll(from, to), text);
	}

	private loginKey(username: unknown): string {
		const user = this.coreBos.users.find(({ userName }) => userName === username);
		return createHash('md5')
			.update(this.token + (user?.accessKey ?? ''))
			.digest('hex');
	}

	/**
	 * THE COMPARISON RULE. An answer matches where status, content type and body are the
	 * recorded ones, but for
	 *   - tokens, sessions and record uuids: hexadecimal texts of the same length; the first
	 *     time one is seen, it is taken for the recorded one and must be the same from then on;
	 *   - moments: any other moment written the same way (also as seconds since 1970, as number
	 *     or text: coreBOS itself answers both);
	 *   - what was left out when it was recorded: `(left out)`, and of `describe` the fields
	 *     that are not the topic's, or all but their names;
	 *   - PDF files: every printer makes its own, and the recordings keep their beginning;
	 *   - the host of file urls, which the recordings hide;
	 *   - the order of members in answers of getUItype, which is that of a database table;
	 *   - lists of answers that were cut when they were recorded: they must begin alike.
	 *
	 * @returns what differs, one line for each difference; empty where nothing does
	 */
	differences(call: RecordedCall, answer: ReplayedAnswer): string[] {
		const { status, contentType, body } = call.response;
		const cut = call.truncated === true;
		const name = call.operation;
		if (call.operation.toLowerCase() === 'getchallenge') this.rememberToken(answer.body);
		return [
			...this.compare(`${name} status`, status, answer.status, cut),
			...(contentType === undefined
				? []
				: this.compare(`${name} contentType`, contentType, answer.contentType, cut)),
			...this.compare(`${name} body`, body, answer.body, cut),
		];
	}

	private rememberToken(body: unknown): void {
		const token = (body as { result?: { token?: string } } | null)?.result?.token;
		if (token !== undefined) this.token = token;
	}

	private compare(path: string, recorded: unknown, found: unknown, cut: boolean): string[] {
		if (recorded === LEFT_OUT) return [];
		if (path === 'describe body.result.fields' && Array.isArray(recorded)) {
			return this.compareFields(path, recorded, found as Array<{ name: string }>);
		}
		if (Array.isArray(recorded) && Array.isArray(found)) {
			const begins = cut ? found.slice(0, recorded.length) : found;
			if (recorded.length !== begins.length) {
				return [`${path}: ${recorded.length} entries recorded, ${found.length} found`];
			}
			return recorded.flatMap((one, index) =>
				this.compare(`${path}[${index}]`, one, begins[index], cut),
			);
		}
		if (isObject(recorded) && isObject(found)) {
			if (!sameOrder(recorded, found) && !path.startsWith('getUItype')) {
				return [`${path}: members in another order: ${Object.keys(found).join()}`];
			}
			const all = [...Object.keys(recorded), ...Object.keys(found)];
			const names = new Set(all.filter((name) => !this.unkept.has(name)));
			return [...names].flatMap((name) =>
				this.compare(`${path}.${name}`, recorded[name], found[name], cut),
			);
		}
		if (this.isSame(path, recorded, found)) return [];
		return [`${path}: ${JSON.stringify(recorded)} recorded, ${JSON.stringify(found)} found`];
	}

	private compareFields(
		path: string,
		recorded: unknown[],
		found: Array<{ name: string }>,
	): string[] {
		return recorded.flatMap((one) => {
			const name = fieldName(one);
			const field = found.find((other) => other.name === name);
			if (field === undefined) return [`${path}: ${name} recorded, not found`];
			return isObject(one) ? this.compare(`${path}.${name}`, one, field, false) : [];
		});
	}

	private isSame(path: string, recorded: unknown, found: unknown): boolean {
		if (recorded === found) return true;
		if (/\.(serverTime|expireTime|lastModifiedTime)$/.test(path)) {
			return isSeconds(recorded) && isSeconds(found);
		}
		if (typeof recorded !== 'string' || typeof found !== 'string') return false;
		if (path.endsWith('.pdf_data')) return isPdf(recorded) && isPdf(found);
		if (isRandom(recorded) && isRandom(found) && recorded.length === found.length) {
			return this.isKnownAs(recorded, found);
		}
		const expected = this.translatedText(recorded).replaceAll(FILE_HOST, this.coreBos.url);
		return withoutMoments(expected, this.day) === withoutMoments(found, this.day);
	}

	private isKnownAs(recorded: string, found: string): boolean {
		if (!this.replaced.has(recorded)) this.replaced.set(recorded, found);
		return this.replaced.get(recorded) === found;
	}
}

/** Whether the members that both have stand in the same order. */
function sameOrder(recorded: Record<string, unknown>, found: Record<string, unknown>): boolean {
	const common = Object.keys(recorded).filter((name) => name in found);
	const theirs = Object.keys(found).filter((name) => name in recorded);
	return common.every((name, index) => name === theirs[index]);
}

/** A challenge token has 13 hexadecimal digits, a session 32, a record uuid 40. */
function isRandom(text: string): boolean {
	return /^(?:[0-9a-f]{13}|[0-9a-f]{32}|[0-9a-f]{40})$/.test(text);
}

/** Base64 of what begins as a PDF file does. */
function isPdf(base64: string): boolean {
	return base64.startsWith(Buffer.from('%PDF-1').toString('base64'));
}

/** A field as it was kept: whole, as `[name, type, …]`, or its name alone. */
function fieldName(field: unknown): string {
	if (Array.isArray(field)) return String(field[0]);
	return isObject(field) ? String(field.name) : String(field);
}

function isSeconds(value: unknown): boolean {
	return /^1\d{9}$/.test(String(value)) || value === 4_000_000_000;
}

function withoutMoments(text: string, day?: string): string {
	const clocks = text.replace(/\d{2}:\d{2}:\d{2} [AP]M/g, '<clock>');
	if (day === undefined) return clocks.replace(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/g, '<moment>');
	const [year, month, date] = day.split('-');
	const written = [day, `${date}-${month}-${year}`, `${month}-${date}-${year}`].join('|');
	return clocks
		.replace(new RegExp(`(${written}) \\d{2}:\\d{2}:\\d{2}`, 'g'), '$1 <clock with seconds>')
		.replace(new RegExp(`(${written}) \\d{2}:\\d{2}`, 'g'), '$1 <clock>');
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function texts(parameters: unknown): Record<string, string> {
	return Object.fromEntries(
		Object.entries(parameters as Record<string, unknown>).map(([name, value]) => [
			name,
			String(value),
		]),
	);
}

interface RecordedFile {
	filename: string;
	contentType: string;
	base64: string;
}

function requestBody(
	encoding: 'form' | 'multipart' | 'json',
	parameters: unknown,
): string | URLSearchParams | FormData {
	if (encoding === 'json') {
		return typeof parameters === 'string' ? parameters : JSON.stringify(parameters);
	}
	if (encoding === 'form') return new URLSearchParams(texts(parameters));
	const form = new FormData();
	for (const [name, value] of Object.entries(parameters as Record<string, unknown>)) {
		if (!isObject(value)) form.append(name, String(value));
		else form.append(name, fileOf(value as unknown as RecordedFile), String(value.filename));
	}
	return form;
}

function fileOf({ base64, contentType }: RecordedFile): Blob {
	return new Blob([Buffer.from(base64, 'base64')], { type: contentType });
}

/** What is not JSON stays a text. */
function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

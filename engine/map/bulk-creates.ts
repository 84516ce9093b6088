import {
	byKey,
	CoreBosError,
	createCoreBosClient,
	isLocalCode,
	massCreate,
	takesMassCreate,
	type CoreBosWebService,
	type MassOptions,
	type MassOutcome,
	type MassRecord,
} from '../corebos';
import type { Http, HttpRequest, HttpResponse } from '../environment';
import { isRecord, membersWhere } from '../is-record';
import { jsonValue } from '../json-value';

/** A call that waits until all others are there. */
interface WaitingCall {
	/** Of the run that makes it. */
	number: number;
	/** Calls of one group go together: those that differ in nothing but their records. */
	group: string;
	http: Http;
	request: HttpRequest;
	sessionName: string;
	record: MassRecord;
	answered(response: HttpResponse): void;
	failed(error: unknown): void;
}

/**
 * Gathers the `create` calls that maps make for many items, and makes them by a few calls of
 * `MassCreate`. Each run is answered as by a call of its own: its record, its error, or that nobody
 * knows. Every other call is made as it is.
 *
 * Runs that are under way at the same time go together: what they call is sent when none of them
 * can go on without an answer.
 */
export class BulkCreates {
	private begun = 0;
	private underWay = 0;
	private waiting: WaitingCall[] = [];
	/** Calls of maps that could not be gathered. */
	private alone = 0;

	/** The functions that calls are made with: those of one go together. */
	private readonly https: Http[] = [];

	/** @param options how many records a call has at most, and how many calls are made at a time */
	constructor(private readonly options: Pick<MassOptions, 'chunkSize' | 'concurrency'>) {}

	/** How many calls were made by themselves, because `MassCreate` cannot make them. */
	get madeAlone(): number {
		return this.alone;
	}

	/**
	 * A run whose calls are gathered. Runs begin in the order in which their records are to be made.
	 *
	 * @param run gets what makes the HTTP of the run of the function that makes its calls
	 */
	async during<Result>(run: (gathering: (http: Http) => Http) => Promise<Result>): Promise<Result> {
		const number = this.begun++;
		this.underWay++;
		return await run((http) => this.gathering(http, number)).finally(() => {
			this.underWay--;
			this.sendIfAllWait();
		});
	}

	private gathering(http: Http, number: number): Http {
		if (!this.https.includes(http)) this.https.push(http);
		const sender = this.https.indexOf(http);
		return async (request) => {
			const wanted = createOf(request);
			if (wanted === undefined) {
				this.alone++;
				return await this.whileAway(async () => await http(request));
			}
			const group = `${sender} ${wanted.group}`;
			return await new Promise((answered, failed) => {
				this.waiting.push({ ...wanted, number, group, http, request, answered, failed });
				this.sendIfAllWait();
			});
		};
	}

	/** A call of another kind: the others do not wait for it. */
	private async whileAway(call: () => Promise<HttpResponse>): Promise<HttpResponse> {
		this.underWay--;
		this.sendIfAllWait();
		return await call().finally(() => this.underWay++);
	}

	private sendIfAllWait(): void {
		if (this.waiting.length === 0 || this.waiting.length < this.underWay) return;
		const calls = this.waiting.sort((one, other) => one.number - other.number);
		this.waiting = [];
		for (const indexes of byKey(calls, ({ group }) => group).values()) {
			void this.send(indexes.map((index) => calls[index]));
		}
	}

	private async send(calls: WaitingCall[]): Promise<void> {
		const [{ request, sessionName, http }] = calls;
		const records = calls.map(({ record }) => record);
		const client = clientInSession(request, sessionName, http);
		const outcomes = await massCreate(client, records, this.options).catch((error: Error) =>
			calls.map((): MassOutcome => ({ error })),
		);
		for (const [index, call] of calls.entries()) tell(call, outcomes[index]);
	}
}

function tell({ answered, failed }: WaitingCall, outcome: MassOutcome): void {
	if ('record' in outcome) return answered(answer({ success: true, result: outcome.record }));
	const { error } = outcome;
	const isRefusal =
		error instanceof CoreBosError && !isLocalCode(error.code) && error.outcome === 'notDone';
	if (!isRefusal) return failed(error);
	answered(answer({ success: false, error: { code: error.code, message: error.reason } }));
}

/** What coreBOS answers. */
function answer(content: Record<string, unknown>): HttpResponse {
	return {
		status: 200,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(content),
	};
}

/**
 * A client that makes its calls as the map makes its own: to its address, with its session, its
 * headers, timeout and proxy.
 */
function clientInSession(request: HttpRequest, sessionName: string, http: Http): CoreBosWebService {
	const { url, headers, timeout, proxy } = request;
	const others = membersWhere(headers, (name) => !isContentType(name));
	const ofMap: Http = async (call) =>
		await http({
			...call,
			headers: { ...others, ...call.headers },
			...(timeout !== undefined && { timeout }),
			...(proxy !== undefined && { proxy }),
		});
	// The session is given with each call: nobody logs in with this.
	const client = createCoreBosClient({ url, username: '', accessKey: '' }, ofMap);
	const inSession: CoreBosWebService = {
		request: async (operation, parameters) =>
			await client.request(operation, { ...parameters, sessionName }),
		call: async (operation, parameters) =>
			await client.call(operation, { ...parameters, sessionName }),
		onOneSession: () => inSession,
		session: { name: async () => sessionName, drop: async () => undefined },
	};
	return inSession;
}

const PARAMETERS = ['element', 'elementType', 'operation', 'sessionName'];

/** The create that a request is; undefined for one that `MassCreate` cannot make. */
function createOf(
	request: HttpRequest,
): Pick<WaitingCall, 'group' | 'sessionName' | 'record'> | undefined {
	const { method, url, headers, body, timeout, proxy } = request;
	if (method.toUpperCase() !== 'POST' || !/\/webservice\.php$/i.test(url)) return undefined;
	if (typeof body !== 'string' || !isForm(headers)) return undefined;
	const form = new URLSearchParams(body);
	if ([...form.keys()].sort().join() !== PARAMETERS.join()) return undefined;
	if (form.get('operation')?.toLowerCase() !== 'create') return undefined;
	const element = elementOf(form.get('element') ?? '');
	const [module, sessionName] = [form.get('elementType') ?? '', form.get('sessionName') ?? ''];
	if (element === undefined || module === '' || sessionName === '') return undefined;
	const group = JSON.stringify([url, headers, timeout, proxy, sessionName]);
	return { group, sessionName, record: { module, element } };
}

function isForm(headers: Record<string, string>): boolean {
	const type = Object.entries(headers).find(([name]) => isContentType(name))?.[1];
	return /^\s*application\/x-www-form-urlencoded\b/i.test(type ?? '');
}

function isContentType(name: string): boolean {
	return name.toLowerCase() === 'content-type';
}

/** More digits than a number of JavaScript keeps. */
const LONG_NUMBER = /\d{16}/;

function elementOf(json: string): Record<string, unknown> | undefined {
	if (LONG_NUMBER.test(json)) return undefined;
	const element = jsonValue(json);
	return isRecord(element) && takesMassCreate(element) ? element : undefined;
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failures, type Failure, type FailureKind } from './failures';
import { readIncoming, type Incoming } from './incoming';
import { fileAt } from './files';
import { Install, type CoreBosUser, type InstallOptions, type Seed } from './install';
import { knownOperation, type KnownOperation } from './operations';
import { Reply } from './operations/operation';
import { Processors } from './processors';
import { PhpDeath, PhpExit, PrintedRefusal, Refusal } from './refusal';
import { Sessions } from './sessions';
import { KEPT_OPEN } from '../kept-open';

export interface CoreBosOptions extends InstallOptions {
	/** Port on 127.0.0.1; default a free one. */
	port?: number;
	/** Name of the install, for people. */
	name?: string;
	/** Calls of one session run one after the other, as PHP's session lock makes them. */
	sessionLock?: boolean;
	/** Seconds after which an unused session is over; default 1800, as coreBOS has it. */
	sessionIdleSeconds?: number;
	/** Milliseconds that every call takes. */
	latency?: number;
	/** Milliseconds that a processor of the server works on every call, on top of that. */
	processorTime?: number;
	/** Bytes that a form may have at most, PHP's `post_max_size`; default 8 MB, as PHP has it. */
	postLimit?: number;
	/** How many processors the server has; default as many as there are calls. */
	processors?: number;
}

/** A call that came in. */
export interface LoggedRequest {
	/** As the caller spelled it. */
	operation: string;
	method: string;
	encoding: Incoming['encoding'];
	/** Without `operation`; secrets are `***`. */
	parameters: Record<string, unknown>;
	/** Whether the session came in the header, as a parameter, or not at all. */
	session: 'header' | 'parameter' | 'none';
}

export interface CoreBosStandIn {
	name: string;
	/** `http://127.0.0.1:PORT` */
	url: string;
	/** `http://127.0.0.1:PORT/webservice.php` */
	webServiceUrl: string;
	port: number;
	/** Who can log in; the first one is `admin`. */
	users: CoreBosUser[];
	/** What a credential of the administrator holds. */
	connection: { url: string; username: string; accessKey: string };
	/** The calls so far, oldest first. */
	requests: LoggedRequest[];
	/** How often an operation was called. */
	calls(operation: string): number;
	/** What a credential of a user holds. @param userName of one of `users` */
	connectionOf(userName: string): { url: string; username: string; accessKey: string };
	/** Sets the number of the next record, and of the next one in autonumber fields. */
	renumber(next: number, autonumbers?: Record<string, number>): void;
	/** Changes field values of a record behind the web service's back. */
	patch(id: string, values: Record<string, string>): void;
	/** Adds a record behind the web service's back, as the seeds of the options are. */
	add(module: string, seed: Seed): void;
	/** The most calls that were worked on at the same time since this was asked last. */
	mostAtOnce(): number;
	/** The records of a module that are not deleted, with their `id`. */
	records(module: string): Array<Record<string, string>>;
	/** Plans a failure. */
	fail(failure: Failure): void;
	/** Forgets the failures that are still planned. */
	heal(): void;
	/** Ends all sessions at once. */
	expireSessions(): void;
	close(): Promise<void>;
}

const SECRETS = /^(sessionName|accessKey|hashaccess|user_password|password|confirm_password)$/i;

/** Starts a coreBOS of one's own: `webservice.php` as recorded, records in memory. */
export async function startCoreBos(options: CoreBosOptions = {}): Promise<CoreBosStandIn> {
	const install = new Install(options);
	const sessions = new Sessions(install, options.sessionIdleSeconds ?? 1800);
	const standIn = new StandInServer(install, sessions, options);
	const server = createServer(KEPT_OPEN, (request, response) => {
		standIn.serve(request, response).catch((error: unknown) => {
			// A caller that hangs up while it sends is not a fault of this server.
			if (!request.destroyed) console.error('coreBOS stand-in:', error);
			response.destroy();
		});
	});
	server.keepAliveTimeout = 60_000;
	const port = await listen(server, options.port ?? 0);
	const url = `http://127.0.0.1:${port}`;
	install.url = url;
	return {
		name: options.name ?? 'coreBOS',
		url,
		webServiceUrl: `${url}/webservice.php`,
		port,
		users: install.users,
		connection: { url, username: 'admin', accessKey: install.users[0].accessKey },
		requests: standIn.requests,
		calls: (operation) =>
			standIn.requests.filter((one) => one.operation.toLowerCase() === operation.toLowerCase())
				.length,
		connectionOf: (username) => {
			const user = install.users.find(({ userName }) => userName === username);
			if (user === undefined) throw new Error(`coreBOS stand-in: no user ${username}`);
			return { url, username, accessKey: user.accessKey };
		},
		renumber: (next, autonumbers) => install.renumber(next, autonumbers),
		patch: (id, values) => {
			Object.assign(install.find(id)?.values ?? {}, values);
		},
		add: (module, seed) => install.make(module, seed),
		mostAtOnce: () => standIn.takeMostAtOnce(),
		records: (module) =>
			install.of(module).map((entity) => ({ ...entity.values, id: install.idOf(entity) })),
		fail: (failure) => standIn.failures.plan(failure),
		heal: () => standIn.failures.clear(),
		expireSessions: () => sessions.endAll(),
		close: () => close(server),
	};
}

class StandInServer {
	readonly requests: LoggedRequest[] = [];
	readonly failures = new Failures();
	private readonly processors: Processors;
	/** What PHP has printed before the answer of the call that ends now. */
	private printed = '';
	private atWork = 0;
	private mostAtOnce = 0;

	constructor(
		private readonly install: Install,
		private readonly sessions: Sessions,
		private readonly options: CoreBosOptions,
	) {
		this.processors = new Processors(options.processors ?? Infinity);
	}

	async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const incoming = await readIncoming(request, this.options.postLimit);
		if (!incoming.path.endsWith('/webservice.php')) {
			const file = fileAt(this.install, decodeURIComponent(incoming.path.slice(1)));
			if (file !== undefined) {
				return send(response, 200, file.type, Buffer.from(file.content, 'base64'));
			}
			return send(response, 404, 'text/html', '<h1>Not Found</h1>');
		}
		if (incoming.method === 'OPTIONS') return send(response, 200, 'text/html; charset=UTF-8', '');
		this.log(incoming);
		await this.answer(incoming, response);
	}

	takeMostAtOnce(): number {
		const most = this.mostAtOnce;
		this.mostAtOnce = this.atWork;
		return most;
	}

	private log({ method, encoding, parameters, headers }: Incoming): void {
		const { operation, ...others } = parameters;
		const masked = Object.entries(others).map(([name, value]) => [
			name,
			SECRETS.test(name) ? '***' : value,
		]);
		this.requests.push({
			operation: String(operation ?? ''),
			method,
			encoding,
			parameters: Object.fromEntries(masked),
			session: sessionPlace(parameters, headers),
		});
	}

	private async answer(incoming: Incoming, response: ServerResponse): Promise<void> {
		const name = String(incoming.parameters.operation ?? '');
		const failures = this.failures.strike(name);
		const strikes = (kind: FailureKind['kind']) =>
			failures.some((failure) => failure.kind === kind);
		if (strikes('dropBefore')) return void response.destroy();
		if (strikes('http500')) return send(response, 500, 'text/html; charset=UTF-8', '');
		if (strikes('notJson'))
			return send(response, 200, 'text/html', '<html><h1>Maintenance</h1></html>');
		if (strikes('expireSessions')) this.sessions.endAll();
		if (strikes('dropWhile')) response.destroy();
		const body = await this.run(name, incoming, delayOf(failures));
		if (strikes('dropWhile')) return;
		if (strikes('dropAfter')) return void response.destroy();
		if (body === undefined) return send(response, 500, 'text/html; charset=UTF-8', '');
		if (body instanceof PhpExit)
			return send(response, 200, 'text/html; charset=UTF-8', body.message);
		const json = JSON.stringify(body);
		if (strikes('halfAnswer')) {
			return send(response, 200, 'application/json', json.slice(0, json.length / 2));
		}
		const printed = strikes('phpWarning')
			? '<br />\n<b>Warning</b>:  Undefined variable $x in <b>webservice.php</b> on line <b>1</b><br />\n'
			: this.printed;
		this.printed = '';
		send(response, 200, 'application/json', printed + json);
	}

	/** The answer's body; undefined where PHP dies, the exit itself where it printed why. */
	private async run(name: string, incoming: Incoming, delay: number): Promise<unknown> {
		const sessionName = sessionOf(incoming);
		const work = async () => {
			this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atWork);
			try {
				await wait((this.options.latency ?? 0) + delay);
				await this.processors.run(async () => await wait(this.options.processorTime ?? 0));
				return await this.perform(knownOperation(name), incoming, sessionName);
			} finally {
				this.atWork--;
			}
		};
		if (this.options.sessionLock !== true) return await work();
		return await this.sessions.locked(sessionName, work);
	}

	private async perform(
		operation: KnownOperation | undefined,
		{ parameters, files }: Incoming,
		sessionName: string,
	): Promise<unknown> {
		try {
			if (operation === undefined) {
				throw new Refusal('UNKNOWN_OPERATION', 'Unknown operation requested');
			}
			const user = operation.prelogin ? NOBODY : this.sessions.userOf(sessionName);
			const { install, sessions } = this;
			const call = { install, sessions, parameters, files, sessionName, user };
			return envelope(await operation.run(call));
		} catch (error) {
			if (error instanceof PhpDeath) return undefined;
			if (error instanceof PhpExit) return error;
			if (!(error instanceof Refusal)) throw error;
			const { message, code } = error;
			if (error instanceof PrintedRefusal) this.printed = error.printed;
			return { success: false, error: { message, code }, moreinfo: null };
		}
	}
}

const NOBODY: CoreBosUser = { id: '', userName: '', accessKey: '', isAdmin: false };

function envelope(result: unknown): Record<string, unknown> {
	if (!(result instanceof Reply)) return { success: true, result, moreinfo: null };
	const { success = true, moreInfo = null } = result.more;
	return { success, result: result.result, moreinfo: moreInfo };
}

/** The header counts where no parameter is given; PHP reads it in either spelling. */
function sessionOf({ parameters, headers }: Incoming): string {
	const header = headers['corebos-authorization'] ?? headers.corebos_authorization ?? '';
	return String(parameters.sessionName ?? header);
}

function sessionPlace(
	parameters: Incoming['parameters'],
	headers: Incoming['headers'],
): LoggedRequest['session'] {
	if (parameters.sessionName !== undefined) return 'parameter';
	return headers['corebos-authorization'] === undefined ? 'none' : 'header';
}

function delayOf(failures: Failure[]): number {
	return failures.reduce(
		(sum, failure) => sum + ('milliseconds' in failure ? failure.milliseconds : 0),
		0,
	);
}

async function wait(milliseconds: number): Promise<void> {
	if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
	response.writeHead(status, { 'Content-Type': type }).end(body);
}

async function listen(server: Server, port: number): Promise<number> {
	return await new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
	});
}

async function close(server: Server): Promise<void> {
	const closed = new Promise<void>((resolve) => server.close(() => resolve()));
	server.closeAllConnections();
	await closed;
}

import type { Environment, HttpRequest, HttpResponse, KeptSession } from '../environment';
import type { Answer } from './answer/answer';
import type { WebServiceMap } from './model/types';
import { createValueScope, type ValueScope } from './request/value-scope';
import type { RunOptions } from './run-options';
import { RunFailures } from './send-request';

/** A run of a map; each step takes what it needs of it. */
export interface MapRun {
	map: WebServiceMap;
	options: RunOptions;
	/** What the values of the call are made from. */
	scope: ValueScope;
	/** The kept session, where there is one for the map to use. */
	session: UsedSession | undefined;
	/** What the user should know, each once. */
	warnings: string[];
	/** Takes what fails of the calls. */
	failures: RunFailures;
}

/** A kept session that knows whether a run has used it. */
class UsedSession implements KeptSession {
	private used: string | undefined;

	constructor(private readonly kept: KeptSession) {}

	async name(): Promise<string> {
		this.used = await this.kept.name();
		return this.used;
	}

	async drop(name: string): Promise<void> {
		await this.kept.drop(name);
	}

	/** Forgets the session that the run has used. @returns false where it has used none */
	async dropUsed(): Promise<boolean> {
		if (this.used === undefined) return false;
		await this.drop(this.used);
		return true;
	}
}

/** A map's call and what came of it. */
export interface MapCall {
	/** The requests made, in order. */
	requests: HttpRequest[];
	/** Undefined where none came and the run goes on. */
	response: HttpResponse | undefined;
	/** The answer's body as text; false where none came. */
	body: string | false;
	/** Undefined where nothing of the answer is to be kept. */
	answer: Answer | undefined;
}

/**
 * Begins a run; nothing of the caller's environment is changed by it.
 *
 * @throws MapError for a record that is to be read without a client; whatever the client throws
 */
export async function createMapRun(
	map: WebServiceMap,
	environment: Environment,
	options: RunOptions,
): Promise<MapRun> {
	const warnings: string[] = [];
	const warn = (text: string): void => {
		if (!warnings.includes(text)) warnings.push(text);
	};
	const { compatibility, neverError } = options;
	const session = environment.session && new UsedSession(environment.session);
	const own = { ...environment, ...(session && { session }) };
	const scope = await createValueScope(map.originModule, own, compatibility, warn);
	const failures = new RunFailures({ warnings, warn, neverError });
	return { map, options, scope, session, warnings, failures };
}

/**
 * What the engine needs from the outside. The engine itself does no I/O, reads
 * no clock and knows nothing of n8n: the caller passes these in.
 */

/** A client of one coreBOS install: one web service operation in, its `result` out. */
export interface CoreBosClient {
	/**
	 * @param operation name of a web service operation, such as `retrieve`
	 * @param parameters its parameters by name; objects and lists are sent as JSON text
	 * @returns the `result` member of the answer
	 * @throws CoreBosError with coreBOS's own code and message
	 */
	call(operation: string, parameters?: Record<string, unknown>): Promise<unknown>;
}

/** The session that is kept for a credential, shared by all that use the same one. */
export interface KeptSession {
	/**
	 * @returns its `sessionName`; logs in where none is kept
	 * @throws CoreBosError where the login fails
	 */
	name(): Promise<string>;
	/** Forgets the session of this name, so that the next who asks logs in. */
	drop(name: string): Promise<void>;
}

/** Everything an expression, a template or a map may see of the run it belongs to. */
export interface Environment {
	/** Field values of the record; undefined: no record triggered the run. */
	fields?: Record<string, unknown>;
	/** The workflow context; `setToContext` writes into it. */
	context?: Record<string, unknown>;
	/** Module of the record, such as `Products`. */
	module?: string;
	/** Web service id of the record (`14x852`); `0x0` stands for a run without one. */
	recordId?: string;
	/** The user the run works as. */
	user?: { id: string; name: string };
	/** The moment the run takes for "now"; default: the time of the call. */
	now?: Date;
	/** IANA name of the time zone of the workflow; default UTC. */
	timeZone?: string;
	/** Client of the coreBOS install that the record comes from. */
	coreBos?: CoreBosClient;
	/** Address at which users open that install, for `siteurl` and `crmdetailviewurl` in templates. */
	siteUrl?: string;
	/** POST variables of the trigger, `$env["name"]` in expressions and templates. */
	env?: Record<string, unknown>;
	/**
	 * Asks the VIES service whether a VAT number is valid, for `EUVATValidation`.
	 *
	 * @param country two letters, such as `ES`
	 * @param number the rest of it, digits and letters only
	 * @throws what the call fails with
	 */
	vatCheck?: (country: string, number: string) => Promise<boolean>;
	/**
	 * md5 of a challenge token and the access key of the node's credential, for
	 * `getAccessKey(token)`: a map logs in without holding the key.
	 */
	accessKeyFor?: (token: string) => string;
	/** Session of the node's credential, for `getSessionName()`: a map needs no login. */
	session?: KeptSession;
	/**
	 * What the functions of expressions have written in coreBOS is added here, such as
	 * `the setting "x" was set`: what fails afterwards can be told with it.
	 */
	written?: string[];
}

/** One HTTP request as a map wants it made. Header names are kept as the map spells them. */
export interface HttpRequest {
	method: string;
	url: string;
	headers: Record<string, string>;
	body?: string | Uint8Array;
	/** Milliseconds until the call is given up. */
	timeout?: number;
	/** Proxy that the call goes through. */
	proxy?: { host: string; port: number };
	/**
	 * False: a redirect is the answer, and is not followed. Otherwise a caller may follow it for
	 * a GET or HEAD without a body, and sends nothing that tells who calls to another origin.
	 */
	followRedirects?: boolean;
}

export interface HttpResponse {
	status: number;
	headers: Record<string, string>;
	body: string | Uint8Array;
}

/** Makes one HTTP call. Resolves for every status; rejects only where no answer came. */
export type Http = (request: HttpRequest) => Promise<HttpResponse>;

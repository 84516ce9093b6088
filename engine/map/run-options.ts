import type { Compatibility } from '../compatibility';
import type { HttpRequest, HttpResponse } from '../environment';
import type { WsdlCache } from '../soap';

/** How a map is run. */
export interface RunOptions {
	/**
	 * `coreBos` (default): the request and the stored values are coreBOS's, quirks included;
	 * `native`: what the documentation means, typed values, no quirks.
	 */
	compatibility?: Compatibility;
	/** Percent-encode what a query may not contain; default true. `%XX` is left alone. */
	encodeUrlValues?: boolean;
	/** The `http` of the run presents a client certificate, instead of the map's `cert`. */
	hasClientCertificate?: boolean;
	/** A failed call is not an error: what coreBOS stores then, empty values, is stored. */
	neverError?: boolean;
	/**
	 * Fields of the result are going to be saved to the record: an answer that says that the call
	 * failed, or that holds nothing, is a failure then, and not the emptiness of the fields.
	 */
	saves?: boolean;
	/** Milliseconds until the call is given up, where the map's wsresponsetime says nothing. */
	timeout?: number;
	/** The WSDLs that runs share, so that each is fetched once; default: this run has its own. */
	wsdls?: WsdlCache;
}

/** What a run of a map did. It is only there when the whole run succeeded. */
export interface RunResult {
	/** The map's methodname. */
	methodName: string;
	/**
	 * The HTTP requests made, in order, secrets included. With SOAP those for the WSDL come
	 * before the call, where `wsdls` did not have it yet.
	 */
	requests: HttpRequest[];
	/** The answer; undefined where none came and the run went on (`neverError`). */
	response?: HttpResponse;
	/** True: the call failed and the run went on (`neverError`); nothing of it is to be saved. */
	failed?: boolean;
	/** The context variables that this run set. */
	context: Record<string, unknown>;
	/** The context variables that this run took away. */
	removedContext: string[];
	/** The values destined for fields of the record. */
	fields: Record<string, unknown>;
	/**
	 * What the task returns instead of saving, where the context holds
	 * `WSCall_ReturnResultWithNoSave`: the field values, null for a map without Response.
	 */
	returned?: Record<string, unknown> | null;
	/** What the user should know: unknown elements, settings without effect. */
	warnings: string[];
}

/**
 * Public API of n8n-nodes-corebos: the engine without n8n. Its names and signatures are stable;
 * everything else in the package is not part of it. Callers without types are met here: what they
 * pass by mistake is a TypeError, null stands for what is missing.
 */
import { convertMaps, workflowsToN8n as convertWorkflows, type WorkflowOptions } from './convert';
import * as engine from './engine';
import type {
	CoreBosWorkflow,
	Environment,
	Http,
	RunOptions,
	RunResult,
	TaskValues,
	WebServiceMap,
} from './engine';

export { parseMap, serializeMap } from './engine';
export { mapToParameters, parametersToMap } from './convert';
export {
	AllowlistError,
	CoreBosError,
	createCoreBosClient,
	ExpressionError,
	MapCallError,
	MapError,
	SoapError,
	SoapFault,
	WorkflowError,
	WsdlCache,
} from './engine';
export type {
	CoreBosClient,
	CoreBosWorkflow,
	Environment,
	Http,
	HttpRequest,
	HttpResponse,
	RunOptions,
	RunResult,
	SoapValue,
	TaskValues,
	WebServiceMap,
	WorkflowSchedule,
	WorkflowTask,
	WorkflowTrigger,
} from './engine';

/**
 * Evaluates an expression of coreBOS's workflow expression language.
 *
 * @param source the expression
 * @param environment what it sees; `setToContext` writes into its `context`, where it has one
 * @returns the value in plain JavaScript
 * @throws ExpressionError for a source that cannot be read and operands that do not fit;
 * TypeError for a source that is not text; whatever the client throws
 */
export async function evaluateExpression(
	source: string,
	environment?: Environment,
): Promise<unknown> {
	refuseOtherThanText(source, 'evaluateExpression', 'an expression');
	return await engine.evaluateExpression(source, withoutNulls(environment));
}

/**
 * Renders a template of a coreBOS workflow: `$field`, `$(link : (Module) field)` and
 * functions in it replaced.
 *
 * @param source the template
 * @param environment what it sees, as {@link evaluateExpression} has it; with a client (`coreBos`)
 * numbers, dates and picklist values are written as the owner of the record sees them, without one
 * as they are stored
 * @returns the text
 * @throws ExpressionError for an expression in it that cannot be read or evaluated; MapError for a
 * list in the place of a text; TypeError for a source that is not text; whatever the client throws
 */
export async function renderTemplate(source: string, environment?: Environment): Promise<string> {
	refuseOtherThanText(source, 'renderTemplate', 'a template');
	return await engine.renderShownTemplate(source, withoutNulls(environment));
}

/**
 * Runs a Web Service Map: makes its call with values of the record and the context, and
 * takes what its Response asks for out of the answer.
 *
 * @param map the map, or its XML
 * @param environment the record, the context (neither is changed) and the client for what
 * only coreBOS knows
 * @param http makes the call; rejects only where no answer came
 * @param options `compatibility`, `encodeUrlValues`, `neverError`, `timeout` in milliseconds;
 * `wsdls`, a {@link WsdlCache} that runs of SOAP maps share, so that each WSDL is fetched once
 * @returns what was sent and what is to be stored; only when all of it succeeded
 * @throws MapError: the map cannot be read or used (its `cause` is a SoapError where its WSDL
 * is at fault); MapCallError: the call failed (its `cause` is the {@link SoapFault} where a SOAP
 * service answered with one); TypeError: an argument is of a wrong kind, or what `http` resolves
 * with is not an answer; whatever the client throws
 */
export async function runMap(
	map: WebServiceMap | string,
	environment: Environment,
	http: Http,
	options?: RunOptions,
): Promise<RunResult> {
	if (typeof http !== 'function') {
		throw new TypeError('runMap needs a function that makes its call as third argument');
	}
	const compatibility = options?.compatibility ?? 'coreBos';
	if (!['coreBos', 'native'].includes(compatibility)) {
		throw new TypeError(
			`compatibility "${String(compatibility)}" is unknown: it must be coreBos or native`,
		);
	}
	if (options?.wsdls !== undefined && !(options.wsdls instanceof engine.WsdlCache)) {
		throw new TypeError('wsdls must be a WsdlCache of this package');
	}
	return await engine.runMap(map, withoutNulls(environment), http, { ...options, compatibility });
}

/**
 * Builds an allowlist, which lets nobody in but the addresses of its entries.
 *
 * @param entries single addresses, wildcards (`192.168.0.*`), prefixes (`192.168.0.`), ranges
 * (`192.168.0.100-192.168.0.160`), networks (`192.168.0.0/24`), all for IPv4 and IPv6, or `*`
 * @returns its `allows` is false also for a text that is not a strictly written IP address
 * @throws AllowlistError that quotes the first entry it cannot read; TypeError for what is not a
 * list of texts
 */
export function createAllowlist(entries: string[]): { allows(address: string): boolean } {
	if (!Array.isArray(entries) || !entries.every((entry) => typeof entry === 'string')) {
		throw new TypeError('createAllowlist needs a list of texts, one for each entry');
	}
	return engine.createAllowlist(entries);
}

/**
 * An n8n workflow with one Run Web Service Map node per map, connected in order, to be pasted on
 * the canvas. A placeholder takes the place of each secret in the maps, such as an access key;
 * the notes of the node say which.
 *
 * @param maps name (for errors, and for nodes whose map has no methodname) and XML of each map
 * @returns nodes, connections and settings, as n8n imports them
 * @throws MapError with the name of the map that cannot be read, line and column; nothing is
 * converted then. TypeError for what is not a list of names and texts
 */
export function mapsToWorkflow(maps: Array<{ name: string; xml: string }>): object {
	return convertMaps(maps).workflow;
}

/**
 * Whether a record meets the conditions of a coreBOS workflow or task.
 *
 * @param conditions coreBOS's JSON text; empty text is true
 * @param environment the record, the user, the client for linked records, and `before`: the
 * fields before the save, for `has changed`, `has changed to` and `was`
 * @throws WorkflowError for conditions that cannot be read; ExpressionError for an expression
 * that cannot be evaluated; TypeError for conditions that are not text; whatever the client throws
 */
export async function evaluateConditions(
	conditions: string,
	environment: Environment & { before?: Record<string, unknown> },
): Promise<boolean> {
	refuseOtherThanText(conditions, 'evaluateConditions', 'conditions');
	return await engine.evaluateConditions(conditions, withoutNulls(environment));
}

/**
 * The values that a task of a coreBOS workflow writes for a record; nothing is written.
 *
 * @param task name of its class, such as `VTUpdateFieldsTask`, and its properties as
 * {@link parseWorkflowExport} gives them
 * @param environment the record, the context (neither is changed), the user and the client
 * @returns fields of the record (`changed`), the record it creates, variables of the context,
 * and other records and the mail, where there are any
 * @throws ExpressionError for an expression that cannot be read or evaluated; WorkflowError for a
 * value that coreBOS would not take; TypeError for what is not a task; whatever the client throws
 */
export async function taskValues(
	task: { task: string; properties: Record<string, unknown> },
	environment: Environment & { before?: Record<string, unknown> },
): Promise<TaskValues> {
	if (typeof task?.task !== 'string' || typeof task.properties !== 'object') {
		throw new TypeError('taskValues needs a task: the name of its class and its properties');
	}
	return await engine.taskValues(task, withoutNulls(environment));
}

/**
 * Reads a file that *Settings → Workflows → Export* of coreBOS wrote.
 *
 * @param csv its text
 * @throws WorkflowError with row and column for what cannot be read; TypeError for what is not text
 */
export function parseWorkflowExport(csv: string): CoreBosWorkflow[] {
	refuseOtherThanText(csv, 'parseWorkflowExport', 'a file');
	return engine.parseWorkflowExport(csv);
}

/**
 * The file that *Settings → Workflows → Import* of coreBOS takes, with one workflow that calls
 * n8n by a calling map.
 *
 * @param options the module, the name of the workflow, when it runs, the map by id and name, and
 * the conditions, where not every record is meant
 * @throws WorkflowError for a name that cannot be a module or an id that cannot be a map, and conditions that cannot be read
 */
export function callingWorkflowCsv(options: {
	module: string;
	description: string;
	when: 'create' | 'change' | 'save' | 'delete';
	map: { id: string; name: string };
	conditions?: string;
}): string {
	return engine.callingWorkflowCsv(options);
}

/**
 * Turns workflows of coreBOS into workflows of n8n that do the same, one for each. What n8n
 * cannot do is a node that stops with an error, a note next to it, and a line of `notConverted`.
 *
 * @param workflows as {@link parseWorkflowExport} gives them; those that launch each other
 * together
 * @param options `maps`, the maps of Run Web Service tasks by record number (others are read
 * from coreBOS at run time); `trigger`, whether coreBOS calls n8n (`calls`) or n8n watches the
 * records (`watch`); `timeZone` of schedules
 * @returns name, workflow to be imported, what is not converted, and the secrets to fill in
 * @throws TypeError for what is not a list of workflows
 */
export function workflowsToN8n(
	workflows: CoreBosWorkflow[],
	options?: WorkflowOptions,
): Array<{
	name: string;
	workflow: object;
	notConverted: Array<{ task: string; reason: string }>;
	secrets: string[];
}> {
	if (!Array.isArray(workflows)) {
		throw new TypeError(
			'workflowsToN8n needs a list of workflows, as parseWorkflowExport gives it',
		);
	}
	return convertWorkflows(workflows, options ?? {});
}

function refuseOtherThanText(source: unknown, name: string, what: string): void {
	if (typeof source === 'string') return;
	throw new TypeError(
		`${name} needs ${what} as text, not ${source === null ? 'null' : typeof source}`,
	);
}

/** An environment in which null counts as missing and a number as an id. */
function withoutNulls<Seen extends Environment>(environment: Seen | null | undefined): Seen {
	const entries = Object.entries(environment ?? {}).filter(([, value]) => value !== null);
	const known = Object.fromEntries(entries) as Seen;
	return known.recordId === undefined ? known : { ...known, recordId: String(known.recordId) };
}

import type { Environment, HttpRequest, HttpResponse } from '../environment';
import type { Answer } from './answer/answer';
import type { WebServiceMap } from './model/types';
import { createValueScope, type ValueScope } from './request/value-scope';
import type { RunOptions } from './run-options';

/** A run of a map, as the steps of the run hand it on; the rooms get what they need of it. */
export interface MapRun {
	map: WebServiceMap;
	options: RunOptions;
	/** What the values of the call are made from. */
	scope: ValueScope;
	/** What the user should know, each once. */
	warnings: string[];
	/** The call failed, and the run goes on. */
	failed: boolean;
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
	const { compatibility } = options;
	const scope = await createValueScope(map.originModule, environment, compatibility, warn);
	return { map, options, scope, warnings, failed: false };
}

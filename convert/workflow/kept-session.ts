import { serializeMap, type MapField, type OrgfieldSource, type WebServiceMap } from '../../engine';
import { replaceSecrets } from './map-secrets';

/** A map and the name by which reports call it. */
interface ReadMap {
	name: string;
	map: WebServiceMap;
}

/** What the session of the node's credential has taken the place of, so that it can be put back. */
export interface KeptSessionReport {
	/**
	 * The maps that became unnecessary: those that open and end the session. Placeholders stand for
	 * their secrets, as in nodes.
	 */
	removed: Array<{ map: string; operation: string; xml: string }>;
	/** The fields that now get the kept session, with the expression that stood there. */
	changed: Array<{ map: string; field: string; was: string }>;
	/** The address of the install that the node's credential has to name. */
	url?: string;
	/** Why nothing was replaced. */
	reason?: string;
}

/** The expression that gives the session of the node's credential. */
const KEPT_SESSION = 'getSessionName()';

const SESSION_CALLS = ['getchallenge', 'login', 'logout'];

/**
 * Leaves out the maps that only open and end a session, where the session of the node's credential
 * can take its place in all others: their fields ask for it instead of the context variable.
 *
 * @returns the maps that are left, and what was replaced; all of them where that cannot be told,
 * with the reason
 */
export function withKeptSession(maps: ReadMap[]): { maps: ReadMap[]; report: KeptSessionReport } {
	const unchanged = (reason: string) => ({ maps, report: { removed: [], changed: [], reason } });
	const called = maps.map((one) => ({ ...one, operation: operationOf(one.map) }));
	const logins = called.filter(({ operation }) => operation === 'login');
	if (logins.length !== 1) {
		return unchanged(`The kept session replaces one login, but the maps have ${logins.length}.`);
	}
	const [{ map: login }] = logins;
	const variable = login.response
		.find(({ path }) => path === 'result.sessionName')
		?.context?.trim();
	if (!variable)
		return unchanged('The login map does not store result.sessionName in the context.');
	const { url } = login.config;
	const others = called.filter(({ operation }) => !SESSION_CALLS.includes(operation));
	const isElsewhere = called.some(
		({ map, operation }) => SESSION_CALLS.includes(operation) && map.config.url !== url,
	);
	if (isElsewhere)
		return unchanged('The maps that open and end the session have several addresses.');
	const { url: shownUrl } = replaceSecrets(login).map.config;
	const report: KeptSessionReport = {
		removed: called
			.filter(({ operation }) => SESSION_CALLS.includes(operation))
			.map(({ name, map, operation }) => ({
				map: name,
				operation,
				xml: serializeMap(replaceSecrets(map).map),
			})),
		changed: [],
		...(shownUrl !== undefined && { url: shownUrl }),
	};
	const left = others.map(({ name, map }): ReadMap => {
		const isOfInstall = map.config.url === url;
		const fields = map.fields.map((field) =>
			isOfInstall ? replaced(field, variable, () => noted(report, name, field, variable)) : field,
		);
		return { name, map: { ...map, fields } };
	});
	const user = left.find(({ map }) => JSON.stringify(map).includes(variable));
	if (user !== undefined) {
		return unchanged(`The map "${user.name}" uses the variable "${variable}" in another way.`);
	}
	return { maps: left, report };
}

/** The operation of the web service that a map calls; empty where it is not a constant. */
function operationOf({ fields }: WebServiceMap): string {
	const field = fields.find(({ name }) => name?.toLowerCase() === 'operation');
	const [source, ...more] = field?.sources ?? [];
	if (source === undefined) return field?.value?.trim().toLowerCase() ?? '';
	const isConstant = source.kind === 'constant' && more.length === 0;
	return isConstant ? (source.text ?? '').trim().toLowerCase() : '';
}

function replaced(field: MapField, variable: string, note: () => void): MapField {
	const [source, ...more] = field.sources;
	if (more.length > 0 || !isSession(source, variable)) return field;
	note();
	return { ...field, sources: [{ ...source, text: KEPT_SESSION }] };
}

function noted(report: KeptSessionReport, map: string, field: MapField, variable: string): void {
	const was = field.sources[0]?.text ?? `getFromContext('${variable}')`;
	report.changed.push({ map, field: field.name ?? '', was });
}

/** Whether a source is nothing but the variable. */
function isSession(
	source: MapField['sources'][number] | undefined,
	variable: string,
): source is OrgfieldSource {
	if (source?.kind !== 'expression') return false;
	const call = /^\s*getFromContext\(\s*(['"])(.*)\1\s*\)\s*$/.exec(source.text ?? '');
	return call?.[2] === variable;
}

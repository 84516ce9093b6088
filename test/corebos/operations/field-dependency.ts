import { XMLParser } from 'fast-xml-parser';
import type { Install } from '../install';

/** An element as the parser gives it: a text, members, or a list of either. */
type Xml = string | XmlElement | Array<string | XmlElement> | undefined;
interface XmlElement {
	[name: string]: Xml;
}
type Action = Record<string, unknown>;
type Actions = Record<string, Action[]>;

const parser = new XMLParser({ parseTagValue: false, trimValues: false });
/** Actions in the order of the answer, each with what it tells of one element of the map. */
const ACTIONS: Record<string, (action: XmlElement, all: XmlElement[]) => Action[]> = {
	change: (action) => [{ field: nameIn(action), value: textOf(action.value) }],
	hide: fieldsOf,
	readonly: fieldsOf,
	deloptions: optionsOf,
	setoptions: optionsOf,
	setclass: (action) => [
		...fieldsOf(action),
		{ fieldclass: textOf(action.fieldclass) },
		{ labelclass: textOf(action.labelclass) },
	],
	function: (action) => [
		{ field: nameIn(action), value: textOf(action.name), params: parametersOf(action) },
	],
};
/** Actions on blocks show the block's translated name without blanks. */
const BLOCK_ACTIONS = ['collapse', 'open', 'disappear', 'appear'];
const BLOCKING = ['change', 'deloptions', 'setoptions', 'function'];

/**
 * What `ProcessMap` answers for a map of type FieldDependency: who asks cannot name a mode, so
 * parts for a mode are left out. Columns in conditions stay as the map writes them, because the
 * stand-in knows no tables.
 */
export function fieldDependencies(install: Install, content: string): Record<string, unknown> {
	const { map } = parser.parse(content) as { map: XmlElement };
	const origin = textOf((map.originmodule as XmlElement | undefined)?.originname);
	const blocks = textOf(map.blocktriggerfields);
	const isBlocking = ['', '1', 'true', 'on', 'yes'].includes(blocks.toLowerCase());
	const blocked: string[] = [];
	const fields: Record<string, unknown[]> = {};
	for (const dependency of elements(map.dependencies).flatMap((all) => elements(all.dependency))) {
		const given = elements(dependency.actions)[0] ?? {};
		const isMeant = isForAllModes(dependency.mode) && isForAllModes(given.mode);
		const actions = isMeant ? actionsOf(install, origin, given) : {};
		if (Object.keys(actions).length === 0) continue;
		const conditions = conditionOf(textOf(dependency.condition));
		for (const name of listOf(dependency.field).map(textOf)) {
			(fields[name.trim()] ??= []).push({ conditions, actions });
			if (isBlocking && BLOCKING.some((action) => action in actions)) blocked.push(name);
		}
	}
	return {
		origin,
		blocktriggerfields: Number(isBlocking),
		blockedtriggerfields: blocked,
		fields: Object.keys(fields).length === 0 ? [] : fields,
	};
}

function actionsOf(install: Install, origin: string, given: XmlElement): Actions {
	const actions: Actions = {};
	const { fields } = install.kept(origin).describe;
	const blockName = (label: string) => {
		const blocks = fields.map(({ block }) => block as Record<string, string> | undefined);
		const block = blocks.find((one) => one?.blocklabel === label);
		return (block?.blockname ?? label).replaceAll(' ', '');
	};
	const readers = Object.entries(ACTIONS);
	const onBlocks = BLOCK_ACTIONS.map((name): (typeof readers)[number] => [
		name,
		(action) => listOf(action.block).map((label) => ({ block: blockName(textOf(label)) })),
	]);
	const setting = readers.findIndex(([name]) => name === 'setclass');
	for (const [name, told] of [
		...readers.slice(0, setting),
		...onBlocks,
		...readers.slice(setting),
	]) {
		const all = elements(given[name]);
		const found = all.filter(({ mode }) => isForAllModes(mode)).flatMap((one) => told(one, all));
		if (found.length > 0) actions[name] = found;
	}
	return actions;
}

function fieldsOf(action: XmlElement): Action[] {
	return listOf(action.field).map((name) => ({ field: textOf(name).trim() }));
}

/** Each such action gets the options of the first one. */
function optionsOf(action: XmlElement, all: XmlElement[]): Action[] {
	return [{ field: nameIn(action), options: listOf(all[0].option).map(textOf) }];
}

function parametersOf(action: XmlElement): unknown[] {
	return elements(action.parameters).flatMap(({ parameter }) => listOf(parameter).map(textOf));
}

/** JSON is written anew, as PHP writes it; a condition that is not JSON becomes null. */
function conditionOf(text: string): string {
	if (text === '') return '';
	try {
		return JSON.stringify(JSON.parse(text)).replaceAll('/', '\\/');
	} catch {
		return 'null';
	}
}

/** A list of modes counts where one of its words is neither create, edit nor detail. */
function isForAllModes(mode: Xml): boolean {
	if (mode === undefined) return true;
	const named = ['create', '1', 'edit', '2', 'detail', '3'];
	return textOf(mode)
		.split(',')
		.some((one) => !named.includes(one.toLowerCase()));
}

function nameIn(action: XmlElement): string {
	return textOf(listOf(action.field)[0]).trim();
}

function listOf(value: Xml): Array<string | XmlElement> {
	if (value === undefined) return [];
	return Array.isArray(value) ? value : [value];
}

function elements(value: Xml): XmlElement[] {
	return listOf(value).filter((one): one is XmlElement => typeof one === 'object');
}

function textOf(value: Xml): string {
	return typeof value === 'string' ? value : '';
}

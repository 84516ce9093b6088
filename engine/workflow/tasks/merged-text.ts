import {
	findRecords,
	ifThere,
	isWebServiceId,
	referenceValue,
	type QueryParts,
} from '../../corebos';
import type { CoreBosClient } from '../../environment';
import { columnOf } from '../../expression';
import { renderShownTemplate } from '../../map';
import { phpDate, timeZone, wallOf } from '../../php';
import type { FieldFacts } from '../module-fields';
import { environmentOf, fieldsOfModule, type TaskRun } from './task-run';

/** A record that text is merged with. */
export interface MergedRecord {
	/** Web service id. */
	id: string;
	module: string;
	fields: Record<string, unknown>;
}

/** `$contacts-lastname$`: a module in small letters and a column of its table. */
const COLUMN = /\$(\w+)-(\w+)\$/g;
/** coreBOS keeps times in this zone. */
const STORED_ZONE = 'UTC';

/**
 * Merges text with a record as coreBOS merges its message templates: `$contacts-lastname$`,
 * `$custom-currentdate$`, `$field` and the default company's `$field`. What has no value stays as
 * it is written, for the next record.
 *
 * @throws ExpressionError for an expression in it that cannot be read or evaluated; whatever the
 * client throws
 */
export async function mergedText(
	run: TaskRun,
	text: string,
	record: MergedRecord,
): Promise<string> {
	const withColumns = await replaced(text, async (token, module, column) => {
		if (module === 'custom') return customValue(run, column);
		if (module !== record.module.toLowerCase()) return token;
		return (await columnValue(run, record, column)) ?? token;
	});
	const own = await withFields(run, withColumns, record);
	const company = /\$\w/.test(own) ? await defaultCompany(run) : undefined;
	return company === undefined ? own : await withFields(run, own, company);
}

async function replaced(
	text: string,
	valueOf: (token: string, module: string, name: string) => Promise<string> | string,
): Promise<string> {
	const parts: string[] = [];
	let position = 0;
	for (const { index, 0: token, 1: module, 2: name } of text.matchAll(COLUMN)) {
		parts.push(text.slice(position, index), await valueOf(token, module, name));
		position = index + token.length;
	}
	return parts.join('') + text.slice(position);
}

async function withFields(run: TaskRun, text: string, record: MergedRecord): Promise<string> {
	const { id: recordId, module, fields } = record;
	const environment = { ...environmentOf(run), recordId, module, fields };
	return await renderShownTemplate(text, environment, { keepsEmpty: true });
}

/** A column as a message shows it; undefined for one that the module does not have. */
async function columnValue(
	run: TaskRun,
	record: MergedRecord,
	column: string,
): Promise<string | undefined> {
	const { module, fields } = record;
	const known = await fieldsOfModule(run, module);
	const names = known === undefined ? Object.keys(fields) : [...known.fields.keys()];
	const name = names.find((one) => columnOf(module, one) === column);
	if (name === undefined) return undefined;
	const value = Object.hasOwn(fields, name) ? String(fields[name] ?? '') : '';
	return await shownColumn(run, record, name, value, known?.fields.get(name));
}

async function shownColumn(
	run: TaskRun,
	record: MergedRecord,
	name: string,
	value: string,
	facts: FieldFacts | undefined,
): Promise<string> {
	switch (value === '' ? undefined : facts?.type) {
		case 'reference':
		case 'owner':
			return await nameOf(run.client, value);
		case 'picklist':
		case 'currency':
		case 'double':
			return await withFields(run, `$${name}`, record);
		case 'datetime':
			return `${value} ${STORED_ZONE}`;
		default:
			return value;
	}
}

async function nameOf(client: CoreBosClient | undefined, id: string): Promise<string> {
	if (client === undefined || !isWebServiceId(id)) return id;
	return (await ifThere(async () => await referenceValue(client, id)))?.name.trim() ?? '';
}

/** Global variable that says how the date is written, and how it is without. */
const DATE_FORMAT = 'EMail_CustomCurrentDate_Format';

async function customValue({ client, environment, now }: TaskRun, name: string): Promise<string> {
	const zone = timeZone(environment.timeZone);
	const written = (format: string): string => phpDate(format, wallOf(now.getTime(), zone), zone);
	if (name === 'currenttime') return written('G:i:s T');
	if (name !== 'currentdate') return '';
	const asked = { gvname: DATE_FORMAT, defaultvalue: '', gvmodule: '' };
	const format = client && (await ifThere(() => client.call('SearchGlobalVar', asked)));
	return written(typeof format === 'string' && format !== '' ? format : 'F j, Y');
}

const COMPANIES = 'cbCompany';

async function defaultCompany({ client }: TaskRun): Promise<MergedRecord | undefined> {
	if (client === undefined) return undefined;
	const query = {
		module: COMPANIES,
		conditions: [{ field: 'defaultcompany', operator: 'equals', value: '1' }],
		limit: 1,
	} satisfies QueryParts;
	const [company] = (await ifThere(async () => await findRecords(client, query))) ?? [];
	return typeof company?.id === 'string'
		? { id: company.id, module: COMPANIES, fields: company }
		: undefined;
}

import { asRecord } from '../../is-record';
import { clientFor, linkedEntity, queryName, recordsOf } from '../corebos-queries';
import {
	fetchDescription,
	ifThere,
	isWebServiceId,
	quoteText,
	readSetting,
	recordNumberOf,
	sameValueQuery,
	storeSetting,
} from '../../corebos';
import { columnOf } from '../columns';
import { ExpressionError } from '../expression-error';
import {
	bytesOfText,
	fromPlain,
	getOwn,
	isTruthy,
	PhpArray,
	textOfBytes,
	toJson,
	toPlain,
	type Value,
	urlencode,
} from '../../php';
import type { Run } from '../run';
import { argument, functionTable, rawFunctionTable, type FunctionTable } from './definition';
import { checkCount, isFilterTrue, textParameter } from './parameters';
import { mainRecord } from './related-records';

function text(parameters: Value[], index: number): string {
	return textOfBytes(textParameter(argument(parameters, index)));
}

async function getSetting(parameters: Value[], run: Run): Promise<Value> {
	if (!isTruthy(argument(parameters, 0))) return '';
	const fallback = isTruthy(argument(parameters, 1)) ? text(parameters, 1) : '';
	const key = text(parameters, 0);
	const setting = await readSetting(clientFor(run, 'getSetting'), key, fallback);
	// What is not stored is the fallback with its own type.
	return setting === fallback && fallback !== '' ? parameters[1] : fromPlain(setting);
}

async function setSetting(parameters: Value[], run: Run): Promise<Value> {
	const value = argument(parameters, 1);
	if (!isTruthy(argument(parameters, 0)) || value === null) return '';
	const key = text(parameters, 0);
	await storeSetting(clientFor(run, 'setSetting'), key, toPlain(value));
	run.environment.written?.push(`the setting "${key}" was set`);
	return value;
}

async function delSetting(parameters: Value[], run: Run): Promise<Value> {
	if (!isTruthy(argument(parameters, 0))) return '';
	const key = text(parameters, 0);
	await clientFor(run, 'delSetting').call('delSetting', { key });
	run.environment.written?.push(`the setting "${key}" was deleted`);
	return '';
}

async function globalVariable(parameters: Value[], run: Run): Promise<Value> {
	if (!isTruthy(argument(parameters, 0))) return null;
	const answer = await clientFor(run, 'globalvariable').call('SearchGlobalVar', {
		gvname: text(parameters, 0),
		defaultvalue: '',
		gvmodule: run.environment.module ?? '',
	});
	return answer === '' ? null : fromPlain(answer);
}

async function translate(parameters: Value[], run: Run): Promise<Value> {
	const wanted = text(parameters, 0);
	const answer = await clientFor(run, 'translate').call('gettranslation', {
		totranslate: [wanted],
		language: '',
		module: run.environment.module ?? '',
	});
	const [translated] = Array.isArray(answer) ? answer : Object.values(asRecord(answer));
	return typeof translated === 'string' ? bytesOfText(translated) : bytesOfText(wanted);
}

/** A business rule, with the context, the record's fields and its number as its surroundings. */
async function evaluateRule(parameters: Value[], run: Run): Promise<Value> {
	if (parameters.length !== 1 || !isTruthy(parameters[0])) return 0n;
	const { context, fields, recordId } = run.environment;
	const surroundings = {
		...context,
		...fields,
		...(recordId === undefined ? {} : { record_id: recordNumberOf(recordId) }),
	};
	const client = clientFor(run, 'evaluateRule');
	const answer = await ifThere(() =>
		client.call('cbRule', {
			conditionid: text(parameters, 0),
			context: toJson(fromPlain(surroundings), { zeroFraction: false }),
		}),
	);
	return answer === undefined ? 0n : fromPlain(answer);
}

/** The first record of a module whose fields have the values, by query. */
async function findRecord(
	run: Run,
	what: string,
	module: string,
	conditions: Array<[string, string]>,
): Promise<Record<string, unknown> | undefined> {
	const tests = conditions.map(
		([field, value]) => `${queryName(field, 'field')} = ${quoteText(value)}`,
	);
	const query = `select id from ${queryName(module, 'module')} where ${tests.join(' and ')} limit 1;`;
	return recordsOf(await clientFor(run, what).call('query', { query }))[0];
}

/** All field names come first, then all values. A value that is empty finds nothing. */
async function getIdOf(parameters: Value[], run: Run): Promise<Value> {
	const count = Math.floor((parameters.length - 1) / 2);
	if (parameters.length < 3 || !isTruthy(parameters[0])) return 0n;
	if (parameters.length === 3 && !parameters.every(isTruthy)) return 0n;
	const conditions = Array.from({ length: count }, (_, index): [string, string] => [
		text(parameters, 1 + index),
		text(parameters, 1 + count + index),
	]);
	if (conditions.some(([field, value]) => field === '' || value === '')) return 0n;
	const found = await findRecord(run, 'getIDof', text(parameters, 0), conditions);
	return isWebServiceId(found?.id) ? recordNumberOf(found.id) : 0n;
}

async function getGroupId(parameters: Value[], run: Run): Promise<Value> {
	const name = text(parameters, 0);
	if (name === '') return 0n;
	const found = await findRecord(run, 'getGroupID', 'Groups', [['groupname', name]]);
	return isWebServiceId(found?.id) ? recordNumberOf(found.id) : 0n;
}

/**
 * The fields of one record; of several ids a list, in the order of their numbers, in which a single
 * field is its value alone. Empty where there is none.
 */
async function getFieldsOf(parameters: Value[], run: Run): Promise<Value> {
	const ids = text(parameters, 0)
		.split(',')
		.map((id) => id.trim())
		.filter((id) => id !== '');
	const module = text(parameters, 1);
	if (module === '') throw new ExpressionError('getFieldsOF needs a module');
	const wanted = argument(parameters, 2) === null ? undefined : text(parameters, 2).split(',');
	const client = clientFor(run, 'getFieldsOF');
	const records: PhpArray[] = [];
	for (const id of ids.length > 1 ? inOrder(ids) : ids) {
		const record = await ifThere(() => client.call('retrieve', { id }));
		if (record !== undefined) records.push(storedFields(asRecord(record), module, wanted));
	}
	if (ids.length <= 1) return records[0] ?? new PhpArray();
	if (wanted?.length !== 1) return PhpArray.list(records);
	// coreBOS looks for the field by its own name among the columns.
	const key = bytesOfText(wanted[0]);
	return PhpArray.list(records.map((record) => record.get(key) ?? null));
}

/** As the database hands the records out: each once, by number. */
function inOrder(ids: string[]): string[] {
	const numbers = new Map(ids.map((id) => [Number(recordNumberOf(id)), id]));
	return [...numbers].sort(([one], [other]) => one - other).map(([, id]) => id);
}

/** Fields by the names of their columns, as the database has them. */
function storedFields(
	record: Record<string, unknown>,
	module: string,
	wanted: string[] | undefined,
): PhpArray {
	const names = wanted?.map((name) => name.trim()) ?? Object.keys(record);
	return PhpArray.map(
		names
			.filter((name) => Object.hasOwn(record, name) && !isLinkDetail(record, name))
			.map((name): [string, Value] => {
				const value = record[name];
				const isLink = isWebServiceId(value) && name !== 'id';
				return [
					bytesOfText(columnOf(module, name)),
					isLink ? recordNumberOf(value) : fromPlain(value),
				];
			}),
	);
}

/** `account_idename`, which the web service adds to `account_id`, is not a field. */
function isLinkDetail(record: Record<string, unknown>, name: string): boolean {
	return name.endsWith('ename') && Object.hasOwn(record, name.slice(0, -'ename'.length));
}

/** They are not records to coreBOS. */
const OWNERS: ReadonlySet<string> = new Set(['Users', 'Groups']);

/** The module of a record. Not of one that is gone or that is a user or group: that is empty. */
async function getEntityType(parameters: Value[], run: Run): Promise<Value> {
	const id = textParameter(argument(parameters, 0));
	if (!isWebServiceId(id) || id === '0x0') return '';
	const module =
		linkedModule(run, id) ?? (await ifThere(() => linkedEntity(run, 'getEntityType', id)))?.module;
	return module === undefined || OWNERS.has(module) ? '' : bytesOfText(module);
}

/** The module of a linked record where the record at hand names it. */
function linkedModule({ environment }: Run, id: string): string | undefined {
	const { fields = {}, module, recordId } = environment;
	if (id === recordId && module !== undefined) return module;
	const link = Object.keys(fields).find(
		(name) => fields[name] === id && Object.hasOwn(fields, `${name}ename`),
	);
	const found = link === undefined ? undefined : asRecord(fields[`${link}ename`]).module;
	return typeof found === 'string' && found !== '' ? found : undefined;
}

/** Whether there is another record with the value; with a third argument that is false, any. */
async function exists(parameters: Value[], run: Run): Promise<Value> {
	const { recordId } = run.environment;
	checkCount('exists', parameters, 2, 3);
	if (!hasRecord(run)) throw new ExpressionError('exists needs a record');
	const { module } = await mainRecord(run, 'exists', null);
	const client = clientFor(run, 'exists');
	const field = text(parameters, 0);
	const fields =
		(await ifThere(() => fetchDescription(client, queryName(module, 'module'))))?.fields ?? [];
	const described = fields.find(({ name }) => name === field);
	if (described === undefined && fields.length > 0) return false;
	const query = sameValueQuery({
		module,
		field: queryName(field, 'field'),
		described,
		value: text(parameters, 1),
	});
	if (query === undefined) return false;
	const records = recordsOf(await client.call('query', { query }));
	const exceptThis = parameters.length < 3 || isFilterTrue(parameters[2]);
	return records.some((record) => !exceptThis || record.id !== recordId);
}

/** The rate of a currency by its code; `0.00` where there is none. */
async function currencyConversion(parameters: Value[], run: Run): Promise<Value> {
	if (!isTruthy(argument(parameters, 0))) return '0.00';
	const code = quoteText(text(parameters, 0));
	const query = `select conversion_rate from Currency where currency_code = ${code} limit 1;`;
	const client = clientFor(run, 'getCurrencyConversionValue');
	const [currency] = recordsOf(await client.call('query', { query }));
	const rate = currency?.conversion_rate;
	return rate === undefined ? '0.00' : fromPlain(rate);
}

/** coreBOS keeps tax rates where its web service does not reach. */
const NO_TAXES =
	'getCurrentConfiguredTaxValues: the web service of coreBOS does not return the configured taxes; ' +
	'keep the rate in a setting or global variable and read it with getSetting or globalvariable';

function taxValue(parameters: Value[]): Value {
	if (!isTruthy(argument(parameters, 0))) return '0.00';
	throw new ExpressionError(NO_TAXES);
}

/** Where in coreBOS the image of a field lies; empty where the record has none of that name. */
async function imageUrl(parameters: Value[], run: Run): Promise<Value> {
	const { recordId } = run.environment;
	checkCount('getimageurl', parameters, 1);
	if (!hasRecord(run)) throw new ExpressionError('getimageurl needs a record');
	const client = clientFor(run, 'getimageurl');
	const wanted = text(parameters, 0).replaceAll(' ', '_');
	const { images } = asRecord(await client.call('getRecordImages', { id: recordId }));
	const known = Object.values(typeof images === 'object' && images !== null ? images : {});
	const image = known.map(asRecord).find(({ name }) => name === wanted);
	if (image === undefined || wanted === '') return '';
	const path = String(image.path ?? '');
	// Of a folder the file is its number and name; otherwise the path is the file's own.
	const file = path.endsWith('/') ? `${String(image.id)}_${urlencode(wanted)}` : '';
	return bytesOfText(path + file);
}

/** Whether a VAT number is valid in its country, as the caller of the expression finds out. */
async function vatIsValid(parameters: Value[], run: Run): Promise<Value> {
	const number = text(parameters, 0)
		.replace(/[^0-9A-Za-z]/g, '')
		.toUpperCase();
	if (!/^[A-Z]{2}[0-9A-Z]{2,13}$/.test(number)) return false;
	const { vatCheck } = run.environment;
	if (vatCheck !== undefined) return vatCheck(number.slice(0, 2), number.slice(2));
	throw new ExpressionError(
		"EUVATValidation asks the European Union's VIES service, which is not available here: " +
			'call it before with a map or an HTTP Request node',
	);
}

/** Functions of the install that the expression runs against. */
export const applicationFunctions: FunctionTable = new Map([
	...functionTable({
		getSetting,
		setSetting,
		delSetting,
		globalvariable: globalVariable,
		translate,
		evaluateRule,
		getIDof: getIdOf,
		getGroupID: getGroupId,
		getFieldsOF: getFieldsOf,
		exists,
		getCurrencyConversionValue: currencyConversion,
		getimageurl: imageUrl,
		EUVATValidation: vatIsValid,
		getCRUDMode: (parameters, run) => {
			checkCount('getCRUDMode', parameters, 0);
			return hasRecord(run) ? 'edit' : 'create';
		},
		Importing: () => null,
		getRequest: requestValue,
		getAccessKey: accessKey,
		getSessionName: sessionName,
	}),
	...rawFunctionTable({ getEntityType }),
	['getCurrentConfiguredTaxValues', { kind: 'function', body: taxValue, unanswerable: NO_TAXES }],
]);

/** One variable of the request, or with no name all of them. */
function requestValue(parameters: Value[], run: Run): Value {
	const { env = {} } = run.environment;
	if (parameters.length === 0) return fromPlain(env);
	return fromPlain(getOwn(env, text(parameters, 0)) ?? '');
}

function hasRecord(run: Run): boolean {
	const { recordId } = run.environment;
	return recordId !== undefined && recordId !== '' && recordId !== '0x0';
}

/** md5 of a challenge token and the credential's access key: not in coreBOS, where maps hold the key. */
function accessKey(parameters: Value[], run: Run): Value {
	const { accessKeyFor } = run.environment;
	if (accessKeyFor === undefined) {
		throw new ExpressionError(
			'getAccessKey needs the access key of a credential: choose a coreBOS API credential in the node',
		);
	}
	return bytesOfText(accessKeyFor(text(parameters, 0)));
}

/** The kept session of the credential's install: not in coreBOS, where maps log in themselves. */
async function sessionName(_: Value[], run: Run): Promise<Value> {
	const { session } = run.environment;
	if (session === undefined) {
		throw new ExpressionError(
			'getSessionName needs the session of a credential: choose a coreBOS API credential in the node',
		);
	}
	return bytesOfText(await session.name());
}

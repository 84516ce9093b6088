import { asRecord } from '../../is-record';
import { clientFor, linkedRecord, queryName, recordsOf } from '../corebos-queries';
import { isWebServiceId, quoteText, recordNumberOf } from '../../corebos';
import { ExpressionError } from '../expression-error';
import {
	bytesOfText,
	fromPlain,
	isTruthy,
	PhpArray,
	textOfBytes,
	toBytes,
	toJson,
	toPlain,
	type Value,
} from '../../php';
import type { Run } from '../run';
import { argument, functionTable, rawFunctionTable, type FunctionTable } from './definition';
import { textParameter } from './parameters';

function text(parameters: Value[], index: number): string {
	return textOfBytes(textParameter(argument(parameters, index)));
}

async function getSetting(parameters: Value[], run: Run): Promise<Value> {
	if (!isTruthy(argument(parameters, 0))) return '';
	const fallback = isTruthy(argument(parameters, 1)) ? text(parameters, 1) : '';
	const key = text(parameters, 0);
	return fromPlain(
		await clientFor(run, 'getSetting').call('getSetting', { key, default: fallback }),
	);
}

async function setSetting(parameters: Value[], run: Run): Promise<Value> {
	const value = argument(parameters, 1);
	if (!isTruthy(argument(parameters, 0)) || value === null) return '';
	const client = clientFor(run, 'setSetting');
	await client.call('setSetting', { key: text(parameters, 0), value: toPlain(value) });
	return value;
}

async function delSetting(parameters: Value[], run: Run): Promise<Value> {
	if (!isTruthy(argument(parameters, 0))) return '';
	await clientFor(run, 'delSetting').call('delSetting', { key: text(parameters, 0) });
	return '';
}

async function globalVariable(parameters: Value[], run: Run): Promise<Value> {
	if (!isTruthy(argument(parameters, 0))) return null;
	const answer = await clientFor(run, 'globalvariable').call('SearchGlobalVar', {
		gvname: text(parameters, 0),
		defaultvalue: '',
		gvmodule: run.environment.module ?? '',
	});
	return fromPlain(answer);
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
	if (!isTruthy(argument(parameters, 0))) return 0n;
	const { context, fields, recordId } = run.environment;
	const surroundings = {
		...context,
		...fields,
		...(recordId === undefined ? {} : { record_id: recordNumberOf(recordId) }),
	};
	const answer = await clientFor(run, 'evaluateRule').call('cbRule', {
		conditionid: text(parameters, 0),
		context: toJson(fromPlain(surroundings), { zeroFraction: false }),
	});
	return fromPlain(answer);
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

async function getIdOf(parameters: Value[], run: Run): Promise<Value> {
	const conditions: Array<[string, string]> = [];
	for (let index = 1; index + 1 < parameters.length; index += 2) {
		conditions.push([text(parameters, index), text(parameters, index + 1)]);
	}
	if (conditions.length === 0) {
		throw new ExpressionError('getIDof needs a module, a field and a value');
	}
	const found = await findRecord(run, 'getIDof', text(parameters, 0), conditions);
	return isWebServiceId(found?.id) ? recordNumberOf(found.id) : 0n;
}

async function getGroupId(parameters: Value[], run: Run): Promise<Value> {
	const found = await findRecord(run, 'getGroupID', 'Groups', [['groupname', text(parameters, 0)]]);
	return isWebServiceId(found?.id) ? recordNumberOf(found.id) : 0n;
}

async function getFieldsOf(parameters: Value[], run: Run): Promise<Value> {
	const id = text(parameters, 0);
	const record = asRecord(await clientFor(run, 'getFieldsOF').call('retrieve', { id }));
	const wanted = isTruthy(argument(parameters, 2)) ? text(parameters, 2).split(',') : undefined;
	return PhpArray.map(
		Object.entries(record)
			.filter(([name]) => wanted === undefined || wanted.includes(name))
			.map(([name, value]) => [bytesOfText(name), fromPlain(value)]),
	);
}

async function getEntityType(parameters: Value[], run: Run): Promise<Value> {
	const id = toBytes(argument(parameters, 0));
	if (!isWebServiceId(id)) return '';
	const linked = await linkedRecord(run, 'getEntityType', id);
	return linked === undefined ? '' : bytesOfText(linked.module);
}

async function exists(parameters: Value[], run: Run): Promise<Value> {
	const { module, recordId } = run.environment;
	if (module === undefined) throw new ExpressionError('exists needs a record and its module');
	const field = queryName(text(parameters, 0), 'field');
	const query =
		`select id from ${queryName(module, 'module')} ` +
		`where ${field} = ${quoteText(text(parameters, 1))} limit 2;`;
	const records = recordsOf(await clientFor(run, 'exists').call('query', { query }));
	return records.some((record) => record.id !== recordId);
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
function taxValue(parameters: Value[]): Value {
	if (!isTruthy(argument(parameters, 0))) return '0.00';
	throw new ExpressionError(
		"getCurrentConfiguredTaxValues: coreBOS's web service does not tell the configured taxes; " +
			'keep the rate in a setting or global variable and read it with getSetting or globalvariable',
	);
}

/** Where in coreBOS the image of a field lies; empty where the record has none of that name. */
async function imageUrl(parameters: Value[], run: Run): Promise<Value> {
	const { recordId } = run.environment;
	if (!hasRecord(run)) throw new ExpressionError('getimageurl needs a record');
	const client = clientFor(run, 'getimageurl');
	const wanted = text(parameters, 0).replaceAll(' ', '_');
	const { images } = asRecord(await client.call('getRecordImages', { id: recordId }));
	const known = Object.values(typeof images === 'object' && images !== null ? images : {});
	const image = known.map(asRecord).find(({ name }) => name === wanted);
	if (image === undefined || wanted === '') return '';
	const path = String(image.path ?? '');
	// Of a folder the file is its number and name; otherwise the path is the file's own.
	const file = path.endsWith('/') ? `${String(image.id)}_${formEncoded(wanted)}` : '';
	return bytesOfText(path + file);
}

/** PHP's urlencode. */
function formEncoded(name: string): string {
	return encodeURIComponent(name)
		.replace(/[!'()*~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
		.replaceAll('%20', '+');
}

/** Whether a VAT number is valid in its country, told by whoever runs the expression. */
async function vatIsValid(parameters: Value[], run: Run): Promise<Value> {
	const number = text(parameters, 0)
		.replace(/[^0-9A-Za-z]/g, '')
		.toUpperCase();
	if (!/^[A-Z]{2}[0-9A-Z]{2,13}$/.test(number)) return false;
	const { vatCheck } = run.environment;
	if (vatCheck !== undefined) return vatCheck(number.slice(0, 2), number.slice(2));
	throw new ExpressionError(
		"EUVATValidation asks the European Union's VIES service, which is not available here: " +
			'call it with a map or an HTTP Request node before',
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
		getCurrentConfiguredTaxValues: taxValue,
		getimageurl: imageUrl,
		EUVATValidation: vatIsValid,
		getCRUDMode: (_, run) => (hasRecord(run) ? 'edit' : 'create'),
		Importing: () => false,
		getRequest: (_, run) => fromPlain(run.environment.env ?? {}),
		getAccessKey: accessKey,
	}),
	...rawFunctionTable({ getEntityType }),
]);

function hasRecord(run: Run): boolean {
	const { recordId } = run.environment;
	return recordId !== undefined && recordId !== '' && recordId !== '0x0';
}

/** md5 of a challenge token and the credential's access key: not in coreBOS, where maps hold the key. */
function accessKey(parameters: Value[], run: Run): Value {
	const { accessKeyFor } = run.environment;
	if (accessKeyFor === undefined) {
		throw new ExpressionError(
			'getAccessKey needs the access key of a credential: choose a CoreBOS API credential in the node',
		);
	}
	return bytesOfText(accessKeyFor(text(parameters, 0)));
}

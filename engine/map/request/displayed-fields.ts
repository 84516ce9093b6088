import { asRecord } from '../../is-record';
import {
	bytesOfText,
	decodeHtml,
	fromPlain,
	isTruthy,
	PhpArray,
	textOfBytes,
	toBytes,
	type Value,
} from '../../php';
import {
	fieldKind,
	ifThere,
	isWebServiceId,
	notThereCode,
	parseWebServiceId,
	recordNumberOf,
	shownFormat,
	shownMoment,
	shownNumber,
	shownTime,
	UNKNOWN_FORMAT,
	type ShownFormat,
} from '../../corebos';
import { compileTemplate, SHOWN_AS_IDS, type Lookup } from '../../expression';
import { expressionLookup } from './linked-names';
import { moduleFormat } from './field-formats';
import type { FieldFormat, ModuleFormat } from './module-format';
import { MapError } from '../map-error';
import { recordIfThere, ownValue, type ValueScope } from './value-scope';
import { typedText, typedValue } from './typed-values';

const NUMBERS = new Set(['7', '9', '71', '72']);
const DATES = new Set(['5', '6', '23', '50']);
/** Shown in the user's language; the others that describe calls picklists are not. */
const PICKLISTS = new Set(['15', '33']);

/**
 * How FIELD and TEMPLATE read names: values as coreBOS shows them to the user. A function
 * inside a template calculates with the stored values.
 */
export function displayLookup(scope: ValueScope): Lookup {
	const values = scope.recordCase === 'none' ? scope.context : scope.fields;
	const inFunctions = expressionLookup({ ...scope, fields: values });
	if (scope.native) return typedLookup(scope, inFunctions.symbol);
	return {
		readsContextPaths: scope.recordCase === 'none',
		// A template asks for the name itself, a function for its meaning.
		symbol: (name, raw) => (raw ? shownField(scope, name) : inFunctions.symbol(name, false)),
		reference: ({ link, module, field }, shownWhole) =>
			module === '__VtigerMeta__'
				? metaValue(scope, field)
				: linkedField(scope, link, module, field, shownWhole ? 'template' : 'expression'),
	};
}

/** Natively a template shows the text of the values as they are. */
function typedLookup(scope: ValueScope, inFunctions: Lookup['symbol']): Lookup {
	return {
		showsZero: true,
		symbol: async (name, raw) =>
			raw ? templateText(name, typedField(scope, name)) : await inFunctions(name, false),
		reference: async ({ link, module, field }) =>
			module === '__VtigerMeta__'
				? await metaValue(scope, field)
				: templateText(field, await linkedField(scope, link, module, field, 'template')),
	};
}

function templateText(name: string, value: Value): string {
	if (value instanceof PhpArray) throw listInText(name);
	return typedText(value);
}

/** A field of the record with its own type; without a record, a context variable. */
function typedField(scope: ValueScope, name: string): Value {
	const values = scope.recordCase === 'record' ? scope.fields : withOwner(scope, scope.context);
	if (Object.hasOwn(values, name)) return typedValue(values[name]);
	if (name === 'recordid') return runRecordNumber(scope);
	scope.warn(
		`The ${scope.recordCase === 'record' ? 'record' : 'context'} has no "${name}", so it is empty`,
	);
	return null;
}

/** A field of the record as FIELD gives it; without a record, a context variable. */
export async function shownField(scope: ValueScope, name: string): Promise<Value> {
	if (scope.native) return typedField(scope, name);
	if (scope.recordCase === 'stub') return '';
	if (scope.recordCase === 'record') {
		if (name === 'recordid') return runRecordNumber(scope);
		return shown(scope, scope.fields, scope.module, name, 'record');
	}
	return shown(scope, withOwner(scope, scope.context), scope.module, name, 'record');
}

/**
 * Where a value is shown: a field of the record itself, or one of a linked record, in a template
 * or in an expression, which calculates with numbers as they are stored.
 */
type Where = 'record' | 'template' | 'expression';

async function shown(
	scope: ValueScope,
	record: Record<string, unknown>,
	module: string,
	name: string,
	where: Where,
): Promise<Value> {
	if (scope.native) return typedValue(ownValue(record, name));
	const value = fromPlain(ownValue(record, name));
	if (!isTruthy(value)) return '';
	if (value instanceof PhpArray) throw listInText(name);
	if (scope.environment.coreBos === undefined && scope.recordCase === 'record') {
		scope.warn(
			'Without a coreBOS credential, FIELD and TEMPLATE send numbers, dates and IDs as they are stored',
		);
	}
	const format = (await moduleFormat(scope, module))?.fields.get(name);
	// The database holds texts as HTML, which coreBOS decodes before it sends them.
	const text = decodeHtml(textOfBytes(toBytes(value)));
	if (PICKLISTS.has(format?.uitype ?? '')) {
		return bytesOfText(await translated(scope, record, module, text));
	}
	return bytesOfText(await formatted(scope, record, name, text, format, where));
}

/** A value of a picklist in the user's language. coreBOS finds several at once in no dictionary. */
async function translated(
	scope: ValueScope,
	record: Record<string, unknown>,
	module: string,
	text: string,
): Promise<string> {
	const { language } = await formatOfOwner(scope, record);
	const { coreBos } = scope.environment;
	if (language === undefined || coreBos === undefined) return text;
	const answer = await ifThere(() =>
		coreBos.call('gettranslation', { totranslate: [text], language, module }),
	);
	const [found] = Array.isArray(answer) ? answer : Object.values(asRecord(answer));
	return typeof found === 'string' ? found : text;
}

function listInText(name: string): MapError {
	return new MapError(`"${name}" is a list`, {
		advice: 'Take one of its values, or use an EXPRESSION',
	});
}

async function formatted(
	scope: ValueScope,
	record: Record<string, unknown>,
	name: string,
	text: string,
	format: FieldFormat | undefined,
	where: Where,
): Promise<string> {
	const uitype = format?.uitype ?? '';
	if (NUMBERS.has(uitype)) {
		return where === 'expression' ? text : shownNumber(text, await formatOfOwner(scope, record));
	}
	if (DATES.has(uitype)) {
		const { dateFormat, zone } = await formatOfOwner(scope, record);
		return shownMoment(text, dateFormat ?? format?.dateFormat ?? 'yyyy-mm-dd', zone);
	}
	const isTime = uitype === '2' ? /^time_(?:start|end)$/.test(name) : uitype === '14';
	if (isTime && (uitype === '2' || where !== 'record')) {
		const { zone } = await formatOfOwner(scope, record);
		return shownTime(text, scope.environment.now ?? new Date(), zone);
	}
	if (where !== 'record' && isPlainReference(name, format)) return recordNumberOf(text);
	return text;
}

/** A reference of a linked record is shown as the bare number; owners stay ids. */
function isPlainReference(name: string, format: FieldFormat | undefined): boolean {
	if (format !== undefined) return format.uitype === '10';
	return !SHOWN_AS_IDS.has(name);
}

/** Fields of linked records are shown to the owner of the map's record, too. */
async function formatOfOwner(
	scope: ValueScope,
	record: Record<string, unknown>,
): Promise<ShownFormat> {
	const { coreBos, user } = scope.environment;
	if (coreBos === undefined) return UNKNOWN_FORMAT;
	const owned = scope.recordCase === 'record' ? scope.fields : record;
	const owner = String(ownValue(owned, 'assigned_user_id') ?? '');
	return await shownFormat(coreBos, [owner, user?.id], (group) => {
		scope.warn(
			`The record belongs to the group ${group}, and the web service does not list its members. Numbers and dates are written in the format of the user of the credential`,
		);
	});
}

/** `$(link : (Module) field)`: nothing where there is no link or it leads to another module. */
async function linkedField(
	scope: ValueScope,
	link: string,
	module: string,
	field: string,
	where: Where,
): Promise<Value> {
	if (scope.recordCase === 'stub' && !scope.native) return '';
	const source = scope.recordCase === 'record' ? scope.fields : withOwner(scope, scope.context);
	const value = ownValue(source, link);
	// An item may hold the linked record itself.
	if (typeof value === 'object' && value !== null) {
		return shown(scope, asRecord(value), module, field, where);
	}
	const id = String(value ?? '');
	const { coreBos } = scope.environment;
	if (id === '' || id === '0') return '';
	if (coreBos === undefined) {
		scope.warn('Without a coreBOS credential, the fields of linked records are empty');
		return '';
	}
	const belongs = belongsTo(id, await moduleFormat(scope, module));
	if (!belongs && module !== 'Users') return '';
	const record = await recordIfThere(coreBos, id, (error) => {
		scope.warn(
			`The linked record ${id} cannot be read (${notThereCode(error)}), so its fields are empty`,
		);
	});
	if (record === undefined) return '';
	if (module === 'Users' && typeof record.groupname === 'string') {
		// coreBOS lists the values of all members of the group here.
		scope.warn(
			`The record belongs to the group "${record.groupname}", and the web service does not list its members, so ${field} of its users is empty`,
		);
		return '';
	}
	if (!belongs) return '';
	if (field === 'record_module') return bytesOfText(module);
	if (field === 'record_id') return recordNumberOf(String(record.id ?? id));
	return shown(scope, record, module, field, where);
}

function belongsTo(id: string, format: ModuleFormat | undefined): boolean {
	const prefix = parseWebServiceId(id)?.prefix;
	const known = format?.idPrefix ?? '';
	return prefix === undefined || known === '' || known === prefix;
}

/** `$(general : (__VtigerMeta__) name)`, as far as it is known outside of coreBOS. */
async function metaValue(scope: ValueScope, name: string): Promise<Value> {
	const { environment, recordCase } = scope;
	const asked = name.trim();
	if (asked === 'recordId') return recordCase === 'none' ? '0' : runRecordNumber(scope);
	if (/^(?:siteurl|crmdetailviewurl)$/.test(asked) && environment.siteUrl === undefined) {
		scope.warn(`Without a coreBOS credential, ${asked} of a template is empty`);
	}
	const recordId =
		recordCase === 'none' ? undefined : (environment.recordId ?? ownValue(scope.fields, 'id'));
	return await compileTemplate(`$(general : (__VtigerMeta__) ${name})`).render({
		...environment,
		module: recordCase === 'stub' && !scope.native ? undefined : scope.module,
		recordId: typeof recordId === 'string' ? recordId : undefined,
	});
}

/** The number of the record without the module's: `14x852` → `852`. */
function runRecordNumber(scope: ValueScope): string {
	if (scope.recordCase !== 'record') return '';
	const id = scope.environment.recordId ?? String(ownValue(scope.fields, 'id') ?? '');
	return recordNumberOf(id);
}

/**
 * The plain stored value, as an empty OrgfieldID reads it: bare ids, and context
 * variables where the record has no such field.
 */
export async function storedValue(scope: ValueScope, name: string): Promise<Value> {
	const isRecord = scope.recordCase === 'record';
	const number = runRecordNumber(scope);
	if (isRecord && name === 'record_id' && number !== '') return number;
	if (isRecord && name === 'record_module' && scope.module !== '') return bytesOfText(scope.module);
	// coreBOS stores no "id" and gives nothing for it, here and in a Relfield. Maps that were written
	// for n8n use it, so it is the record's id.
	if (scope.environment.fields !== undefined && Object.hasOwn(scope.fields, name)) {
		const value = fromPlain(scope.fields[name]);
		if (name !== 'assigned_user_id' || isTruthy(value)) return bareId(scope, name, value);
	}
	const value = fromPlain(ownValue(withOwner(scope, scope.context), name));
	// coreBOS decodes what it takes for stored text.
	return typeof value === 'string' ? bytesOfText(decodeHtml(textOfBytes(value))) : value;
}

async function bareId(scope: ValueScope, name: string, value: Value): Promise<Value> {
	if (typeof value !== 'string' || name === 'id') return value;
	return await storedLink(scope, scope.module, name, value);
}

/**
 * The value of a link as the database has it: the bare number, `0` where there is none. Others as
 * they are.
 */
export async function storedLink(
	scope: ValueScope,
	module: string,
	name: string,
	value: string,
): Promise<string> {
	const isEmpty = value === '' && !scope.native;
	if (!isEmpty && !isWebServiceId(value)) return value;
	const format = (await moduleFormat(scope, module))?.fields.get(name);
	if (isEmpty) return format !== undefined && fieldKind(format) === 'reference' ? '0' : '';
	const isId = format === undefined || ['reference', 'owner'].includes(fieldKind(format));
	return isId ? recordNumberOf(value) : value;
}

/** coreBOS gives every run without an owner its own user. */
function withOwner(scope: ValueScope, values: Record<string, unknown>): Record<string, unknown> {
	const { user } = scope.environment;
	if (user === undefined || isTruthy(fromPlain(ownValue(values, 'assigned_user_id'))))
		return values;
	return { ...values, assigned_user_id: user.id };
}

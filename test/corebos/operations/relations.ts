import { sizeOfFile } from '../files';
import type { Entity, Install } from '../install';
import type { KeptModule } from '../modules';
import { areRelated } from '../query-run';
import { accessDenied, PhpDeath, Refusal } from '../refusal';
import { hasLines } from './lines';
import { names } from './lists';
import { decoded, text, type Operation, type OperationCall } from './operation';
import { relatedLines } from './related-lines';

/** Records that `with_these_ids` names; what is not a JSON list names none (recorded). */
function others(call: OperationCall): Entity[] {
	const ids = decoded(call, 'with_these_ids');
	if (!Array.isArray(ids)) return [];
	return ids.flatMap((id) => call.install.find(String(id)) ?? []);
}

function subject(call: OperationCall, parameter: string): Entity {
	const entity = call.install.find(call.install.webServiceId(text(call, parameter)));
	if (entity === undefined) throw accessDenied();
	return entity;
}

const setRelation: Operation = (call) => {
	const { number } = subject(call, 'relate_this_id');
	for (const other of others(call)) call.install.relations.push([number, other.number]);
	return true;
};

const unsetRelation: Operation = (call) => {
	const { number } = subject(call, 'unrelate_this_id');
	const gone = new Set(others(call).map((other) => other.number));
	const { relations } = call.install;
	const kept = relations.filter(
		(pair) => !(pair.includes(number) && pair.some((one) => gone.has(one))),
	);
	relations.splice(0, relations.length, ...kept);
	return true;
};

interface RelatedParameters {
	columns?: string;
	orderby?: string;
	limit?: string;
	offset?: string;
	returnattachments?: boolean;
	productDiscriminator?: string;
}

const getRelatedRecords: Operation = (call) => {
	const { install } = call;
	const [name, module] = [text(call, 'relatedModule'), text(call, 'module')];
	if (!install.modules[name]?.isEntity) {
		throw new Refusal('UNKNOWN_ENTITY', `Given related module (${name}) cannot be found`);
	}
	if (install.find(text(call, 'id')) === undefined) {
		throw new Refusal(
			'ACCESS_DENIED',
			`Permission to perform the operation on module (${module}) is denied`,
		);
	}
	const parameters = (decoded(call, 'queryParameters') ?? {}) as RelatedParameters;
	checkColumns(module, name, parameters);
	const lines = linesAsProducts(call, parameters);
	if (lines !== undefined) return { records: lines };
	const related = install
		.of(name)
		.filter((entity) => areRelated(install, entity, text(call, 'id')));
	const records = paged(related, parameters).map((entity) =>
		relatedRecord(install, install.kept(name), entity, parameters),
	);
	return { records };
};

/** The modules whose lists of documents ask for columns that the database does not have. */
const DYING_WITH_COLUMNS: Record<string, { modules: Set<string>; as: 'error' | 'death' }> = {
	Accounts: { modules: new Set(['Invoice']), as: 'error' },
	Products: { modules: new Set(['Quotes', 'SalesOrder', 'Invoice']), as: 'death' },
	Services: { modules: new Set(['Quotes', 'SalesOrder', 'Invoice']), as: 'death' },
};

/** @throws Refusal or PhpDeath where columns are asked for of documents (recorded) */
function checkColumns(module: string, related: string, { columns }: RelatedParameters): void {
	const dying = DYING_WITH_COLUMNS[module];
	if ((columns ?? '') === '' || dying?.modules.has(related) !== true) return;
	if (dying.as === 'death') throw new PhpDeath('no such column');
	throw new Refusal('INTERNAL_SERVER_ERROR', 'Unknown Error while processing request');
}

/**
 * The lines of a document, whatever its `productDiscriminator` says; undefined where it is not
 * these that are asked for.
 *
 * @throws PhpDeath for the lines of an account's invoices
 */
function linesAsProducts(
	call: OperationCall,
	{ productDiscriminator, limit, offset }: RelatedParameters,
): Array<Record<string, unknown>> | undefined {
	const related = text(call, 'relatedModule');
	if (related !== 'Products' && related !== 'Services') return undefined;
	const entity = call.install.find(text(call, 'id'));
	if (entity?.module === 'Accounts' && /^productlineinvoice/i.test(productDiscriminator ?? '')) {
		throw new PhpDeath('lines of all invoices');
	}
	if (entity === undefined || !hasLines(entity.module)) return undefined;
	const start = Number(offset ?? 0);
	const rows = relatedLines(call.install, entity);
	return rows.slice(start, limit === undefined ? undefined : start + Number(limit));
}

function paged(entities: Entity[], { orderby, limit, offset }: RelatedParameters): Entity[] {
	const [column, direction] = (orderby ?? '').split(/\s+/);
	const sorted = [...entities];
	if (column !== '') {
		sorted.sort((one, other) =>
			(one.values[column] ?? '').localeCompare(other.values[column] ?? ''),
		);
	}
	if (direction?.toLowerCase() === 'desc') sorted.reverse();
	const start = Number(offset ?? 0);
	return sorted.slice(start, limit === undefined ? undefined : start + Number(limit));
}

/** A row as PHP's database layer fetches it: each value by position and by column name. */
function relatedRecord(
	install: Install,
	module: KeptModule,
	entity: Entity,
	parameters: RelatedParameters,
): Record<string, unknown> {
	const idColumn = module.describe.fields.find(({ name }) => name === 'id')?.label ?? 'id';
	const number = String(entity.number);
	const { columns = '' } = parameters;
	const withId = columns === '' || names(columns).includes('id');
	const row: Array<[column: string, byPosition: string, byName: string]> = [
		...columnsOf(module, parameters).flatMap(([column, field]) =>
			cells(install, module, entity, column, field),
		),
		...(withId ? [[idColumn, number, number] as [string, string, string]] : []),
		['cbuuid', entity.cbuuid, entity.cbuuid],
	];
	const record: Record<string, unknown> = {};
	row.forEach(([column, byPosition, byName], position) => {
		record[position] = byPosition;
		record[column] = byName;
	});
	if (withId) record.id = install.idOf(entity);
	if (parameters.returnattachments === true) record.attachments = attachmentOf(entity);
	return record;
}

function columnsOf(
	module: KeptModule,
	{ columns }: RelatedParameters,
): Array<[column: string, field: string]> {
	const fields = module.describe.fields.map(({ name }) => name);
	const isAll = (columns ?? '') === '';
	if (isAll && module.columns !== undefined) return module.columns;
	const wanted = isAll ? fields : names(columns ?? '');
	const own = module.columns?.map(([column, field]): [string, string] => [field, column]);
	const aliases = new Map(own ?? (hasLines(module.name) ? DOCUMENT_COLUMNS : []));
	return wanted
		.filter((field) => field !== 'id')
		.map((field) => [aliases.get(field) ?? field, field]);
}

/** Fields of documents with lines that are not called as their columns. */
const DOCUMENT_COLUMNS: Array<[field: string, column: string]> = [
	['salesorder_id', 'salesorderid'],
	['contact_id', 'contactid'],
	['account_id', 'accountid'],
	['vtiger_purchaseorder', 'purchaseorder'],
	['txtAdjustment', 'adjustment'],
	['hdnSubTotal', 'subtotal'],
	['hdnGrandTotal', 'total'],
	['hdnTaxType', 'taxtype'],
	['hdnDiscountPercent', 'discount_percent'],
	['hdnDiscountAmount', 'discount_amount'],
	['hdnS_H_Amount', 's_h_amount'],
];

type Cell = [column: string, byPosition: string, byName: string];

/** An owner and a creator come with their names, where all columns are asked for (recorded). */
function cells(
	install: Install,
	module: KeptModule,
	entity: Entity,
	column: string,
	field: string,
): Cell[] {
	const own = cell(install, module, entity, column, field);
	const kind = { assigned_user_id: 'owner', created_user_id: 'creator' }[field];
	if (kind === undefined || module.columns !== undefined) return [own];
	const value = entity.values[field] ?? '';
	const number = value.split('x')[1] ?? '';
	const user = install.find(value)?.values;
	const key = kind === 'owner' ? 'smownerid' : 'smcreatorid';
	const names: Cell[] = ['first', 'last'].map((part) => {
		const name = user?.[`${part}_name`] ?? '';
		return [`${kind}_${part}name`, name, name];
	});
	const first: Cell = kind === 'owner' ? own : [kind, number, number];
	return [first, [key, number, number], ...names];
}

/** Empty references that are NULL in the database; all others are 0. */
const NULL_COLUMNS: Record<string, string[]> = {
	Invoice: ['salesorder_id'],
	Quotes: ['potential_id', 'contact_id'],
};

/** By position stands what the database holds, the plain number of a reference. */
function cell(
	install: Install,
	module: KeptModule,
	entity: Entity,
	column: string,
	field: string,
): [column: string, byPosition: string, byName: string] {
	const [own, theirs] = field.split('.');
	const value = entity.values[own] ?? '';
	if (theirs !== undefined) {
		const name = install.find(value)?.values[theirs] ?? '';
		return [column, name, name];
	}
	const type = module.describe.fields.find(({ name }) => name === own)?.type.name;
	if (type !== 'reference' && type !== 'owner') return [column, value, value];
	const empty = NULL_COLUMNS[module.name]?.includes(own) ? '' : '0';
	const number = value.includes('x') ? value.split('x')[1] : empty;
	return [column, number, column === own ? value : number];
}

function attachmentOf(entity: Entity): Record<string, unknown> | undefined {
	const [file] = entity.files ?? [];
	if (file === undefined) return undefined;
	const { filename, filetype } = entity.values;
	return { name: filename, type: filetype, content: file.content, size: sizeOfFile(file) };
}

/** The fields of other modules that lead to a module. */
const manyToOne: Operation = (call) => {
	const { install } = call;
	const { name } = install.kept(text(call, 'module'));
	const listed = install.data.referringFields;
	const isListed = (module: string, field: string) =>
		listed.some((one) => one.module === module && one.field === field);
	const entities = install.order.filter((module) => install.modules[module].isEntity);
	const others = entities.flatMap((module) =>
		(install.modules[module].describe?.fields ?? [])
			.filter((field) => !isListed(module, field.name))
			.map((field) => ({ module, field: field.name, refersTo: field.type.refersTo ?? [] })),
	);
	return [...listed, ...others]
		.filter(({ refersTo }) => refersTo.includes(name))
		.map(({ module, field }) => ({ label: install.modules[module].label, name: module, field }));
};

/** The modules that a module's own references lead to. */
const oneToMany: Operation = (call) => {
	const { install } = call;
	return install
		.kept(text(call, 'module'))
		.describe.fields.flatMap(({ name, type }) =>
			(type.refersTo ?? [])
				.filter((target) => target !== 'Users')
				.map((target) => ({ label: install.modules[target].label, name: target, field: name })),
		);
};

export const relationOperations: Record<string, Operation> = {
	SetRelation: setRelation,
	UnsetRelation: unsetRelation,
	getRelatedRecords,
	GetRelatedModulesOneToMany: oneToMany,
	getRelatedModulesManytoOne: manyToOne,
	getRelatedModulesInfomation: (call) =>
		call.install.kept(text(call, 'module')).describe.relatedModules,
};

import { sizeOfFile } from '../files';
import type { Entity, Install } from '../install';
import type { KeptModule } from '../modules';
import { areRelated } from '../query-run';
import { accessDenied, Refusal } from '../refusal';
import { names } from './lists';
import { decoded, text, type Operation, type OperationCall } from './operation';

/** Records that `with_these_ids` names; what is no JSON list names none (recorded). */
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
	const related = install
		.of(name)
		.filter((entity) => areRelated(install, entity, text(call, 'id')));
	const records = paged(related, parameters).map((entity) =>
		relatedRecord(install, install.kept(name), entity, parameters),
	);
	return { records };
};

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
	const row: Array<[column: string, byPosition: string, byName: string]> = [
		...columnsOf(module, parameters).map(([column, field]) =>
			cell(install, module, entity, column, field),
		),
		[idColumn, number, number],
		['cbuuid', entity.cbuuid, entity.cbuuid],
	];
	const record: Record<string, unknown> = {};
	row.forEach(([column, byPosition, byName], position) => {
		record[position] = byPosition;
		record[column] = byName;
	});
	record.id = install.idOf(entity);
	if (parameters.returnattachments === true) record.attachments = attachmentOf(entity);
	return record;
}

function columnsOf(
	module: KeptModule,
	{ columns }: RelatedParameters,
): Array<[column: string, field: string]> {
	const fields = module.describe.fields.map(({ name }) => name);
	const wanted = columns === undefined ? fields : names(columns);
	if (columns === undefined && module.columns !== undefined) return module.columns;
	const aliases = new Map(module.columns?.map(([column, field]) => [field, column]));
	return wanted
		.filter((field) => field !== 'id')
		.map((field) => [aliases.get(field) ?? field, field]);
}

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
	const number = value === '' ? '0' : value.split('x')[1];
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
	const others = install.order.flatMap((module) =>
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

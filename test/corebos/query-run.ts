import { columnDate } from './dates';
import type { CoreBosUser, Entity, Install } from './install';
import type { FieldDescription, KeptModule } from './modules';
import {
	parseQuery,
	queriedModule,
	type Comparison,
	type Condition,
	type Query,
} from './query-syntax';
import { accessDenied, Refusal } from './refusal';

/** Rows of a query, and how many there are without its limit. */
export interface QueryResult {
	rows: Array<Record<string, unknown>>;
	/** A text for CRM modules, a number for the others (recorded). */
	totalRows: string | number;
}

/** Modules that MySQL reads in the order of an index where the query asks for none (recorded). */
const UNORDERED: Record<string, string> = { Products: 'productname' };
const NUMERIC = new Set(['integer', 'currency', 'double']);
const compareTexts = new Intl.Collator('en', { sensitivity: 'base' }).compare;

/** Runs a VTQL query. @throws Refusal in coreBOS's words */
export function runQuery(install: Install, text: string, user: CoreBosUser): QueryResult {
	const name = queriedModule(text);
	if (name === undefined) throw accessDenied(' for query');
	const module = install.kept(name, ` for ${name}`);
	const query = parseQuery(text);
	checkColumns(module, query);
	const found = ordered(install, module, query).filter(
		(entity) => isVisible(user, entity) && holds(install, entity, query.condition),
	);
	if (query.counts) {
		return { rows: [{ count: String(found.length) }], totalRows: String(found.length) };
	}
	const page = found.slice(query.offset, query.offset + query.limit);
	return {
		rows: page.map((entity) => row(install, module, query, entity)),
		totalRows: module.isEntity ? String(found.length) : page.length,
	};
}

/** The maps of others are hidden from users who are no administrators (recorded). */
function isVisible(user: CoreBosUser, entity: Entity): boolean {
	return user.isAdmin || entity.module !== 'cbMap' || entity.values.assigned_user_id === user.id;
}

function checkColumns(module: KeptModule, query: Query): void {
	for (const column of query.columns) {
		if (column !== '*' && !isKnown(module, column)) {
			throw new Refusal('ACCESS_DENIED', `Permission to access '.${column}.' attribute denied.`);
		}
	}
	for (const { column } of comparisons(query.condition)) {
		if (!isKnown(module, column)) {
			throw new Refusal('ACCESS_DENIED', `Permission to access ${column} attribute denied.`);
		}
	}
}

function isKnown(module: KeptModule, column: string): boolean {
	if (column.includes('.')) return true;
	return module.describe.fields.some(({ name }) => name === column);
}

function comparisons(condition?: Condition): Comparison[] {
	if (condition === undefined || condition.kind === 'nothing') return [];
	return condition.kind === 'comparison' ? [condition] : condition.parts.flatMap(comparisons);
}

function ordered(install: Install, module: KeptModule, query: Query): Entity[] {
	const column =
		query.order?.column ?? (readsCustomFields(query) ? undefined : UNORDERED[module.name]);
	const entities = install.of(module.name);
	if (column === undefined) return entities;
	const field = fieldOf(module, column);
	const sorted = entities.sort((one, other) =>
		compare(field, valueOf(install, one, column), valueOf(install, other, column)),
	);
	return query.order?.descending === true ? sorted.reverse() : sorted;
}

/** Custom fields are in a table of their own, which is read by record number. */
function readsCustomFields({ columns, condition }: Query): boolean {
	const names = [...columns, ...comparisons(condition).map(({ column }) => column)];
	return names.some((name) => name.startsWith('cf_'));
}

function holds(install: Install, entity: Entity, condition?: Condition): boolean {
	switch (condition?.kind) {
		case undefined:
			return true;
		case 'nothing':
			return false;
		case 'and':
			return condition.parts.every((part) => holds(install, entity, part));
		case 'or':
			return condition.parts.some((part) => holds(install, entity, part));
		case 'comparison':
			return compares(install, entity, condition);
	}
}

function compares(
	install: Install,
	entity: Entity,
	{ column, operator, values }: Comparison,
): boolean {
	if (column.toLowerCase().startsWith('related.')) return areRelated(install, entity, values[0]);
	if (column.startsWith('Users.') && entity.ownerless === true) return false;
	const value = valueOf(install, entity, column);
	const field = fieldOf(install.kept(entity.module), column);
	const difference = () => compare(field, value, values[0]);
	switch (operator) {
		case '=':
			return difference() === 0;
		case '!=':
		case '<>':
			return difference() !== 0;
		case '<':
			return difference() < 0;
		case '>':
			return difference() > 0;
		case '<=':
			return difference() <= 0;
		case '>=':
			return difference() >= 0;
		case 'like':
			return like(value, values[0]);
		case 'not like':
			return !like(value, values[0]);
		case 'in':
			return values.some((one) => compare(field, value, one) === 0);
		case 'not in':
			return values.every((one) => compare(field, value, one) !== 0);
		default:
			throw new Refusal(
				'QUERY_SYNTAX_ERROR',
				`Syntax Error on line 1: token '${operator}' Unexpected COLUMNNAME(${operator}), expected one of: EQ`,
			);
	}
}

function compare(field: FieldDescription | undefined, one: string, other: string): number {
	if (field?.name === 'id') return Number(one.split('x').at(-1)) - Number(other.split('x').at(-1));
	if (field !== undefined && NUMERIC.has(field.type.name)) return asNumber(one) - asNumber(other);
	// A text that is no date is the zero date to MariaDB.
	if (field?.type.name === 'date' && one !== '') return compareTexts(one, columnDate(other));
	return compareTexts(one, other);
}

/** What is no number is 0 to MySQL. */
function asNumber(text: string): number {
	return Number(text) || 0;
}

function like(value: string, pattern: string): boolean {
	const source = pattern.replace(/\\[^]|[%_]|[^]/g, (part) => {
		if (part === '%') return '[\\s\\S]*';
		if (part === '_') return '[\\s\\S]';
		return part.slice(-1).replace(/[.*+?^${}()|[\]\\]/, '\\$&');
	});
	return new RegExp(`^${source}$`, 'iu').test(value);
}

function fieldOf(module: KeptModule, column: string): FieldDescription | undefined {
	return module.describe.fields.find(({ name }) => name === column);
}

/** The value of a column, also `Module.column` of the record that a reference leads to. */
function valueOf(install: Install, entity: Entity, column: string): string {
	if (column === 'id') return install.idOf(entity);
	const [moduleName, name] = column.split('.');
	if (name === undefined) return entity.values[column] ?? '';
	const target = referred(install, entity, moduleName);
	return target?.values[name] ?? '';
}

function referred(install: Install, entity: Entity, moduleName: string): Entity | undefined {
	if (moduleName === 'Users') return install.find(entity.values.assigned_user_id ?? '');
	const reference = install
		.kept(entity.module)
		.describe.fields.find(({ type }) => type.refersTo?.includes(moduleName) === true);
	return reference === undefined ? undefined : install.find(entity.values[reference.name] ?? '');
}

/** Related by a relation, or by a reference of this record to the other one. */
export function areRelated(install: Install, entity: Entity, id: string): boolean {
	const other = install.find(id);
	if (other === undefined) return false;
	const references = install
		.kept(entity.module)
		.describe.fields.filter(({ type }) => type.name === 'reference');
	return (
		references.some(({ name }) => entity.values[name] === id) ||
		install.relations.some((pair) => pair.includes(entity.number) && pair.includes(other.number))
	);
}

function row(
	install: Install,
	module: KeptModule,
	query: Query,
	entity: Entity,
): Record<string, unknown> {
	const result: Record<string, unknown> = {};
	const columns = query.columns.includes('*')
		? module.describe.fields.map(({ name }) => name)
		: query.columns;
	const isRelation = comparisons(query.condition).some(({ column }) => /^related\./i.test(column));
	// The query for related records asks for id and cbuuid itself, after the columns.
	const shown = isRelation ? columns.filter((column) => column !== 'id') : columns;
	for (const column of query.hasFunction ? [] : shown) {
		result[columnName(column)] = valueOf(install, entity, column);
	}
	if (module.isEntity || columns.includes('id')) result.id = install.idOf(entity);
	if (isRelation) result.cbuuid = entity.cbuuid;
	if (module.name === 'Contacts') result.imagenamefullpath = '';
	return result;
}

/** `Accounts.bill_city` comes back as `accountsbill_city`, a user's column by its own name. */
function columnName(column: string): string {
	const [moduleName, name] = column.split('.');
	if (name === undefined) return column;
	return moduleName === 'Users' ? name : moduleName.toLowerCase() + name;
}

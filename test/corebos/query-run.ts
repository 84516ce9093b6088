import { columnDate, columnDateTime } from './dates';
import { documentMembers, imageInformation, imageOf } from './files';
import { answeredFields } from './formatted';
import type { CoreBosUser, Entity, Install } from './install';
import { describedIn, languageOf } from './languages';
import type { FieldDescription, KeptModule, ModuleDescription } from './modules';
import { leadingNumber } from './numbers';
import { hasLines } from './operations/lines';
import {
	isExtendedQuery,
	parseQuery,
	queriedModule,
	type Comparison,
	type Condition,
	type Query,
} from './query-syntax';
import { extendedValue, isNull, like } from './query-values';
import { accessDenied, Refusal, wrongId } from './refusal';
import { formatOf, type UserFormat } from './user-format';

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
	const module = install.kept(install.spelled(name), ` for ${name}`);
	const query = readQuery(text);
	if (query === undefined) return { rows: [], totalRows: '0' };
	if (!query.isExtended) checkColumns(module, query);
	const asking = {
		install,
		module,
		query,
		format: formatOf(install, user),
		shown: describedIn(languageOf(install, user), module.describe),
	};
	const lines = linesAskedFor(asking);
	if (lines !== undefined) return { rows: lines, totalRows: String(lines.length) };
	const held = install
		.of(module.name, numberAskedFor(query))
		.filter((entity) => isVisible(user, entity) && holds(asking, entity, query.condition));
	const found = ordered(install, module, query, held);
	const total = String(counted(asking, user, text) ?? found.length);
	if (query.counts) return { rows: [{ count: String(found.length) }], totalRows: total };
	const page = found.slice(query.offset, query.offset + query.limit);
	if (query.columns.includes('*') && page.some(({ ownerless }) => ownerless === true)) {
		throw new Refusal('INVALID_ID_ATTRIBUTE', 'Invalid owner of the record');
	}
	return {
		rows: page.map((entity) => row(asking, user, entity)),
		totalRows: module.isEntity ? total : page.length,
	};
}

/** What a condition is read with. */
interface Asking {
	install: Install;
	module: KeptModule;
	query: Query;
	format: UserFormat;
	/** The module in the language of the user. */
	shown: ModuleDescription;
}

/**
 * The lines of a document as the products or services that are related to it, whatever else the
 * query asks for; undefined where it is not these that are asked for (recorded).
 *
 * @throws Refusal MODULES_NOT_RELATED where the other module does not list this one
 */
function linesAskedFor({ install, module, query }: Asking): QueryResult['rows'] | undefined {
	const related = comparisons(query.condition).find(({ column }) => /^related\./i.test(column));
	if (related === undefined) return undefined;
	const name = install.spelled(related.column.split('.')[1]);
	if (hasLines(name) && (module.name === 'Products' || module.name === 'Services')) {
		const lines = install.find(related.values[0])?.lines ?? [];
		return lines.map((line, index) => ({
			...Object.fromEntries(
				query.columns.map((column) => [
					column,
					install.numbered(line.product)?.values[column] ?? '',
				]),
			),
			sequence_no: String(index + 1),
			linetype: '',
		}));
	}
	const lists = Object.values(install.modules[name]?.describe?.relatedModules ?? {});
	// The lists of some modules are not known.
	if (lists.length === 0 || lists.some((list) => isListOf(list, module.name))) return undefined;
	const message = `Cannot find relation between ${name} and ${module.name}`;
	throw new Refusal('MODULES_NOT_RELATED', message);
}

function isListOf(list: unknown, module: string): boolean {
	return (list as { related_module?: string }).related_module === module;
}

/** Rows are counted by a query in which blanks side by side are one (recorded); undefined without. */
function counted(asking: Asking, user: CoreBosUser, text: string): number | undefined {
	const collapsed = text.replaceAll(/ {2,}/g, ' ');
	const query = collapsed === text ? undefined : readQuery(collapsed);
	if (query === undefined) return undefined;
	const { install, module } = asking;
	return install
		.of(module.name)
		.filter((entity) => isVisible(user, entity) && holds(asking, entity, query.condition)).length;
}

/** The second reader finds nothing where it cannot read. @throws Refusal the first one's */
function readQuery(text: string): Query | undefined {
	try {
		return parseQuery(text);
	} catch (error) {
		if (isExtendedQuery(text) && error instanceof Refusal) return undefined;
		throw error;
	}
}

/** The maps of others are hidden from users who are not administrators (recorded). */
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

/** The number of the only record that can be meant, where the query asks for one by its id. */
function numberAskedFor({ condition, isExtended }: Query): number | undefined {
	if (isExtended || condition?.kind !== 'comparison') return undefined;
	const { column, operator, values } = condition;
	return column === 'id' && operator === '=' ? Number(values[0].split('x').at(-1)) : undefined;
}

/** @param entities by their number, which decides among equal ones */
function ordered(install: Install, module: KeptModule, query: Query, entities: Entity[]): Entity[] {
	const column = query.order?.column ?? (readsByNumber(query) ? undefined : UNORDERED[module.name]);
	if (column === undefined) return entities;
	const field = fieldOf(module, column);
	const sorted = entities.sort((one, other) =>
		compare(field, valueOf(install, one, column), valueOf(install, other, column)),
	);
	return query.order?.descending === true ? sorted.reverse() : sorted;
}

const PRICES = new Set(['unit_price', 'cost_price']);

/** Custom fields are in a table of their own, which is read by record number. */
function readsByNumber({ columns, condition, isExtended }: Query): boolean {
	const compared = comparisons(condition).map(({ column }) => column);
	const names = [...columns, ...compared];
	if (isExtended && !names.some((name) => name.includes('.'))) return true;
	if (compared.length > 0 && compared.every((name) => PRICES.has(name))) return true;
	return names.some((name) => name.startsWith('cf_'));
}

function holds(asking: Asking, entity: Entity, condition?: Condition): boolean {
	switch (condition?.kind) {
		case undefined:
			return true;
		case 'nothing':
			return false;
		case 'and':
			return condition.parts.every((part) => holds(asking, entity, part));
		case 'or':
			return condition.parts.some((part) => holds(asking, entity, part));
		case 'comparison':
			return compares(asking, entity, condition);
	}
}

function compares(asking: Asking, entity: Entity, comparison: Comparison): boolean {
	const { install, module, query } = asking;
	const { column, operator, values } = comparison;
	if (column.toLowerCase().startsWith('related.')) return areRelated(install, entity, values[0]);
	if (column.startsWith('Users.') && entity.ownerless === true) return false;
	const field = fieldOf(module, column) ?? fieldOfOther(install, column);
	const value = valueOf(install, entity, column);
	if (!query.isExtended) {
		checkReference(field, comparison);
		return satisfies(field, value, operator, values);
	}
	if (operator === 'is null') return field !== undefined && isNull(field, value);
	if (operator === 'is not null') return field !== undefined && !isNull(field, value);
	if (field === undefined) return false;
	const isOfOther = column.includes('.');
	if (field.type.name === 'reference' || field.type.name === 'owner') {
		if (isOfOther) return satisfies(undefined, value.split('x').at(-1) ?? '', operator, values);
		const target = install.find(value);
		const name = target === undefined ? '' : install.nameOf(target).trim();
		const names = values.map((one) => one.trim());
		return satisfies(undefined, name, operator, names);
	}
	const isNumber = ['currency', 'double', 'integer'].includes(field.type.name);
	// What a text must differ from is a list, too; numbers have commas of their own.
	const isList = operator.endsWith('in') || (operator === '!=' && !isNumber);
	const listed = isList ? values.flatMap((one) => one.split(',')) : values;
	const read = listed.map((one) => extendedValue(field, one, asking.format));
	if (field.name === 'birthday') {
		const [own, ...days] = [value, ...read].map((day) => day.slice(5));
		return satisfies(undefined, isOfOther ? value : own, operator, days);
	}
	const fits = satisfies(field, value, operator, read);
	const label = isOfOther ? undefined : labelOf(asking.shown, field, value);
	const isLabelled = label !== undefined && satisfies(field, label, operator, read);
	const isPicklist = field.type.name === 'picklist' && !isOfOther;
	if (!isPicklist) return fits;
	return ['!=', 'not in', 'not like'].includes(operator) ? isLabelled && fits : isLabelled || fits;
}

/** What the user sees for a value of a picklist; undefined for one that the picklist does not have. */
function labelOf(
	shown: ModuleDescription,
	{ name }: FieldDescription,
	value: string,
): string | undefined {
	const type = shown.fields.find((field) => field.name === name)?.type;
	const options = type?.picklistValues as Array<{ label: string; value: string }> | undefined;
	return options?.find((option) => option.value === value)?.label;
}

/** @throws Refusal for an owner or a reference that is not a web service id */
function checkReference(
	field: FieldDescription | undefined,
	{ operator, values }: Comparison,
): void {
	if (field === undefined || operator === 'like') return;
	const isBad = values.some((value) => !/^\d+x\d+$/.test(value));
	if (!isBad) return;
	if (field.type.name === 'owner') {
		const message = 'Database error while performing requested operation';
		throw new Refusal('DATABASE_QUERY_ERROR', message);
	}
	if (field.type.name === 'reference') throw wrongId();
}

function satisfies(
	field: FieldDescription | undefined,
	value: string,
	operator: string,
	values: string[],
): boolean {
	const difference = () => compare(field, value, values[0]);
	switch (operator) {
		case '=':
			return difference() === 0;
		case '!=':
			return values.every((one) => compare(field, value, one) !== 0);
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
			throw new Error(`coreBOS stand-in: no operator ${operator}`);
	}
}

function compare(field: FieldDescription | undefined, one: string, other: string): number {
	if (field?.name === 'id') return Number(one.split('x').at(-1)) - Number(other.split('x').at(-1));
	if (field !== undefined && NUMERIC.has(field.type.name)) return asNumber(one) - asNumber(other);
	// A text that is not a date is the zero date to MariaDB.
	if (field?.type.name === 'date' && one !== '') return compareTexts(one, columnDate(other));
	if (field?.type.name === 'datetime' && one !== '') {
		return compareTexts(one, columnDateTime(other));
	}
	return compareTexts(one, other);
}

/** What is not a number is 0 to MySQL. */
function asNumber(text: string): number {
	return leadingNumber(text);
}

function fieldOf(module: KeptModule, column: string): FieldDescription | undefined {
	return module.describe.fields.find(({ name }) => name === column);
}

/** The field behind `Module.field`. */
function fieldOfOther(install: Install, column: string): FieldDescription | undefined {
	const [moduleName, name] = column.split('.');
	const module = install.modules[moduleName]?.describe;
	return name === undefined ? undefined : module?.fields.find((field) => field.name === name);
}

/** The value of a column, also `Module.column` of the record that a reference leads to. */
function valueOf(install: Install, entity: Entity, column: string): string {
	if (column === 'id') return install.idOf(entity);
	const [moduleName, name] = column.split('.');
	if (name === undefined) return entity.values[column] ?? '';
	const target = referred(install, entity, moduleName);
	if (name === 'id') return target === undefined ? '' : install.idOf(target);
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
	{ install, module, query }: Asking,
	user: CoreBosUser,
	entity: Entity,
): Record<string, unknown> {
	const values = answeredFields(install, entity, user);
	const result: Record<string, unknown> = {};
	const columns = query.columns.includes('*')
		? module.describe.fields.map(({ name }) => name)
		: query.columns;
	const isRelation = comparisons(query.condition).some(({ column }) => /^related\./i.test(column));
	// The query for related records asks for id and cbuuid itself, after the columns.
	const shown = isRelation ? columns.filter((column) => column !== 'id') : columns;
	for (const column of query.hasFunction ? [] : shown) {
		result[columnName(column)] = values[column] ?? valueOf(install, entity, column);
	}
	if ((module.isEntity && !isRelation) || columns.includes('id')) result.id = install.idOf(entity);
	if (isRelation) result.cbuuid = entity.cbuuid;
	if (module.name === 'Contacts') result.imagenamefullpath = imagePath(install, entity);
	return isRelation ? result : { ...result, ...documentMembers(install, entity) };
}

function imagePath(install: Install, entity: Entity): string {
	const image = imageOf(install, entity);
	return image === undefined ? '' : imageInformation(install, entity, image).fullpath;
}

/** `Accounts.bill_city` comes back as `accountsbill_city`, a user's column by its own name. */
function columnName(column: string): string {
	const [moduleName, name] = column.split('.');
	if (name === undefined) return column;
	return moduleName === 'Users' ? name : moduleName.toLowerCase() + name;
}

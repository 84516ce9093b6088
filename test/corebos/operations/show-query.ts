import {
	parseQuery,
	queriedModule,
	type Comparison,
	type Condition,
	type Query,
} from '../query-syntax';
import { accessDenied } from '../refusal';
import { text, type Operation } from './operation';

/** Tables that are not called as their modules. */
const TABLES: Record<string, string> = { Accounts: 'vtiger_account' };

/**
 * The SQL that coreBOS makes of a query, for modules whose fields are columns of one table. Its
 * two readers write it differently; brackets, too, are for the extended one.
 */
const showQuery: Operation = (call) => {
	const asked = text(call, 'query');
	const name = queriedModule(asked);
	if (name === undefined) throw accessDenied(' for query');
	const { fields } = call.install.kept(name, ` for ${name}`).describe;
	const query = parseQuery(asked);
	const table = TABLES[name] ?? `vtiger_${name.toLowerCase()}`;
	const key = `${table}.${fields.find((field) => field.name === 'id')?.label ?? 'id'}`;
	const columns = query.columns.includes('*') ? fields.map((field) => field.name) : query.columns;
	const shown = columns.filter((column) => column !== 'id').map((column) => `${table}.${column}`);
	const hasBrackets = /\bwhere\s*\(/i.test(asked);
	const sql =
		query.isExtended || hasBrackets
			? extendedSql(query, { table, key, columns: [...shown, key], hasBrackets })
			: plainSql(query, { table, key, columns: [...shown, key] });
	return { sql, status: 'OK', msg: 'The query executed with no error' };
};

interface SqlNames {
	table: string;
	key: string;
	columns: string[];
}

function plainSql({ condition, limit }: Query, { table, key, columns }: SqlNames): string {
	const where = condition === undefined ? '' : `(${plainCondition(condition, table)}) AND `;
	return [
		`SELECT ${columns.join(',')} FROM ${table}`,
		`LEFT JOIN vtiger_crmentity ON ${key}=vtiger_crmentity.crmid  `,
		`WHERE ${where} vtiger_crmentity.deleted=0 LIMIT ${limit}`,
	].join(' ');
}

function plainCondition(condition: Condition, table: string): string {
	if (condition.kind === 'comparison') return sqlComparison(condition, table);
	if (condition.kind === 'nothing') return '0';
	return condition.parts.map((part) => plainCondition(part, table)).join(` ${condition.kind} `);
}

function extendedSql(
	{ condition, offset, limit }: Query,
	{ table, key, columns, hasBrackets }: SqlNames & { hasBrackets: boolean },
): string {
	const own = condition && `(${sqlCondition(condition, table)} )`;
	const where = own === undefined ? '' : `AND   ${hasBrackets ? `(  ${own})` : own} `;
	return [
		`select ${columns.join(', ')} `,
		`FROM ${table} `,
		`INNER JOIN vtiger_crmentity ON ${key} = vtiger_crmentity.crmid  `,
		`WHERE vtiger_crmentity.deleted=0 ${where}AND ${key} > 0 `,
		...(limit === Infinity ? [] : [`limit ${offset},${limit}`]),
	].join(' ');
}

function sqlCondition(condition: Condition, table: string): string {
	switch (condition.kind) {
		case 'nothing':
			return '( 0 )';
		case 'comparison':
			return `( ${sqlComparison(condition, table)})`;
		default:
			return condition.parts
				.map((part) => sqlCondition(part, table))
				.join(` ${condition.kind.toUpperCase()} `);
	}
}

function sqlComparison({ column, operator, values }: Comparison, table: string): string {
	if (operator === 'is null') return `${table}.${column} IS NULL OR ${table}.${column} = ''`;
	const quoted = values.map((value) => `'${value.replaceAll("'", "''")}'`);
	const value = operator.endsWith('in') ? `(${quoted.join(',')})` : quoted[0];
	return `${table}.${column} ${operator.toUpperCase()} ${value}`;
}

export const showQueryOperations: Record<string, Operation> = { showqueryfromwsdoquery: showQuery };

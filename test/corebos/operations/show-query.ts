import { parseQuery, queriedModule, type Comparison, type Condition } from '../query-syntax';
import { accessDenied } from '../refusal';
import { text, type Operation } from './operation';

/** The SQL that coreBOS makes of a query, for modules whose fields are columns of one table. */
const showQuery: Operation = (call) => {
	const name = queriedModule(text(call, 'query'));
	if (name === undefined) throw accessDenied(' for query');
	const { fields } = call.install.kept(name, ` for ${name}`).describe;
	const query = parseQuery(text(call, 'query'));
	const table = `vtiger_${name.toLowerCase()}`;
	const key = `${table}.${fields.find((field) => field.name === 'id')?.label ?? 'id'}`;
	const columns = query.columns.includes('*') ? fields.map((field) => field.name) : query.columns;
	const shown = columns.filter((column) => column !== 'id').map((column) => `${table}.${column}`);
	const condition = query.condition && `AND   (  (${sqlCondition(query.condition, table)} )) `;
	const sql = [
		`select ${[...shown, key].join(', ')} `,
		`FROM ${table} `,
		`INNER JOIN vtiger_crmentity ON ${key} = vtiger_crmentity.crmid  `,
		`WHERE vtiger_crmentity.deleted=0 ${condition ?? ''}AND ${key} > 0 `,
		`limit ${query.offset},${query.limit}`,
	].join(' ');
	return { sql, status: 'OK', msg: 'The query executed with no error' };
};

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
	const quoted = values.map((value) => `'${value.replaceAll("'", "''")}'`);
	const value = operator.endsWith('in') ? `(${quoted.join(',')})` : quoted[0];
	return `${table}.${column} ${operator.toUpperCase()} ${value}`;
}

export const showQueryOperations: Record<string, Operation> = { showqueryfromwsdoquery: showQuery };

import { parseWorkflowExport, type CoreBosWorkflow } from '../../../engine';

/**
 * Writes workflow exports as coreBOS does: base64 of JSON in the first column, tasks serialized by
 * PHP. It shares nothing with what reads them.
 */

/** A value as PHP serializes it. */
export type PhpWritten =
	| string
	| number
	| boolean
	| null
	| PhpWritten[]
	| { [name: string]: PhpWritten };

function serialized(value: PhpWritten): string {
	if (value === null) return 'N;';
	if (typeof value === 'boolean') return `b:${value ? 1 : 0};`;
	if (typeof value === 'string') return `s:${Buffer.byteLength(value)}:"${value}";`;
	if (typeof value === 'number') return Number.isInteger(value) ? `i:${value};` : `d:${value};`;
	const entries = Array.isArray(value)
		? value.map((entry, index): [PhpWritten, PhpWritten] => [index, entry])
		: Object.entries(value);
	return `a:${entries.length}:{${entries.flat().map(serialized).join('')}}`;
}

/**
 * A task as PHP serializes it.
 *
 * @param name its class
 * @param properties its own; private ones by `\0Class\0name`
 */
export function taskOf(
	name: string,
	properties: Record<string, PhpWritten>,
	active = true,
): string {
	const all: Array<[string, PhpWritten]> = [
		['active', active],
		...Object.entries({ summary: 'T', ...properties }),
	];
	const members = all.flat().map(serialized).join('');
	return `O:${name.length}:"${name}":${all.length}:{${members}}`;
}

/** The object that coreBOS exchanges for a workflow. */
export type ExchangedWorkflow = Record<string, unknown> & { tasks?: string[] };

const EXCHANGED: ExchangedWorkflow = {
	moduleName: 'Accounts',
	description: 'W',
	executionCondition: '3',
	test: '[]',
	tasks: [],
};

/** Columns of an export, in coreBOS's order. */
const COLUMNS =
	'workflow_id,module_name,summary,test,execution_condition,defaultworkflow,type,schtypeid,schtime,schdayofmonth,schdayofweek,schannualdates,nexttrigger_time,schminuteinterval,purpose,wfstarton,wfendon,active,relatemodule,options,cbquestion,recordset,onerecord,multipleschtime'.split(
		',',
	);

/** Members that a column has by another name. */
const MEMBERS: Record<string, string> = {
	module_name: 'moduleName',
	summary: 'description',
	execution_condition: 'executionCondition',
};

/** An export of workflows, each cell quoted, as coreBOS writes it. */
export function exportOf(workflows: ExchangedWorkflow[]): string {
	const rows = workflows.map((workflow) => {
		const { multipleschtime, ...members } = { ...EXCHANGED, ...workflow };
		return COLUMNS.map((column) => {
			if (column === 'workflow_id') return Buffer.from(JSON.stringify(members)).toString('base64');
			if (column === 'multipleschtime') return multipleschtime ?? '';
			return (members as Record<string, unknown>)[MEMBERS[column] ?? column] ?? '';
		});
	});
	const line = (cells: unknown[]): string =>
		cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',');
	return [COLUMNS, ...rows].map((cells) => `${line(cells)}\r\n`).join('');
}

/** A workflow with the given members and tasks, read as an export is. */
export function workflowOf(members: object = {}, tasks: string[] = []): CoreBosWorkflow {
	return parseWorkflowExport(exportOf([{ ...members, tasks }]))[0];
}

/** A task that writes a text into a field. */
export function updateOf(summary: string, more: Record<string, PhpWritten> = {}): string {
	const row = { fieldname: 'bill_city', valuetype: 'rawtext', value: 'Altea' };
	return taskOf('VTUpdateFieldsTask', {
		summary,
		field_value_mapping: JSON.stringify([row]),
		...more,
	});
}

/** Conditions of coreBOS, as text. */
export function conditionsOf(...rows: object[]): string {
	const row = { valuetype: 'rawtext', joincondition: 'and', groupid: '0', groupjoin: '' };
	return JSON.stringify(rows.map((more) => ({ ...row, ...more })));
}

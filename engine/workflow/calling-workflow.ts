import { isRecordNumber, recordNumberOf } from '../corebos';
import { bytesOfText, phpSerializedObject } from '../php';
import { compileConditions } from './conditions/condition-list';
import { WorkflowError } from './workflow-error';

/** A workflow that makes coreBOS call n8n. */
export interface CallingWorkflow {
	/** Module of the records it runs for. */
	module: string;
	/** Its name. */
	description: string;
	/** `save` is create and change. */
	when: 'create' | 'change' | 'save' | 'delete';
	/** The calling map: its record number (`8823`, `44x8823`) in that install, and its name. */
	map: { id: string; name: string };
	/** coreBOS's JSON text; none: for every record. */
	conditions?: string;
}

/** On a save the context holds the old value of each field under its name with this before it. */
export const PREVIOUS_VALUE = 'previous_';

/** coreBOS's execution conditions. */
const EXECUTION_CONDITIONS = { create: 1, save: 3, change: 4, delete: 5 } as const;

const HEADINGS = ['workflow_id', 'module_name', 'summary'];

/**
 * The file that *Settings → Workflows → Import* of coreBOS takes, with one workflow that runs a
 * calling map. Its shape is the leanest that was imported and then ran (recorded).
 *
 * @throws WorkflowError for a name that cannot be a module or an id that cannot be a map, and conditions that cannot be read
 */
export function callingWorkflowCsv(options: CallingWorkflow): string {
	const workflow = spacedJson({
		moduleName: checkedModule(options.module),
		description: checkedName(options.description),
		test: checkedConditions(options.conditions),
		executionCondition: EXECUTION_CONDITIONS[options.when],
		active: 'true',
		tasks: [callingTask(options.map)],
	});
	const cells = [btoa(bytesOfText(workflow)), options.module, options.description];
	return [HEADINGS, cells].map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

function callingTask(map: CallingWorkflow['map']): string {
	return phpSerializedObject('RunWebserviceWorkflowTask', {
		summary: 'Call n8n',
		active: true,
		bmapid: recordNumber(map.id),
		bmapid_display: map.name,
	});
}

/** JSON with a space after each comma and colon, as the file that worked has it. */
function spacedJson(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(spacedJson).join(', ')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const members = Object.entries(value).map(
		([name, member]) => `${JSON.stringify(name)}: ${spacedJson(member)}`,
	);
	return `{${members.join(', ')}}`;
}

function quoted(cell: string): string {
	return `"${cell.replaceAll('"', '""')}"`;
}

function checkedModule(module: string): string {
	if (/^[A-Za-z]\w{0,99}$/.test(module)) return module;
	throw new WorkflowError(`"${module.slice(0, 60)}" is not the name of a module`, {
		description: "Use coreBOS's own name, such as Products or Potentials, not its label.",
	});
}

/** coreBOS cannot import a workflow without a name. */
function checkedName(name: string): string {
	if (name.trim() !== '') return name;
	throw new WorkflowError('The workflow has no name', { description: 'Give it a description.' });
}

function recordNumber(id: string): string {
	const number = recordNumberOf(id.trim());
	if (isRecordNumber(number)) return number;
	throw new WorkflowError(`"${id.slice(0, 60)}" is not the ID of a business map`, {
		description: 'It must be a record number (8823) or a web service ID (44x8823) of the install.',
	});
}

function checkedConditions(conditions = ''): string {
	if (conditions.trim() === '') return '[]';
	// Refuses what coreBOS would import without a word and then fail on.
	compileConditions(conditions);
	return conditions;
}

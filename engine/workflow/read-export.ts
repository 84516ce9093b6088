import { CsvError, parse } from 'csv-parse/sync';
import { isRecord } from '../is-record';
import { PhpObject, readPhpSerialized } from '../php';
import type { CoreBosWorkflow, WorkflowTask } from './model';
import { readTask } from './read-task';
import { readWorkflow } from './read-workflow';
import { WorkflowError } from './workflow-error';

/** Column that holds the workflow; the others repeat parts of it. */
const WORKFLOW = 'workflow_id';
/** The one column that has something the workflow's object lacks. */
const TIMES = 'multipleschtime';

/** Longest file, in characters: thousands of workflows. */
const LONGEST_FILE = 50_000_000;
/** Most workflows of a file, and most tasks of a workflow. */
const MOST_WORKFLOWS = 5_000;
const MOST_TASKS = 1_000;

/** Where in a file something is. */
interface Place {
	/** As a spreadsheet counts: 1 is the row of the headings. */
	row: number;
	column: string;
}

/**
 * Reads a file that *Settings → Workflows → Export* of coreBOS wrote.
 *
 * @param csv its text
 * @returns the workflows, in the order of the file
 * @throws WorkflowError with `row` (1 is the row of the headings) and `column` for a file that is
 * not such an export, and for a workflow or task in it that cannot be read
 */
export function parseWorkflowExport(csv: string): CoreBosWorkflow[] {
	const [headings = [], ...rows] = readRows(csv);
	const column = headings.indexOf(WORKFLOW);
	if (column === -1) throw noExport();
	if (rows.length > MOST_WORKFLOWS) {
		throw new WorkflowError(`The file has more than ${MOST_WORKFLOWS} workflows`, {
			description: 'Export fewer workflows at a time.',
			row: MOST_WORKFLOWS + 2,
		});
	}
	const times = headings.indexOf(TIMES);
	return rows.flatMap((cells, index) => {
		if (cells.every((cell) => cell === '')) return [];
		const place = { row: index + 2, column: WORKFLOW };
		return [readCell(cells[column] ?? '', cells[times] ?? '', place)];
	});
}

function noExport(): WorkflowError {
	return new WorkflowError('The file is not a workflow export: it has no column workflow_id', {
		description:
			'Use the file from Settings → Workflows → Export in coreBOS without changes: cells separated by commas, headings in the first row.',
		row: 1,
		column: WORKFLOW,
	});
}

function readRows(csv: string): string[][] {
	if (csv.length > LONGEST_FILE) {
		throw new WorkflowError('The file is too long', {
			description: `A workflow export may have at most ${LONGEST_FILE / 1e6} million characters.`,
		});
	}
	try {
		return parse(csv, { bom: true, relax_column_count: true, delimiter: delimiterOf(csv) });
	} catch (error) {
		throw unreadable(error);
	}
}

/** A spreadsheet may have saved the file with semicolons or tabs. */
function delimiterOf(csv: string): string {
	const [, delimiter = ','] = /^\uFEFF?[^\r\n]*\bworkflow_id"?([;\t])/.exec(csv) ?? [];
	return delimiter;
}

function unreadable(error: unknown): unknown {
	if (!(error instanceof CsvError)) return error;
	const rowsBefore = Number(error.records ?? 0);
	return new WorkflowError('The file cannot be read as CSV', {
		description: `${error.message}. Use the file from Settings → Workflows → Export in coreBOS without changes.`,
		row: rowsBefore + 1,
		column: typeof error.column === 'number' ? `column ${error.column + 1}` : undefined,
		cause: error,
	});
}

function readCell(cell: string, times: string, place: Place): CoreBosWorkflow {
	const members = membersOf(cell, place);
	const tasks = Object.hasOwn(members, 'tasks') ? members.tasks : [];
	if (!Array.isArray(tasks) || tasks.length > MOST_TASKS) {
		throw inPlace('the tasks are not a list', 'Export the workflow again.', place);
	}
	try {
		return readWorkflow(
			times === '' ? members : { ...members, [TIMES]: times },
			inOrder(tasks.map((task: unknown, index) => storedTask(task, index + 1, place))),
		);
	} catch (error) {
		if (!(error instanceof WorkflowError) || error.row !== undefined) throw error;
		throw inPlace(error.message, error.description, place, error);
	}
}

/** base64 of a JSON object. */
function membersOf(cell: string, place: Place): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(decodedText(cell));
		if (isRecord(value)) return value;
	} catch (error) {
		throw noWorkflow(place, error);
	}
	throw noWorkflow(place);
}

function decodedText(base64: string): string {
	const bytes = Uint8Array.from(atob(base64.trim()), (character) => character.charCodeAt(0));
	return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function noWorkflow(place: Place, cause?: unknown): WorkflowError {
	const advice = 'The cell must contain the complete text that the export of coreBOS wrote.';
	return inPlace('the cell contains no workflow', advice, place, cause);
}

function inPlace(reason: string, advice: string, place: Place, cause?: unknown): WorkflowError {
	return new WorkflowError(`Row ${place.row}, ${place.column}: ${reason}`, {
		description: advice,
		...place,
		cause,
	});
}

/** A task with its number in the order, and its place in the list where it has none. */
interface OrderedTask {
	task: WorkflowTask;
	order: number;
}

function storedTask(text: unknown, number: number, place: Place): OrderedTask {
	if (typeof text !== 'string') {
		throw inPlace(`task ${number} is not text`, 'Export the workflow again.', place);
	}
	try {
		const object = readPhpSerialized(text);
		if (!(object instanceof PhpObject)) throw new SyntaxError('It is not an object of PHP');
		const { className, properties } = object;
		const order = Number(properties.executionorder ?? NaN);
		return {
			task: readTask(className, properties),
			order: Number.isFinite(order) && order > 0 ? order : number,
		};
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		throw inPlace(`task ${number} cannot be read`, error.message, place, error);
	}
}

/** coreBOS runs tasks by their number, not by their place in the list. */
function inOrder(tasks: OrderedTask[]): WorkflowTask[] {
	return tasks.sort((one, other) => one.order - other.order).map(({ task }) => task);
}

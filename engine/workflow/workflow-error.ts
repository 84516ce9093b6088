/** A workflow, a condition or a task of coreBOS that cannot be read or run. */
export class WorkflowError extends Error {
	/** What to do about it, and where it is; empty where the message says all. */
	readonly description: string;
	/** Row of the file, as a spreadsheet counts: 1 is the row of the headings. */
	readonly row?: number;
	/** Heading of the column. */
	readonly column?: string;
	/** Number of the condition in its list, from 1. */
	readonly condition?: number;

	/**
	 * @param reason what happened, in one short sentence
	 * @param details what is known of the place in a file or a list that cannot be used
	 */
	constructor(
		reason: string,
		details: Partial<
			Pick<WorkflowError, 'description' | 'row' | 'column' | 'condition' | 'cause'>
		> = {},
	) {
		super(reason, details.cause === undefined ? undefined : { cause: details.cause });
		this.name = 'WorkflowError';
		this.description = details.description ?? '';
		this.row = details.row;
		this.column = details.column;
		this.condition = details.condition;
	}
}

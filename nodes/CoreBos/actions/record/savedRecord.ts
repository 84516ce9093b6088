import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { changeText, unsavedValues } from '../../../../engine';
import { outputsOf, type ActionRun, type Output } from '../../action';
import { callOptions } from '../../callOptions';
import { writtenValueOptions } from '../../writtenValues';
import type { RecordToSend } from './recordFields';

/** Entries of *Options* of the actions that save a record. */
export const savedRecordOptions: INodeProperties[] = [
	...writtenValueOptions,
	{
		displayName: 'Changed Values Property',
		name: 'changesProperty',
		type: 'string',
		default: '',
		placeholder: 'e.g. changed',
		description:
			'Property of the output that lists the values that coreBOS did not save as they were given; empty for none',
	},
	{
		displayName: 'Values Not Saved as Given',
		name: 'changedValues',
		type: 'options',
		options: [
			{
				name: 'Error (Strict)',
				value: 'strict',
				description: 'The item fails; the record is saved nevertheless, the error tells its ID',
			},
			{ name: 'Ignore', value: 'ignore' },
			{ name: 'Show a Hint', value: 'hint' },
		],
		default: 'hint',
		description:
			'What to do when coreBOS saves other values than it was given: it empties references that lead nowhere, cuts texts that are too long, ignores fields that it does not have, and keeps picklist values that do not exist',
	},
];

interface SavedRecordOptions {
	changesProperty?: string;
	changedValues?: 'strict' | 'ignore' | 'hint';
}

/** A record that coreBOS saved, but not as it was given. */
class ChangedValuesError extends Error {
	constructor(id: unknown, changes: string[]) {
		super(
			`coreBOS saved the record ${String(id)}, but not as it was given: ${changes.join('; ')}. The record exists: correct it, do not create it again.`,
		);
		this.name = 'ChangedValuesError';
	}
}

/** The output of a saved record, or of a call that waits in coreBOS's queue. */
export async function savedOrQueued(
	run: ActionRun,
	itemIndex: number,
	sent: Pick<RecordToSend, 'element' | 'fields'>,
	record: Record<string, unknown>,
): Promise<Output[]> {
	if (callOptions(run.node, itemIndex).isQueued) return outputsOf(record);
	return await savedRecord(run, itemIndex, sent, record);
}

/**
 * The output for a saved record: compared with what was sent, as the item's options say.
 *
 * @param record what coreBOS answered
 * @throws ChangedValuesError with the record's id, where the option is *Error (Strict)*
 */
async function savedRecord(
	run: ActionRun,
	itemIndex: number,
	sent: Pick<RecordToSend, 'element' | 'fields'>,
	record: Record<string, unknown>,
): Promise<Output[]> {
	const options = run.node.getNodeParameter('options', itemIndex, {}) as SavedRecordOptions;
	const whatToDo = options.changedValues ?? 'hint';
	const isCompared = whatToDo !== 'ignore' || Boolean(options.changesProperty);
	const changes = isCompared
		? await unsavedValues(sent.element, record, sent.fields, run.answerFormats)
		: [];
	const texts = changes.map(changeText);
	if (texts.length > 0 && whatToDo === 'strict') throw new ChangedValuesError(record.id, texts);
	if (whatToDo === 'hint') {
		for (const text of texts) {
			run.warn(`Record ${String(record.id)} was not saved as given: ${text}`, itemIndex);
		}
	}
	const told = changes.map((change) => ({ ...change, kept: change.kept ?? null }));
	const more: IDataObject = options.changesProperty ? { [options.changesProperty]: told } : {};
	return outputsOf({ ...record, ...more });
}

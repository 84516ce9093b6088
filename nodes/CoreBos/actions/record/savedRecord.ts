import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { afterWrite, changeText, unsavedValues, type SilentChange } from '../../../../engine';
import { optionsOf } from '../../../editor/parameterValues';
import { ParameterError } from '../../../transport/parameterError';
import { outputsOf, type ActionRun, type Output } from '../../action';
import { writtenValueOptions } from '../../writtenValues';
import type { RecordToSend } from './recordFields';

/** Entries of *Options* of the operations that save a record. */
export const savedRecordOptions: INodeProperties[] = [
	...writtenValueOptions,
	{
		displayName: 'Changed Values Property',
		name: 'changesProperty',
		type: 'string',
		default: '',
		placeholder: 'e.g. changed',
		description:
			'Output property for the list of values that coreBOS changed when it saved the record; empty for none',
	},
	{
		displayName: 'Values Changed on Saving',
		name: 'changedValues',
		type: 'options',
		options: [
			{
				name: 'Error (Strict)',
				value: 'strict',
				description: 'The item fails. The record is still saved, and the error contains its ID.',
			},
			{ name: 'Ignore', value: 'ignore' },
			{ name: 'Show a Hint', value: 'hint' },
		],
		default: 'hint',
		description:
			'What to do if coreBOS saves other values than those sent. It empties references to records that do not exist, cuts off text that is too long, ignores unknown fields, and keeps unknown picklist values.',
	},
];

interface SavedRecordOptions {
	changesProperty?: string;
	changedValues?: 'strict' | 'ignore' | 'hint';
}

/** A record that coreBOS saved with other values than those sent. */
class ChangedValuesError extends ParameterError {
	constructor(id: unknown, changes: string[]) {
		super(
			`coreBOS saved the record ${String(id)}, but changed values: ${changes.join('; ')}`,
			'The record exists: correct it, and do not create it again.',
		);
		this.name = 'ChangedValuesError';
	}
}

/** What of a record is compared field by field, and the changes that are known already. */
type SentRecord = Pick<RecordToSend, 'element' | 'fields'> & { changes?: SilentChange[] };

/**
 * The output for a saved record, compared with what was sent as the options of the item say.
 *
 * @param record what coreBOS answered
 * @throws ChangedValuesError with the record's ID, if the option is *Error (Strict)*
 */
export async function savedRecord(
	run: ActionRun,
	itemIndex: number,
	sent: SentRecord,
	record: Record<string, unknown>,
): Promise<Output[]> {
	const options = optionsOf<SavedRecordOptions>(run.node, itemIndex);
	const whatToDo = options.changedValues ?? 'hint';
	const isCompared = whatToDo !== 'ignore' || Boolean(options.changesProperty);
	const changes = isCompared
		? [
				...(sent.changes ?? []),
				...(await afterWrite(
					record.id,
					async () => await unsavedValues(sent.element, record, sent.fields, run.answerFormats),
				)),
			]
		: [];
	const texts = changes.map(changeText);
	if (texts.length > 0 && whatToDo === 'strict') throw new ChangedValuesError(record.id, texts);
	if (whatToDo === 'hint') {
		for (const text of texts) {
			run.warn(`coreBOS changed a value of record ${String(record.id)}: ${text}`, itemIndex);
		}
	}
	const told = changes.map((change) => ({ ...change, kept: change.kept ?? null }));
	const more: IDataObject = options.changesProperty ? { [options.changesProperty]: told } : {};
	return outputsOf({ ...record, ...more });
}

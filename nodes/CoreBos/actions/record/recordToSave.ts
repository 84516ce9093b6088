import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import {
	type CoreBosClient,
	documentToSave,
	hasLines,
	isDocumentMember,
	savedDocument,
	type SilentChange,
} from '../../../../engine';
import { ParameterError } from '../../../transport/parameterError';
import { outputsOf, type ActionRun, type Output } from '../../action';
import { callOptions } from '../../callOptions';
import { linesOfItem } from './documentLines';
import { filesOption, filesToSend } from './recordFiles';
import { recordToSend, type RecordToSend } from './recordFields';
import { savedRecord, savedRecordOptions } from './savedRecord';

/** Entries of *Options* of the operations that save a record with its files. */
export const savingOptions: INodeProperties[] = [...savedRecordOptions, filesOption];

/** A record of an item, with its lines and files. */
export interface RecordToSave extends RecordToSend {
	/** Whether records of the module have lines. */
	isDocument: boolean;
}

/** Reads the record that will be changed; undefined if it does not exist yet. */
type ReadExisting = (sent: RecordToSend) => Promise<Record<string, unknown> | undefined>;

/** @throws CoreBosError if the record does not exist */
export async function readRecord(
	client: CoreBosClient,
	id: string,
): Promise<Record<string, unknown>> {
	return (await client.call('retrieve', { id })) as Record<string, unknown>;
}

/**
 * What an item saves.
 *
 * @param existing for an action that changes records
 * @returns undefined if the item is a line of a document that another item saves
 * @throws ParameterError and CoreBosError that name the parameter, or the line
 */
export async function recordToSave(
	run: ActionRun,
	itemIndex: number,
	existing?: ReadExisting,
): Promise<RecordToSave | undefined> {
	const lines = linesOfItem(run.node, itemIndex);
	if (lines.kind === 'partOfOther') return undefined;
	const sent = await recordToSend(run, itemIndex);
	const { module, element: values } = sent;
	const files = await filesToSend(run.node, itemIndex, sent);
	const element = { ...values, ...files };
	if (!hasLines(sent)) {
		if (lines.kind === 'fieldValues') return { ...sent, element, isDocument: false };
		throw new ParameterError(
			`Records of the module "${module}" have no lines`,
			'Select a module with lines, such as Invoice, or set "Lines From" to Field Values.',
		);
	}
	const given = lines.kind === 'given' ? lines.members : membersOfItem(run.node, itemIndex);
	const document = await documentToSave(
		run.client,
		{ ...element, ...given },
		existing && (async () => await existing(sent)),
	);
	for (const warning of document.warnings) run.warn(warning, itemIndex);
	return { ...sent, element: document.element as IDataObject, isDocument: true };
}

/** With *Map Automatically*, lines and totals of the item are sent like its fields. */
function membersOfItem(node: IExecuteFunctions, itemIndex: number): IDataObject {
	if (node.getNodeParameter('valuesFrom', itemIndex) !== 'fields') return {};
	if (node.getNodeParameter('fields.mappingMode', itemIndex) !== 'autoMapInputData') return {};
	const { json } = node.getInputData()[itemIndex];
	return Object.fromEntries(
		Object.entries(json).filter(([name, value]) => isDocumentMember(name) && value !== null),
	);
}

/**
 * The output of a saved record, a document with its lines; or of a call that waits in coreBOS's
 * queue.
 *
 * @param sent with changes that are known already
 * @param record what coreBOS answered
 * @throws ChangedValuesError with the ID of the record, if the option is *Error (Strict)*
 */
export async function savedOrQueued(
	run: ActionRun,
	itemIndex: number,
	{ isDocument, changes = [], ...sent }: RecordToSave & { changes?: SilentChange[] },
	record: Record<string, unknown>,
): Promise<Output[]> {
	if (callOptions(run.node, itemIndex).isQueued) return outputsOf(record);
	if (!isDocument) return await savedRecord(run, itemIndex, { ...sent, changes }, record);
	const saved = await savedDocument(run.client, sent.element, record);
	const all = [...changes, ...saved.changes];
	return await savedRecord(run, itemIndex, { ...sent, changes: all }, saved.record);
}

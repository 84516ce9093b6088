import { asRecord } from '../../is-record';
import type { CoreBosClient } from '../../environment';
import { getOwn } from '../../php';
import { moduleFields } from '../module-fields';
import { WorkflowError } from '../workflow-error';

/** A record as conditions look at it. */
export interface RecordView {
	/** Name of its module; undefined where it is not known. */
	module: string | undefined;
	fields: Readonly<Record<string, unknown>>;
	/** Its fields before the save; undefined: it was not saved, or is new. */
	before: Readonly<Record<string, unknown>> | undefined;
}

/** Module numbers of ids that every install has, for modules that may not be described. */
const KNOWN_PREFIXES: Readonly<Record<string, string>> = { Users: '19', Groups: '20' };

/**
 * The record that a link field leads to.
 *
 * @param module module that the condition names
 * @returns undefined where the field is empty or leads to a record of another module
 * @throws WorkflowError where no install can be asked; whatever the client throws
 */
export async function linkedRecord(
	record: RecordView,
	link: string,
	module: string,
	client: CoreBosClient | undefined,
): Promise<RecordView | undefined> {
	const target = getOwn(record.fields, link);
	if (typeof target === 'object' && target !== null) {
		return { module, fields: asRecord(target), before: undefined };
	}
	const id = String(target ?? '');
	if (id === '' || id === '0') return undefined;
	if (client === undefined) throw withoutClient(link, module);
	const prefix = (await moduleFields(client, module))?.idPrefix ?? KNOWN_PREFIXES[module];
	if (!id.startsWith(`${prefix}x`)) return undefined;
	return { module, fields: asRecord(await client.call('retrieve', { id })), before: undefined };
}

function withoutClient(link: string, module: string): WorkflowError {
	return new WorkflowError('A condition looks at a linked record, which only coreBOS knows', {
		description: `The record of ${module} that "${link}" leads to is read from coreBOS: choose a coreBOS API credential in the node.`,
	});
}

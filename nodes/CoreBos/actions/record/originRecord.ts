import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { CoreBosError, isWebServiceId, thrownError } from '../../../../engine';
import { ParameterError } from '../../../transport/parameterError';
import type { ActionRun } from '../../action';
import { callOptions } from '../../callOptions';

/** The module of the record that a new record is made from, as by a task of coreBOS. */
export const originModuleParameter: INodeProperties = {
	displayName: 'Module of the Item',
	name: 'originModule',
	type: 'string',
	default: '',
	placeholder: 'e.g. Accounts',
	displayOptions: { show: { valuesFrom: ['fieldMapping'] } },
	description:
		'The module of the record in the item. With it, the node also does what else a Create task of coreBOS does: it relates the new record to that of the item, and the business map of both modules, such as Accounts2Contacts, sets values if there is one.',
};

/** @returns undefined where nobody says it */
export function originModule(node: IExecuteFunctions, itemIndex: number): string | undefined {
	if (node.getNodeParameter('valuesFrom', itemIndex) !== 'fieldMapping') return undefined;
	const module = String(node.getNodeParameter('originModule', itemIndex, '')).trim();
	return module === '' ? undefined : module;
}

/**
 * Relates a new record to the record of the item, if the item says of which module that is.
 *
 * @throws ParameterError with the ID of the new record if coreBOS refuses the relation
 */
export async function relateToOrigin(
	{ node, client, warn }: ActionRun,
	itemIndex: number,
	record: Record<string, unknown>,
): Promise<void> {
	const { id: origin } = node.getInputData()[itemIndex].json;
	if (originModule(node, itemIndex) === undefined || !isWebServiceId(origin)) return;
	if (callOptions(node, itemIndex).isQueued) {
		warn('The new record is not related to that of the item: coreBOS creates it later.', itemIndex);
		return;
	}
	const ends = { relate_this_id: origin, with_these_ids: [record.id] };
	await client.call('SetRelation', ends).catch((error: unknown) => {
		throw notRelated(record.id, origin, error);
	});
}

function notRelated(id: unknown, origin: string, error: unknown): ParameterError {
	const created = `coreBOS created the record ${String(id)}`;
	const { message } = thrownError(error);
	return error instanceof CoreBosError && error.uncertain
		? new ParameterError(
				`${created}, but whether it is related to ${origin} is not known: ${message}`,
				'The record exists: look at its relations, and do not create it again.',
			)
		: new ParameterError(
				`${created}, but did not relate it to ${origin}: ${message}`,
				'The record exists: relate it with Relation: Relate, and do not create it again.',
			);
}

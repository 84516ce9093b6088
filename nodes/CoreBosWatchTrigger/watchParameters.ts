import type { IDataObject, INodeProperties, IPollFunctions } from 'n8n-workflow';
import { FIELD_LIST, filterConditions, filters } from '../editor/filterParameters';
import { isoDatesOption } from '../editor/isoDatesOption';
import { listedNames } from '../editor/parameterValues';
import { sizeLimitOf, sizeLimitOption } from '../transport/n8nHttp';
import { ParameterError } from '../transport/parameterError';
import { needsExtendedSyntax, type ChangeEvent, type QueryCondition } from '../../engine';
import { moduleLocator } from '../editor/listSearch/locators';

const DEFAULT_LIMIT = 500;
/** Seconds. */
const DEFAULT_OVERLAP = 120;
/** Seconds: coreBOS has whole seconds, so at least one must be read again. */
const LEAST_OVERLAP = 2;

export const watchParameters: INodeProperties[] = [
	moduleLocator({ description: 'The module whose records to watch' }),
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: [
			{ name: 'Created', value: 'created', description: 'A record is new' },
			{
				name: 'Deleted',
				value: 'deleted',
				description:
					'A record was deleted. Only reported for records assigned to the user of the credential.',
			},
			{ name: 'Updated', value: 'updated', description: 'A record was changed' },
		],
		required: true,
		default: ['created', 'updated'],
		description:
			'What starts the workflow. A record that is created and then updated between two polls is one item: created.',
	},
	{
		displayName: 'Find Changes By',
		name: 'findBy',
		type: 'options',
		options: [
			{
				name: 'Query',
				value: 'query',
				description: 'All records that the user of the credential can see',
			},
			{
				name: 'Sync',
				value: 'sync',
				description: 'Only records that are assigned to the user of the credential',
			},
		],
		default: 'query',
		description:
			'How to find created and updated records. Deleted records are always found with the coreBOS operation "sync".',
	},
	{
		...filters,
		description: 'Conditions that created and updated records must all match',
		displayOptions: { show: { findBy: ['query'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			isoDatesOption,
			{
				displayName: 'Field Names or IDs',
				name: 'fields',
				...FIELD_LIST,
				type: 'multiOptions',
				default: [],
				description:
					'The fields of the output, in addition to ID and times; all by default. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			},
			{
				displayName: 'Ignore Changes By: User Names or IDs',
				name: 'ignoreChangesBy',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getUsersToIgnore' },
				default: ['currentUser'],
				description:
					'Users whose changes are ignored. Use this option if the workflow changes the records that it watches; otherwise it would start itself again with every poll. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			},
			{
				displayName: 'Include Lines',
				name: 'includeLines',
				type: 'boolean',
				default: false,
				description:
					'Whether to include the lines of invoices, orders and quotes (pdoInformation). Each changed record is then read once more.',
			},
			{
				displayName: 'Max Items per Poll',
				name: 'mostItems',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: DEFAULT_LIMIT,
				description: 'Max number of changes per poll; the rest follow with the next poll',
			},
			{
				displayName: 'Only When These Change: Field Names or IDs',
				name: 'changedFields',
				...FIELD_LIST,
				type: 'multiOptions',
				default: [],
				description:
					'Updates of other fields are ignored, and items of updated records have the previous values in "before". With an expression also pdoInformation, together with Include Lines. The values of 10,000 records are remembered; for other records, the first update starts the workflow. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			},
			{
				displayName: 'Overlap',
				name: 'overlap',
				type: 'number',
				typeOptions: { minValue: LEAST_OVERLAP },
				default: DEFAULT_OVERLAP,
				description:
					'Number of seconds that each poll checks again, for changes that became visible late. Nothing is returned twice. Set more than 3600 if the clock of the server switches to daylight saving time.',
			},
			sizeLimitOption,
		],
	},
];

/** What the node watches. */
export interface WatchSetup {
	module: string;
	events: ChangeEvent[];
	findBy: 'query' | 'sync';
	conditions: QueryCondition[];
	/** Fields of the output; empty for all. */
	fields: string[];
	/** Updates count only if one of these fields changes; empty for any. */
	changedFields: string[];
	/** IDs of users whose changes are ignored; `currentUser` for the user of the credential. */
	ignoredUsers: string[];
	includeLines: boolean;
	isoDates: boolean;
	limit: number;
	overlap: number;
	/** The largest answer that is read, in megabytes. */
	sizeLimit: number;
}

/**
 * The parameters of the node.
 *
 * @throws ParameterError that says what is missing or not possible
 */
export function watchSetup(node: IPollFunctions): WatchSetup {
	const module = String(node.getNodeParameter('module', '', { extractValue: true }) ?? '').trim();
	if (module === '') {
		throw new ParameterError('The parameter "Module" is empty', 'Select a module.');
	}
	const events = node.getNodeParameter('events', []) as ChangeEvent[];
	if (events.length === 0) {
		throw new ParameterError('The parameter "Events" is empty', 'Select at least one event.');
	}
	const findBy = node.getNodeParameter('findBy', 'query') as 'query' | 'sync';
	const options = node.getNodeParameter('options', {}) as IDataObject;
	return {
		module,
		events,
		findBy,
		conditions: findBy === 'query' ? conditionsOf(node) : [],
		fields: listedNames(options.fields),
		changedFields: listedNames(options.changedFields),
		ignoredUsers: listedNames(options.ignoreChangesBy),
		includeLines: options.includeLines === true,
		isoDates: options.isoDates === true,
		limit: Math.max(1, Math.floor(Number(options.mostItems ?? DEFAULT_LIMIT)) || DEFAULT_LIMIT),
		sizeLimit: sizeLimitOf(options),
		overlap: Math.max(LEAST_OVERLAP, Number(options.overlap ?? DEFAULT_OVERLAP) || DEFAULT_OVERLAP),
	};
}

/** coreBOS reads queries with extended conditions by other rules, including their times. */
function conditionsOf(node: IPollFunctions): QueryCondition[] {
	const conditions = filterConditions(node.getNodeParameter('filters', {}));
	const extended = conditions.find(needsExtendedSyntax);
	if (extended === undefined) return conditions;
	const what = extended.field.includes('.')
		? 'a field of a linked record'
		: 'Is Empty or Is Not Empty';
	throw new ParameterError(
		`The filter on "${extended.field}" cannot be used to watch records, because it uses ${what}`,
		'Remove it, and filter the items after this node instead.',
	);
}

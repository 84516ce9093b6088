import type { INodeParameters } from 'n8n-workflow';
import {
	isRecordNumber,
	recordNumberOf,
	type CoreBosWorkflow,
	type ScheduledRecords,
	type WorkflowTask,
	type WorkflowTrigger,
} from '../../engine';
import { LINE, type Canvas, type End, type NodeToPlace } from './canvas';
import {
	checkConditionsNode,
	hasConditions,
	ifNode,
	locator,
	OWN_RECORD,
	recordsNode,
	stopNode,
} from './corebos-nodes';
import { fieldsThatChange, queryFilters } from './query-filters';
import { scheduleCheck, scheduleInWords, scheduleRules } from './schedule-rules';
import type { NotConverted } from './task-line';

/** How a converted workflow starts where coreBOS starts it on a save. */
export type TriggerKind = 'calls' | 'watch';

/** The start of a workflow on the canvas. */
export class Start {
	/** Outputs that the next node is connected with. */
	ends: End[] = [];
	/** First free column. */
	column = 0;
	/** What the note says about it. */
	readonly remarks: string[] = [];
	readonly notConverted: NotConverted[] = [];

	constructor(
		readonly canvas: Canvas,
		readonly workflow: CoreBosWorkflow,
	) {}

	/** Connects a node with the open ends; what follows comes after its first output. */
	place(node: NodeToPlace): void {
		const name = this.canvas.place(node, this.column++, LINE);
		this.canvas.connect(this.ends, name);
		this.ends = [{ node: name, output: 0 }];
	}
}

/** Everything before the tasks: trigger, period, records and conditions. */
export function placeStart(canvas: Canvas, workflow: CoreBosWorkflow, kind: TriggerKind): Start {
	const start = new Start(canvas, workflow);
	const { trigger } = workflow;
	switch (trigger.when) {
		case 'schedule':
			placeSchedule(start, trigger);
			break;
		case 'manual':
			start.place(launched(workflow));
			start.remarks.push('It runs when another workflow launches it, or by hand with a record.');
			break;
		case 'access':
			start.place(launched(workflow));
			start.notConverted.push({
				task: 'Trigger',
				reason:
					'coreBOS asks this workflow who may see a record. Only coreBOS can do that: keep it there.',
			});
			break;
		case 'relate':
		case 'unrelate':
			placeCalls(start);
			start.remarks.push(
				`coreBOS reports related records only with a call: add a Run Web Service task with a calling map to this workflow in coreBOS (other module: ${trigger.otherModule}).`,
			);
			break;
		default:
			placeSaves(start, trigger, kind);
	}
	placePeriod(start);
	placeConditions(start);
	if (trigger.when === 'once') placeOnce(start);
	return start;
}

type SaveTrigger = Extract<
	WorkflowTrigger,
	{ when: 'create' | 'once' | 'save' | 'change' | 'delete' }
>;

function placeSaves(start: Start, { when }: SaveTrigger, kind: TriggerKind): void {
	const { workflow } = start;
	if (kind === 'calls') {
		placeCalls(start);
		start.remarks.push(
			`Runs in coreBOS ${WHEN[when]}: make a calling workflow for it (Business Map: Create Calling Workflow).`,
		);
	} else {
		start.place({
			name: 'Watch Records',
			type: 'n8n-nodes-corebos.coreBosWatchTrigger',
			typeVersion: 1,
			parameters: {
				pollTimes: { item: [{ mode: 'everyMinute' }] },
				module: locator('name', workflow.moduleName),
				events: EVENTS[when],
				options: watchOptions(workflow, when),
			},
		});
		start.remarks.push(`Runs in coreBOS ${WHEN[when]}; here it looks for changes every minute.`);
		if (when === 'delete') start.remarks.push(DELETED);
	}
	if (writesWhatStartsIt(workflow, when)) start.remarks.push(WRITES_ITSELF[kind]);
	if (asksForChange(workflow)) {
		start.remarks.push(
			'Its conditions compare with the values before the save (has changed, has changed to, was). They are false where the item has no "before": the calling workflow sends it.',
		);
	}
}

/** Changes that the workflow makes itself, which those of coreBOS are not started by, and others. */
function watchOptions(workflow: CoreBosWorkflow, when: SaveTrigger['when']): INodeParameters {
	const changed = EVENTS[when].includes('updated') ? fieldsThatChange(workflow.test) : [];
	return {
		...(writesWhatStartsIt(workflow, when) && { ignoreChangesBy: ['currentUser'] }),
		...(changed.length > 0 && { changedFields: changed }),
	};
}

/** Tasks that can write fields of the record itself. */
const WRITING: ReadonlyArray<WorkflowTask['does']> = ['updateFields', 'upsertRecord', 'runMap'];

function writesWhatStartsIt({ tasks }: CoreBosWorkflow, when: SaveTrigger['when']): boolean {
	const isStartedByChanges = when === 'save' || when === 'change';
	return isStartedByChanges && tasks.some(({ does, active }) => active && WRITING.includes(does));
}

const WRITES_ITSELF: Record<TriggerKind, string> = {
	calls:
		'It can write the record whose change starts it, and would start itself again and again: give n8n its own user in coreBOS, and give the calling workflow the condition that "modifiedby" is not this user.',
	watch:
		'It can write the record whose change starts it. It ignores changes by the user of the credential: give n8n its own user in coreBOS.',
};

const DELETED =
	'Of a deleted record only its ID is known here: with calls (--trigger calls) coreBOS runs before the deletion, and the record can still be read.';

const WHEN: Record<SaveTrigger['when'], string> = {
	create: 'when a record is created',
	once: 'on every save until its conditions are met for the first time',
	save: 'on every save',
	change: 'when an existing record is saved',
	delete: 'before a record is deleted',
};

const EVENTS: Record<SaveTrigger['when'], string[]> = {
	create: ['created'],
	once: ['created', 'updated'],
	save: ['created', 'updated'],
	change: ['updated'],
	delete: ['deleted'],
};

function asksForChange({ test, tasks }: CoreBosWorkflow): boolean {
	return [test, ...tasks.map((task) => task.test)].some((conditions) =>
		/"operation"\s*:\s*"(?:has changed|has changed to|was)"/.test(conditions),
	);
}

/** A permission for this workflow alone, from this machine alone: the address is to be filled in. */
function placeCalls(start: Start): void {
	const { canvas, workflow } = start;
	const { description, properties } = workflow;
	const id = recordNumberOf(String(properties.id ?? properties.workflow_id ?? ''));
	start.place({
		name: 'coreBOS Trigger',
		type: 'n8n-nodes-corebos.coreBosTrigger',
		typeVersion: 1,
		parameters: {
			path: `${pathOf(workflow)}-${canvas.seed.slice(0, 6)}`,
			permissions: {
				permission: [
					{
						title: description,
						addresses: '127.0.0.1',
						// An export does not have the number of a workflow; each workflow has a path of its
						// own.
						workflows: isRecordNumber(id) ? id : '*',
						triggers: '',
					},
				],
			},
			loadRecord: true,
			settings: {},
		},
		isWebhook: true,
	});
	start.remarks.push(
		'Permit in coreBOS Trigger the address that coreBOS calls from; 127.0.0.1 is this machine.',
	);
}

/** The name in small letters, for the address of the webhook. */
function pathOf({ moduleName, description }: CoreBosWorkflow): string {
	const words = `${moduleName} ${description}`.normalize('NFD').replace(/\p{M}/gu, '');
	return words
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '');
}

function launched({ moduleName }: CoreBosWorkflow): NodeToPlace {
	return {
		name: 'When Launched',
		type: 'n8n-nodes-base.executeWorkflowTrigger',
		typeVersion: 1.1,
		parameters: { inputSource: 'passthrough' },
		notes: `A record of ${moduleName} as item`,
	};
}

function placeSchedule(
	start: Start,
	{ schedule, records }: Extract<WorkflowTrigger, { when: 'schedule' }>,
): void {
	const rules = scheduleRules(schedule);
	start.remarks.push(
		`Runs in coreBOS ${scheduleInWords(schedule)}, in the time zone of its administrator: set the same one in the settings of this workflow. coreBOS itself moves such a time to midnight after the first run; here it stays.`,
	);
	if (rules === undefined) {
		start.place({
			name: 'By Hand',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			parameters: {},
		});
		start.notConverted.push({
			task: 'Schedule',
			reason: `n8n's Schedule Trigger cannot say "${scheduleInWords(schedule)}". Put another trigger in its place.`,
		});
	} else {
		start.place({
			name: 'Schedule',
			type: 'n8n-nodes-base.scheduleTrigger',
			typeVersion: 1.2,
			parameters: { rule: { interval: rules } },
		});
		const check = scheduleCheck(schedule);
		if (check !== undefined) start.place(ifNode('Is It Time?', check));
	}
	placeRecords(start, records);
}

/** The records that a scheduled workflow takes. */
function placeRecords(start: Start, records: ScheduledRecords): void {
	const { workflow } = start;
	const module = locator('name', workflow.moduleName);
	if (records.from === 'record') {
		const get = recordsNode(records.name || 'Record', 'record', 'get', {
			module,
			recordId: locator('id', records.id),
		});
		start.place({ ...get, goesOnAfterErrors: false });
		start.remarks.push('It always uses this one record, regardless of the conditions.');
		return;
	}
	if (records.from === 'nowhere') {
		start.place({
			...ifNode('Takes No Records', 'false'),
			notes:
				'As in coreBOS, which takes none. Deactivate this node to take the records that meet the conditions.',
		});
		start.remarks.push(
			'It takes no records, as in coreBOS: the workflow does not say from where. To take those that meet its conditions, deactivate the node "Takes No Records".',
		);
	}
	if (records.from === 'question' || records.from === 'map') {
		const kind = records.from === 'map' ? 'business map' : 'business question';
		const reason = `The ${kind} "${records.name || records.id}" says which records it takes, and only coreBOS reads it. Narrow the filters of Get Many down to them.`;
		start.notConverted.push({ task: 'Records', reason });
		// Without it, the workflow would work on records that coreBOS never takes.
		start.place(stopNode('Which Records?', `${reason} Then remove this node.`));
	}
	const getMany = recordsNode('Get Many', 'record', 'getAll', {
		module,
		returnAll: true,
		filters: { conditions: queryFilters(workflow.test) },
	});
	start.place({ ...getMany, goesOnAfterErrors: false });
}

/** The time in which the workflow is active. */
function placePeriod(start: Start): void {
	const { activeFrom, activeUntil } = start.workflow;
	const moment = (text: string) =>
		`DateTime.fromSQL(${JSON.stringify(text)}, { zone: $now.zoneName })`;
	const bounds = [
		...(activeFrom === '' ? [] : [`$now >= ${moment(activeFrom)}`]),
		...(activeUntil === '' ? [] : [`$now <= ${moment(activeUntil)}`]),
	];
	if (bounds.length > 0) start.place(ifNode('In Its Time?', bounds.join(' && ')));
}

/** The conditions of the workflow; a scheduled one with a single record does not look at them. */
function placeConditions(start: Start): void {
	const { trigger, moduleName, test } = start.workflow;
	const isScheduled = trigger.when === 'schedule';
	if (!hasConditions(test) || (isScheduled && trigger.records.from === 'record')) return;
	const reading = isScheduled ? 'scheduled' : 'save';
	start.place(checkConditionsNode('Conditions Met?', moduleName, test, reading));
}

/** n8n remembers the records that met the conditions, as coreBOS does. */
function placeOnce(start: Start): void {
	start.place({
		name: 'Once per Record',
		type: 'n8n-nodes-base.removeDuplicates',
		typeVersion: 2,
		parameters: {
			operation: 'removeItemsSeenInPreviousExecutions',
			logic: 'removeItemsWithAlreadySeenKeyValues',
			dedupeValue: OWN_RECORD,
			options: { scope: 'node' },
		},
		notes:
			'n8n remembers the records that came through. coreBOS remembers its own: records that met the conditions there come once more here.',
	});
	start.remarks.push('It runs once per record: n8n remembers the last 10,000 of them.');
}

import type { CoreBosWorkflow } from '../../engine';
import {
	Canvas,
	LINE,
	type CanvasNode,
	type Connections,
	type End,
	type NodeToPlace,
} from './canvas';
import { ifNode, stopNode } from './corebos-nodes';
import { workflowId } from './node-ids';
import { aboutDelays, delayedTasks } from './delays';
import type { KnownMaps, NotConverted, TaskConversion } from './task-line';
import { placeTask } from './task-nodes';
import { reportsOfTask } from './task-reports';
import { placeStart, type TriggerKind } from './trigger-nodes';

/** How workflows are converted. */
export interface WorkflowOptions {
	/** Maps by the record numbers that tasks name; others are read from coreBOS at run time. */
	maps?: KnownMaps;
	/**
	 * How workflows that coreBOS runs on a save start: `calls` from coreBOS, or by watching the
	 * records (`watch`). Default: `calls`.
	 */
	trigger?: TriggerKind;
	/** Time zone of schedules and dates, such as `Europe/Madrid`; default: that of n8n. */
	timeZone?: string;
}

/** A workflow as n8n imports it from a file. */
export interface N8nWorkflow {
	id: string;
	name: string;
	nodes: CanvasNode[];
	connections: Connections;
	pinData: Record<string, never>;
	settings: { executionOrder: 'v1'; timezone?: string };
	active: false;
}

/** A workflow of coreBOS in n8n. */
export interface ConvertedCoreBosWorkflow {
	/** Its name, in both. */
	name: string;
	workflow: N8nWorkflow;
	/** What n8n cannot do as coreBOS does it; each is on the canvas, too. */
	notConverted: NotConverted[];
	/** What is to be filled in where a secret stood. */
	secrets: string[];
}

/**
 * Turns workflows of coreBOS into workflows of n8n that do the same.
 *
 * @param workflows as an export has them; those that launch each other are to come together
 * @returns one for each, in their order, ready to be imported; none is active
 */
export function workflowsToN8n(
	workflows: CoreBosWorkflow[],
	options: WorkflowOptions = {},
): ConvertedCoreBosWorkflow[] {
	const ids = launchableIds(workflows);
	return workflows.map((workflow) => convertWorkflow(workflow, ids, options));
}

const UNKNOWN_TASKS =
	'The web service of coreBOS does not return the tasks of a workflow. Export the workflow in coreBOS and convert the file, or put nodes for its tasks here.';

/** The longest name that n8n takes. */
const LONGEST_NAME = 128;

/** The name in coreBOS, which the note above the workflow has in full. */
function nameOf({ description, moduleName }: CoreBosWorkflow): string {
	const name = description || `Workflow of ${moduleName}`;
	return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}

/** An id for each workflow, the same whenever it is converted: they launch each other by it. */
function launchableIds(workflows: CoreBosWorkflow[]): Map<CoreBosWorkflow, string> {
	const count = new Map<string, number>();
	return new Map(
		workflows.map((workflow) => {
			const name = `${workflow.moduleName} ${workflow.description}`;
			const number = count.get(name) ?? 0;
			count.set(name, number + 1);
			return [workflow, workflowId(number === 0 ? name : `${name} ${number}`)];
		}),
	);
}

function convertWorkflow(
	workflow: CoreBosWorkflow,
	ids: ReadonlyMap<CoreBosWorkflow, string>,
	{ maps = {}, trigger = 'calls', timeZone }: WorkflowOptions,
): ConvertedCoreBosWorkflow {
	const name = nameOf(workflow);
	const id = ids.get(workflow) ?? '';
	const canvas = new Canvas(id);
	const start = placeStart(canvas, workflow, trigger);
	const reports = workflow.tasks.flatMap(reportsOfTask);
	const conversion: TaskConversion = {
		canvas,
		workflow,
		ids,
		maps,
		delayed: delayedTasks(workflow),
		notConverted: [
			...start.notConverted,
			...reports.filter(({ isRefused }) => isRefused).map(({ task, reason }) => ({ task, reason })),
		],
		secrets: [],
	};
	let { ends, column } = start;
	for (const task of workflow.tasks.filter(({ delay }) => delay === undefined)) {
		({ ends, column } = placeTask(conversion, task, ends, column));
	}
	// n8n follows a branch to its end: one that waits must not come before tasks that do not.
	for (const task of conversion.delayed) placeTask(conversion, task, ends, column);
	if (workflow.hasUnknownTasks === true) {
		conversion.notConverted.push({ task: 'Tasks', reason: UNKNOWN_TASKS });
		const stop = stopNode('Which Tasks?', `${UNKNOWN_TASKS} Then remove this node.`);
		canvas.connect(ends, canvas.place(stop, column, LINE));
	}
	placeErrors(canvas, ends, column);
	const doubtful = reports
		.filter(({ isRefused }) => !isRefused)
		.map(({ task, reason }) => `${task}: ${reason}`);
	const remarks = [...start.remarks, ...aboutDelays(conversion), ...doubtful];
	canvas.title(titleOf(workflow, remarks, conversion));
	return {
		name,
		workflow: {
			id,
			name,
			nodes: canvas.nodes,
			connections: canvas.connections,
			pinData: {},
			settings: { executionOrder: 'v1', ...(timeZone !== undefined && { timezone: timeZone }) },
			active: false,
		},
		notConverted: conversion.notConverted,
		secrets: conversion.secrets,
	};
}

/**
 * A task that fails does not stop the next ones, as in coreBOS. Its error goes along with the item,
 * and at the end the run fails with it, so that n8n reports it.
 */
function placeErrors(canvas: Canvas, ends: End[], column: number): void {
	const isOnLine = ({ onError, position: [, row] }: CanvasNode) =>
		onError !== undefined && row === LINE;
	if (!canvas.nodes.some(isOnLine)) return;
	const check = canvas.place(ifNode('Any Error?', '!!$json.error'), column, LINE);
	canvas.connect(ends, check);
	const message = '={{ $json.error.message ?? $json.error }}';
	const stop: NodeToPlace = {
		...stopNode('A Task Failed', ''),
		parameters: { errorMessage: message },
	};
	canvas.connect([{ node: check, output: 0 }], canvas.place(stop, column + 1, LINE));
}

/** The note above the workflow: what it is, and what is left to do. */
function titleOf(
	workflow: CoreBosWorkflow,
	remarks: string[],
	{ notConverted, secrets }: TaskConversion,
): string {
	const { description, moduleName, purpose, active, activeFrom, activeUntil } = workflow;
	const period = [
		...(activeFrom === '' ? [] : [`from ${activeFrom}`]),
		...(activeUntil === '' ? [] : [`until ${activeUntil}`]),
	];
	const lines = [
		...remarks,
		...(active ? [] : ['It is not active in coreBOS.']),
		...(period.length > 0 ? [`It is active ${period.join(' ')}.`] : []),
		'Choose a coreBOS API credential in the nodes. Records that they write through the web service launch the workflows of coreBOS again, unlike its own tasks. Switch this workflow off there.',
		...notConverted.map(({ task, reason }) => `**Not converted**: ${task}. ${reason}`),
		...secrets.map((secret) => `**Fill in**: ${secret}`),
	];
	const about = purpose === '' ? '' : `${purpose}\n\n`;
	return `## ${description}\n${about}Workflow of coreBOS on ${moduleName}\n${lines.map((line) => `- ${line}`).join('\n')}`;
}

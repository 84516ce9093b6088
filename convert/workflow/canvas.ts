import type { INodeParameters } from 'n8n-workflow';
import { nodeId } from './node-ids';

/** A node as n8n imports it. */
export interface CanvasNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [x: number, y: number];
	parameters: INodeParameters;
	disabled?: boolean;
	notes?: string;
	notesInFlow?: boolean;
	onError?: 'continueRegularOutput';
	webhookId?: string;
}

/** A node to be put on the canvas. */
export interface NodeToPlace {
	name: string;
	type: string;
	typeVersion: number;
	parameters: INodeParameters;
	disabled?: boolean;
	notes?: string;
	/** True: an error of the node goes into its item, and what follows runs. */
	goesOnAfterErrors?: boolean;
	isWebhook?: boolean;
}

/** An output of a node. */
export interface End {
	node: string;
	output: number;
}

interface Target {
	node: string;
	type: 'main';
	index: 0;
}

/** Connections as n8n imports them. */
export type Connections = Record<string, { main: Target[][] }>;

/** Pixels from one column to the next, on n8n's grid: names and notes have room. */
export const COLUMN = 256;
/** Rows: what is above the line of tasks runs before what follows, what is below runs after it. */
export const ABOVE = -224;
export const LINE = 0;
export const BELOW = 224;
/** The first row of tasks that wait, below the notes, and pixels to the next one. */
const WAITING = 640;
const WAITING_STEP = 240;

/** Size and place of a note beneath a node, as wide as its column. */
const NOTE = { width: 240, height: 208, left: -72, top: 128 };
/** Place of the note that says what the workflow is, which is as high as its text. */
const TITLE = { width: 752, gap: 96, left: -72 };
/** A line of a note on the canvas: characters of this width, pixels of height with its gap. */
const TITLE_LINE = { characters: 100, height: 22 };
const TITLE_EDGES = 64;

const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

/** Nodes, their places and connections, as they are put one after the other. */
export class Canvas {
	readonly nodes: CanvasNode[] = [];
	readonly connections: Connections = {};
	private readonly names = new Set<string>();

	/** @param seed makes the ids of this canvas differ from those of others */
	constructor(readonly seed: string) {}

	/** Puts a node into a column and row. @returns the name that it has on the canvas */
	place(node: NodeToPlace, column: number, row: number): string {
		const { goesOnAfterErrors, isWebhook, notes, disabled, ...placed } = node;
		const name = this.uniqueName(node.name);
		this.nodes.push({
			...placed,
			id: nodeId(`${this.seed} ${name}`),
			name,
			position: [column * COLUMN, row],
			...(disabled === true && { disabled }),
			...(notes !== undefined && notes !== '' && { notes, notesInFlow: true }),
			...(goesOnAfterErrors === true && { onError: 'continueRegularOutput' as const }),
			...(isWebhook === true && { webhookId: nodeId(`${this.seed} webhook`) }),
		});
		return name;
	}

	/** Connects outputs with the input of a node. */
	connect(ends: End[], node: string): void {
		for (const end of ends) {
			const { main } = (this.connections[end.node] ??= { main: [] });
			while (main.length <= end.output) main.push([]);
			main[end.output].push({ node, type: 'main', index: 0 });
		}
	}

	/** A row of a task that waits, below the line. @param number from 0 */
	waitingRow(number: number): number {
		return WAITING + WAITING_STEP * number;
	}

	/** A note beneath the node of a column and row. */
	noteBelow(content: string, column: number, row: number): void {
		const { width, height, left, top } = NOTE;
		this.note(content, [column * COLUMN + left, row + top], { width, height, color: 3 });
	}

	/** The note above the workflow that says what it is; added when all nodes are in place. */
	title(content: string): void {
		const { width, gap, left } = TITLE;
		const bottom = Math.min(...this.nodes.map(({ position: [, top] }) => top)) - gap;
		const lines = content
			.split('\n')
			.map((line) => Math.ceil((line.length || 1) / TITLE_LINE.characters))
			.reduce((sum, count) => sum + count, 0);
		const height = TITLE_EDGES + lines * TITLE_LINE.height;
		this.note(content, [left, bottom - height], { width, height, color: 7 });
	}

	private note(content: string, position: [number, number], size: INodeParameters): void {
		const name = this.uniqueName('Note');
		this.nodes.push({
			id: nodeId(`${this.seed} ${name}`),
			name,
			type: STICKY_NOTE,
			typeVersion: 1,
			position,
			parameters: { content, ...size },
		});
	}

	/** As n8n names copies: `Mail`, `Mail1`, `Mail2`. */
	private uniqueName(wanted: string): string {
		const base = wanted.replace(/\s+/g, ' ').trim().slice(0, 80) || 'Task';
		let name = base;
		for (let count = 1; this.names.has(name); count++) name = `${base}${count}`;
		this.names.add(name);
		return name;
	}
}

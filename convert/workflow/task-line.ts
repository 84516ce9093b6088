import type { CoreBosWorkflow, WorkflowTask } from '../../engine';
import { ABOVE, type Canvas, type End, LINE, type NodeToPlace } from './canvas';

/** A map that was given with the export, by the record number of its Business Map. */
export type KnownMaps = Readonly<Record<string, { name: string; xml: string }>>;

/** Something of a workflow that n8n cannot do as coreBOS does it. */
export interface NotConverted {
	/** The task by its name and class, or the part of the workflow. */
	task: string;
	reason: string;
}

/** What a workflow's tasks are converted with. */
export interface TaskConversion {
	canvas: Canvas;
	workflow: CoreBosWorkflow;
	/** All workflows that are converted together, with the ids by which they launch each other. */
	ids: ReadonlyMap<CoreBosWorkflow, string>;
	maps: KnownMaps;
	/** The tasks that wait, in the order of their rows. */
	delayed: readonly WorkflowTask[];
	notConverted: NotConverted[];
	secrets: string[];
}

/** Nodes in a row, from the ends that lead there on. */
export class Line {
	constructor(
		readonly conversion: TaskConversion,
		/** Outputs that the next node is connected with. */
		public ends: End[],
		public column: number,
		readonly row: number,
		/** True: the task is not active in coreBOS. */
		readonly disabled: boolean,
	) {}

	/** Puts a node at the end of the line; what follows comes after its first output. */
	add(node: NodeToPlace): string {
		const { canvas } = this.conversion;
		const name = canvas.place({ ...node, disabled: this.disabled }, this.column++, this.row);
		canvas.connect(this.ends, name);
		this.ends = [{ node: name, output: 0 }];
		return name;
	}

	/** Puts a node above the line: it runs before what follows, to which it passes nothing. */
	aside(node: NodeToPlace): string {
		const { canvas } = this.conversion;
		const row = this.row === LINE ? ABOVE : this.row;
		const name = canvas.place({ ...node, disabled: this.disabled }, this.column++, row);
		canvas.connect(this.ends, name);
		return name;
	}

	/** As {@link aside}, with the next node after its first output: a step of a branch. */
	step(node: NodeToPlace): string {
		const name = this.aside(node);
		this.ends = [{ node: name, output: 0 }];
		return name;
	}
}

/** Why a task is not converted; thrown by what converts tasks. */
export class NotConvertible extends Error {}

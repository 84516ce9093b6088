import type { N8nWorkflow } from '../../../convert';

type Node = N8nWorkflow['nodes'][number];

/** Type of a note on the canvas. */
export const STICKY_NOTE = 'n8n-nodes-base.stickyNote';
/** Pixels of a node on n8n's canvas. */
const NODE_SIZE = 96;

function boxOf({ type, position: [left, top], parameters }: Node): number[] {
	const [width, height] =
		type === STICKY_NOTE
			? [Number(parameters.width), Number(parameters.height)]
			: [NODE_SIZE, NODE_SIZE];
	return [left, top, left + width, top + height];
}

/** Pairs of nodes and notes that cover each other. */
export function overlaps(nodes: Node[]): string[] {
	return nodes.flatMap((one, index) =>
		nodes.slice(0, index).flatMap((other) => {
			const [a, b] = [boxOf(one), boxOf(other)];
			const apart = a[0] >= b[2] || b[0] >= a[2] || a[1] >= b[3] || b[1] >= a[3];
			return apart ? [] : [`${one.name} and ${other.name}`];
		}),
	);
}

import type { Anchor, ByteSet, Pattern, PatternNode } from './tree';

/** One step of a program: a byte to take, a choice of two ways, a group's edge or an anchor. */
type Instruction =
	| { kind: 'bytes'; set: ByteSet; next: number }
	/** `first` is what PCRE tries first. */
	| { kind: 'split'; first: number; second: number }
	| { kind: 'save'; slot: number; next: number }
	| { kind: 'anchor'; anchor: Anchor; next: number }
	| { kind: 'match' };

/** A pattern as a program for {@link LinearSearch}. */
export interface LinearProgram {
	instructions: Instruction[];
	start: number;
	groups: number;
}

/** Larger programs come from counted repetitions inside each other. */
const MAX_INSTRUCTIONS = 4000;

/**
 * Makes a program of a pattern.
 *
 * @returns undefined for patterns that look around, refer to their groups, never return what
 * they took, or are too large: they cannot be searched in linear time
 */
export function linearProgram(pattern: Pattern): LinearProgram | undefined {
	const instructions: Instruction[] = [{ kind: 'match' }];
	const emit = (instruction: Instruction): number => {
		if (instructions.length >= MAX_INSTRUCTIONS) throw NOT_LINEAR;
		return instructions.push(instruction) - 1;
	};
	try {
		const start = compile(pattern.root, 0, emit);
		return { instructions, start, groups: pattern.groups };
	} catch (error) {
		if (error === NOT_LINEAR) return undefined;
		throw error;
	}
}

const NOT_LINEAR = new Error('this pattern needs backtracking');

type Emit = (instruction: Instruction) => number;

/** @returns where the node begins, when the program goes on at `next` after it */
function compile(node: PatternNode, next: number, emit: Emit): number {
	switch (node.kind) {
		case 'bytes':
			return emit({ kind: 'bytes', set: node.set, next });
		case 'sequence':
			return node.parts.reduceRight((after, part) => compile(part, after, emit), next);
		case 'choice':
			return node.options
				.map((option) => compile(option, next, emit))
				.reduceRight((second, first) => emit({ kind: 'split', first, second }));
		case 'repeat':
			return compileRepeat(node, next, emit);
		case 'group': {
			const end = emit({ kind: 'save', slot: node.index * 2 + 1, next });
			const body = compile(node.body, end, emit);
			return emit({ kind: 'save', slot: node.index * 2, next: body });
		}
		case 'anchor':
			return emit({ kind: 'anchor', anchor: node.anchor, next });
		default:
			throw NOT_LINEAR;
	}
}

function compileRepeat(
	{ body, min, max, mode }: Extract<PatternNode, { kind: 'repeat' }>,
	next: number,
	emit: Emit,
): number {
	if (mode === 'possessive') throw NOT_LINEAR;
	const split = (again: number, done: number): number =>
		mode === 'lazy'
			? emit({ kind: 'split', first: done, second: again })
			: emit({ kind: 'split', first: again, second: done });
	let entry = next;
	if (max === Infinity) {
		const loop: Instruction = { kind: 'split', first: next, second: next };
		const at = emit(loop);
		const again = compile(body, at, emit);
		if (mode === 'lazy') loop.second = again;
		else loop.first = again;
		entry = at;
	} else {
		for (let count = min; count < max; count++) entry = split(compile(body, entry, emit), next);
	}
	for (let count = 0; count < min; count++) entry = compile(body, entry, emit);
	return entry;
}

/** The ways that a search follows at one position, the one that PCRE would try first in front. */
class Ways {
	readonly at: number[] = [];
	readonly groups: Int32Array[] = [];
	private readonly seen: Int32Array;

	constructor(private readonly program: LinearProgram) {
		this.seen = new Int32Array(program.instructions.length).fill(-1);
	}

	clear(): void {
		this.at.length = 0;
		this.groups.length = 0;
	}

	/**
	 * Follows what takes no byte from an instruction on. Each instruction is followed once per
	 * position: the first one has the right of way.
	 *
	 * @returns how many instructions were looked at
	 */
	add(
		start: number,
		position: number,
		groups: Int32Array,
		holds: (anchor: Anchor, position: number) => boolean,
	): number {
		let steps = 0;
		const open: Array<[number, Int32Array]> = [[start, groups]];
		for (let way = open.pop(); way !== undefined; way = open.pop()) {
			const [at, known] = way;
			steps++;
			if (this.seen[at] === position) continue;
			this.seen[at] = position;
			const instruction = this.program.instructions[at];
			if (instruction.kind === 'split') {
				open.push([instruction.second, known], [instruction.first, known]);
			} else if (instruction.kind === 'save') {
				const saved = known.slice();
				saved[instruction.slot] = position;
				open.push([instruction.next, saved]);
			} else if (instruction.kind === 'anchor') {
				if (holds(instruction.anchor, position)) open.push([instruction.next, known]);
			} else {
				this.at.push(at);
				this.groups.push(known);
			}
		}
		return steps;
	}
}

/**
 * Finds the match that PCRE would find, following all ways at once: every byte of the subject is
 * looked at once for each instruction at most.
 *
 * @param spend is given the number of steps that were taken; it throws to end a search that is too
 * long
 * @param holds whether an anchor holds at a position of the subject
 * @returns start and end of the match and of its groups; null where there is none
 */
export function linearSearch(
	program: LinearProgram,
	subject: string,
	from: number,
	notEmptyAt: number | undefined,
	spend: (steps: number) => void,
	holds: (anchor: Anchor, position: number) => boolean,
): Int32Array | null {
	let [current, following] = [new Ways(program), new Ways(program)];
	let found: Int32Array | null = null;
	for (let position = from; ; position++) {
		if (found === null) {
			const groups = new Int32Array((program.groups + 1) * 2).fill(-1);
			groups[0] = position;
			spend(current.add(program.start, position, groups, holds));
		}
		if (current.at.length === 0 && found !== null) return found;
		const byte = subject.charCodeAt(position);
		following.clear();
		for (let way = 0; way < current.at.length; way++) {
			const instruction = program.instructions[current.at[way]];
			const groups = current.groups[way];
			if (instruction.kind === 'match') {
				if (position === groups[0] && position === notEmptyAt) continue;
				found = groups.slice();
				found[1] = position;
				break;
			}
			if (
				instruction.kind === 'bytes' &&
				position < subject.length &&
				instruction.set[byte] === 1
			) {
				spend(following.add(instruction.next, position + 1, groups, holds));
			}
		}
		spend(1 + current.at.length);
		if (position >= subject.length) return found;
		[current, following] = [following, current];
	}
}

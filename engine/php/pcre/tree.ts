/** Which of the 256 bytes a pattern takes at one place. */
export type ByteSet = Uint8Array;

/** What a PCRE pattern is made of. */
export type PatternNode =
	| { kind: 'bytes'; set: ByteSet }
	| { kind: 'sequence'; parts: PatternNode[] }
	| { kind: 'choice'; options: PatternNode[] }
	| { kind: 'repeat'; body: PatternNode; min: number; max: number; mode: RepeatMode }
	| { kind: 'group'; body: PatternNode; index: number }
	| { kind: 'atomic'; body: PatternNode }
	| { kind: 'look'; body: PatternNode; behind: boolean; negative: boolean }
	| { kind: 'reference'; index: number; ignoreCase: boolean }
	| { kind: 'anchor'; anchor: Anchor };

export type RepeatMode = 'greedy' | 'lazy' | 'possessive';

export type Anchor =
	| 'start'
	| 'end'
	| 'lineStart'
	| 'lineEnd'
	| 'subjectEnd'
	| 'wordEdge'
	| 'noWordEdge';

/** A pattern that has been read. */
export interface Pattern {
	root: PatternNode;
	/** Capturing groups. */
	groups: number;
}

/** One operator between two operands. */
export type BinaryOperator = '+' | '-' | '*' | '/' | '==' | '!=' | '<' | '>' | '<=' | '>=';

/** What the parser makes of a source. `offset` is where the node starts in it. */
export type Node =
	| { kind: 'string'; offset: number; value: string }
	| { kind: 'integer'; offset: number; value: bigint }
	| { kind: 'float'; offset: number; value: number }
	| { kind: 'symbol'; offset: number; name: string }
	| { kind: 'reference'; offset: number; link: string; module: string; field: string }
	| { kind: 'variable'; offset: number; name: string }
	/** `{{ … }}`: an expression of its own, whose text is put in. */
	| { kind: 'inner'; offset: number; source: string; root: Node }
	| { kind: 'sign'; offset: number; operator: '+' | '-'; operand: Node }
	| { kind: 'if'; offset: number; branches: Branch[]; otherwise: Node }
	| { kind: 'call'; offset: number; name: string; parameters: Node[] }
	| {
			kind: 'chain';
			offset: number;
			/** One more than there are operators; the chain is worked off from its right end. */
			operands: Node[];
			operators: Array<{ operator: BinaryOperator; offset: number }>;
	  };

export interface Branch {
	condition: Node;
	result: Node;
}

/** The nodes that a node is made of, in their order in the source. */
export function partsOfNode(node: Node): Node[] {
	switch (node.kind) {
		case 'string':
		case 'integer':
		case 'float':
		case 'symbol':
		case 'reference':
		case 'variable':
			return [];
		case 'inner':
			return [node.root];
		case 'sign':
			return [node.operand];
		case 'if':
			return [
				...node.branches.flatMap(({ condition, result }) => [condition, result]),
				node.otherwise,
			];
		case 'call':
			return node.parameters;
		case 'chain':
			return node.operands;
	}
}

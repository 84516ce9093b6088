/** Conditions of a workflow on records, next to n8n's If node with the same conditions. */
import type { IDataObject } from 'n8n-workflow';
import { figureOf, inTurns, millisecondsOf, scaled, type Results } from '../measure';
import { runNodes, startExpressions, type BenchNode, type ExpressionEngine } from '../n8n';

const ITEMS = 500;
const FIELDS = Array.from({ length: 10 }, (_, index) => `field${index}`);

const own: BenchNode = {
	name: 'Conditions',
	type: 'n8n-nodes-corebos.coreBos',
	typeVersion: 1,
	parameters: {
		resource: 'workflow',
		operation: 'checkConditions',
		conditionsFrom: 'json',
		conditionsJson: JSON.stringify(
			FIELDS.map((fieldname, index) => ({
				fieldname,
				operation: index % 2 ? 'contains' : 'is',
				value: index % 2 ? 'al' : 'value',
				valuetype: 'rawtext',
				joincondition: 'and',
				groupid: '0',
				groupjoin: 'and',
			})),
		),
	},
};

const peer: BenchNode = {
	name: 'If',
	type: 'n8n-nodes-base.if',
	typeVersion: 2.2,
	parameters: {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
			combinator: 'and',
			conditions: FIELDS.map((name, index) => ({
				id: name,
				leftValue: `={{ $json.${name} }}`,
				rightValue: index % 2 ? 'al' : 'value',
				operator: { type: 'string', operation: index % 2 ? 'contains' : 'equals' },
			})),
		},
		options: {},
	},
};

/** Checks of ten conditions per item with one of n8n's expression engines. */
export async function measure(engine: ExpressionEngine): Promise<Results> {
	await startExpressions(engine);
	const items = Array.from({ length: scaled(ITEMS) }, (_, number): IDataObject => {
		const values = FIELDS.map((name): [string, string] => [name, 'value']);
		return { ...Object.fromEntries(values), field9: number % 2 ? 'value' : 'other' };
	});
	const work = (node: BenchNode) => async () =>
		await millisecondsOf(async () => {
			const met = await runNodes(items, [node]);
			if (met.length !== items.length >> 1) throw new Error(`${met.length} items are met`);
		});
	const [mine, theirs] = await inTurns([work(own), work(peer)]);
	const about = {
		title: `${items.length} items, ten conditions each`,
		peer: "n8n's If node",
		engine,
		kind: 'speed' as const,
		goal: { atLeast: 10 },
		unit: 'ms',
	};
	return { figures: [figureOf(about, mine, theirs)], curves: [] };
}

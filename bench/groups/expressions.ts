/**
 * Ten typical expressions next to n8n's own evaluation of equivalent `={{ }}`, which is evaluated as
 * a node's parameter is: `workflow.expression.getParameterValue` on an item, with an isolate held
 * as during an execution. Compiled once, as for the items of a run. All results are checked to be
 * equal before anything is timed.
 */
import type { INodeExecutionData } from 'n8n-workflow';
import type { Environment } from '../../engine';
import { figureOf, inTurns, scaled, type Figure, type Results, type Work } from '../measure';
import {
	builtEngine,
	startExpressions,
	workflowOf,
	type BenchNode,
	type ExpressionEngine,
} from '../n8n';

const FIELDS = {
	firstname: 'Zoë',
	lastname: 'Adams',
	email: '',
	phone: '03-3608-5660',
	city: 'Los Angeles',
	name: 'Chemex Labs Ltd',
	price: '12.50',
	quantity: '3',
	amount: '1500',
	discontinued: '0',
	date: '2026-01-31',
	order: { lines: [{ sku: 'A-1' }, { sku: 'B-2' }] },
};

/** What it is, in the workflow language, and in n8n's. */
const CASES: Array<[name: string, ours: string, n8n: string]> = [
	['text', "concat(firstname, ' ', lastname)", "$json.firstname + ' ' + $json.lastname"],
	['product', 'price * quantity', '$json.price * $json.quantity'],
	['rounding', 'round(price * 1.21, 2)', 'Math.round($json.price * 1.21 * 100) / 100'],
	[
		'choice',
		"if amount > 10000 then 'big' else if amount > 1000 then 'medium' else 'small' end",
		"$json.amount > 10000 ? 'big' : $json.amount > 1000 ? 'medium' : 'small'",
	],
	['part of a text', 'uppercase(substring(city, 0, 3))', '$json.city.slice(0, 3).toUpperCase()'],
	['first of several', "coalesce(email, phone, 'none')", "$json.email || $json.phone || 'none'"],
	[
		'replacement',
		"stringreplace(' ', '-', lowercase(name))",
		"$json.name.toLowerCase().replaceAll(' ', '-')",
	],
	[
		'condition',
		'AND(isNumeric(price), price >= 10, NOT(email))',
		'!isNaN($json.price) && $json.price >= 10 && !$json.email',
	],
	['path', "getFromContext('order.lines.0.sku')", '$json.order.lines[0].sku'],
	[
		'date',
		"format_date(add_days(date, 30), 'd/m/Y')",
		"DateTime.fromISO($json.date).plus({ days: 30 }).toFormat('dd/MM/yyyy')",
	],
];

/** How long a work is repeated in a round. */
const MILLISECONDS = 40;

const environment: Environment = {
	fields: FIELDS,
	context: { order: FIELDS.order },
	timeZone: 'UTC',
	now: new Date('2026-11-22T10:30:00Z'),
};

const GOALS: Record<ExpressionEngine, number> = { vm: 50, legacy: 10 };

/** Microseconds of a piece of work, repeated for a while. */
function costOf(work: () => Promise<unknown>): Work {
	return async () => {
		const started = performance.now();
		let count = 0;
		let passed = 0;
		while (passed < scaled(MILLISECONDS)) {
			for (let index = 0; index < 50; index++) await work();
			count += 50;
			passed = performance.now() - started;
		}
		return (passed / count) * 1000;
	};
}

/** The same for work that gives its result at once: n8n pays no promise. */
function costAtOnce(work: () => unknown): Work {
	return () => {
		const started = performance.now();
		let count = 0;
		let passed = 0;
		while (passed < scaled(MILLISECONDS)) {
			for (let index = 0; index < 50; index++) work();
			count += 50;
			passed = performance.now() - started;
		}
		return (passed / count) * 1000;
	};
}

/** The ten expressions with one of n8n's engines. */
export async function measure(engine: ExpressionEngine): Promise<Results> {
	const { compileExpression, toPlain } = builtEngine();
	await startExpressions(engine);
	const node: BenchNode = {
		name: 'Node',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		parameters: {},
	};
	const workflow = workflowOf([node]);
	const items: INodeExecutionData[] = [{ json: FIELDS }];
	const evaluate = (expression: string) =>
		workflow.expression.getParameterValue(
			`={{ ${expression} }}`,
			null,
			0,
			0,
			'Node',
			items,
			'trigger',
			{},
		);
	await workflow.expression.acquireIsolate();
	const figures: Figure[] = [];
	for (const [name, ours, n8n] of CASES) {
		const compiled = compileExpression(ours);
		const own = async () => toPlain(await compiled.evaluate(environment));
		const [mine, theirs] = [JSON.stringify(await own()), JSON.stringify(evaluate(n8n))];
		if (mine !== theirs) throw new Error(`${name}: ${mine} here, ${theirs} in n8n`);
		const [cost, other] = await inTurns([costOf(own), costAtOnce(() => evaluate(n8n))]);
		const about = {
			title: `expression: ${name}`,
			peer: "n8n's ={{ }}",
			engine,
			kind: 'speed' as const,
			goal: { atLeast: GOALS[engine] },
			unit: 'µs',
		};
		figures.push(figureOf(about, cost, other));
	}
	await workflow.expression.releaseIsolate();
	return { figures, curves: [] };
}

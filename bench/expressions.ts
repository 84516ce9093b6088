/**
 * Ten typical expressions: evaluations per second of this package, compiled once and cold
 * (read and compiled each time), beside n8n's own evaluation of equivalent `={{ }}` in the
 * same run, with both of its engines: `vm`, n8n's default, and `legacy`.
 *
 *     npm run bench:expressions
 *
 * n8n's are evaluated as a node's parameter is: `workflow.expression.getParameterValue` on an
 * item, with an isolate held as during an execution. All results are checked to be equal
 * before anything is timed. Rounds are taken in turns, and the median counts.
 */
import { Expression, Workflow, type INodeExecutionData, type INodeTypes } from 'n8n-workflow';
import type { Environment } from '../engine/environment';
import { compileExpression, evaluateExpression } from '../engine/expression';
import { toPlain } from '../engine/php';
import { compileNode } from '../engine/expression/compiler';
import { execute, startRun } from '../engine/expression/expression';
import { parse } from '../engine/expression/parser';

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

const ROUNDS = 3;
const MILLISECONDS = 150;

const environment: Environment = {
	fields: FIELDS,
	context: { order: FIELDS.order },
	timeZone: 'UTC',
	now: new Date('2026-11-22T10:30:00Z'),
};

/** A workflow of one node. */
function workflowOfOneNode(): Workflow {
	const nodeTypes: INodeTypes = {
		getByName: () => {
			throw new Error('no node type is needed');
		},
		getByNameAndVersion: () => ({
			description: {
				displayName: 'Node',
				name: 'node',
				group: [],
				version: 1,
				description: '',
				defaults: {},
				inputs: [],
				outputs: [],
				properties: [],
			},
		}),
		getKnownTypes: () => ({}),
	};
	const node = {
		id: '1',
		name: 'Node',
		type: 'node',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: {},
	};
	const settings = { timezone: 'UTC' };
	return new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes, settings });
}

/** Evaluates expressions as a parameter of the workflow's node is, on one item. */
function evaluatorOf(workflow: Workflow): (expression: string) => unknown {
	const items: INodeExecutionData[] = [{ json: FIELDS }];
	return (expression) =>
		workflow.expression.getParameterValue(
			`={{ ${expression} }}`,
			null,
			0,
			0,
			'Node',
			items,
			'manual',
			{},
		);
}

/** Evaluations per second of a piece of work, repeated for a while. */
async function rateOf(work: () => unknown): Promise<number> {
	const started = performance.now();
	let count = 0;
	let passed = 0;
	while (passed < MILLISECONDS) {
		for (let index = 0; index < 50; index++) await work();
		count += 50;
		passed = performance.now() - started;
	}
	return (count / passed) * 1000;
}

/** As `rateOf`, for work that gives its result at once: n8n pays no promise. */
function rateAtOnce(work: () => unknown): number {
	const started = performance.now();
	let count = 0;
	let passed = 0;
	while (passed < MILLISECONDS) {
		for (let index = 0; index < 50; index++) work();
		count += 50;
		passed = performance.now() - started;
	}
	return (count / passed) * 1000;
}

function median(values: number[]): number {
	return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)];
}

interface Rates {
	compiled: number[];
	cold: number[];
	n8n: number[];
}

async function checkSame(evaluate: (expression: string) => unknown): Promise<void> {
	for (const [name, ours, n8n] of CASES) {
		const [mine, theirs] = [await evaluateExpression(ours, environment), evaluate(n8n)];
		if (JSON.stringify(mine) !== JSON.stringify(theirs)) {
			throw new Error(`${name}: ${JSON.stringify(mine)} here, ${JSON.stringify(theirs)} in n8n`);
		}
	}
}

async function measure(evaluate: (expression: string) => unknown): Promise<Map<string, Rates>> {
	const rates = new Map(
		CASES.map(([name]): [string, Rates] => [name, { compiled: [], cold: [], n8n: [] }]),
	);
	for (let round = 0; round < ROUNDS; round++) {
		for (const [name, ours, n8n] of CASES) {
			const compiled = compileExpression(ours);
			const all = rates.get(name);
			all?.compiled.push(await rateOf(async () => toPlain(await compiled.evaluate(environment))));
			all?.cold.push(
				await rateOf(async () => {
					const step = compileNode(parse(ours).root, ours);
					return toPlain(await execute(step, startRun(environment, 'coreBos')));
				}),
			);
			all?.n8n.push(rateAtOnce(() => evaluate(n8n)));
		}
	}
	return rates;
}

function report(engine: string, rates: Map<string, Rates>): void {
	console.log(`\nevaluations per second; n8n-workflow with its engine "${engine}"`);
	console.log('expression            compiled       cold        n8n   compiled/n8n  cold/n8n');
	const ratios: number[] = [];
	for (const [name, all] of rates) {
		const [compiled, cold, n8n] = [all.compiled, all.cold, all.n8n].map(median);
		ratios.push(compiled / n8n);
		const numbers = [compiled, cold, n8n].map((rate) => rate.toFixed(0).padStart(10));
		console.log(
			`${name.padEnd(20)}${numbers.join(' ')} ${(compiled / n8n).toFixed(1).padStart(12)} ×${(cold / n8n).toFixed(1).padStart(8)} ×`,
		);
	}
	console.log(
		`compiled ÷ n8n: least ${Math.min(...ratios).toFixed(1)}, median ${median(ratios).toFixed(1)}`,
	);
}

type Engine = 'legacy' | 'vm';

/** @returns whether the engine could be started: isolated-vm has no build for every Node */
async function startEngine(engine: Engine): Promise<boolean> {
	Expression.setExpressionEngine(engine);
	try {
		await Expression.initExpressionEngine({
			engine,
			bridgeTimeout: 5000,
			bridgeMemoryLimit: 128,
			poolSize: 1,
			maxCodeCacheSize: 1024,
		});
		return true;
	} catch (error) {
		console.log(`\nn8n's engine "${engine}" does not start on Node ${process.version}: ${error}`);
		return false;
	}
}

async function main(): Promise<void> {
	for (const engine of ['legacy', 'vm'] as const) {
		if (!(await startEngine(engine))) continue;
		const workflow = workflowOfOneNode();
		const evaluate = evaluatorOf(workflow);
		await workflow.expression.acquireIsolate();
		await checkSame(evaluate);
		report(Expression.getActiveImplementation(), await measure(evaluate));
		await workflow.expression.releaseIsolate();
		await Expression.disposeExpressionEngine();
	}
}

void main();

import type { INodeTypeDescription } from 'n8n-workflow';
import { workflowsToN8n } from '../../../convert';
import { parseWorkflowExport } from '../../../engine';
import { CoreBos } from '../../../nodes/CoreBos/CoreBos.node';
import { CoreBosTrigger } from '../../../nodes/CoreBosTrigger/CoreBosTrigger.node';
import { CoreBosWatchTrigger } from '../../../nodes/CoreBosWatchTrigger/CoreBosWatchTrigger.node';
import { RunWebServiceMap } from '../../../nodes/RunWebServiceMap/RunWebServiceMap.node';
import { exportOf } from '../../unit/workflow/written-workflows';
import { generatedWorkflows } from './generated-workflows';
import { overlaps } from '../../unit/convert/layout';
import { parameterFaults } from './node-faults';
import { CLASSES } from '../../unit/convert/task-classes';

const OURS: Record<string, INodeTypeDescription> = Object.fromEntries(
	[new CoreBos(), new CoreBosTrigger(), new CoreBosWatchTrigger(), new RunWebServiceMap()].map(
		({ description }) => [`n8n-nodes-corebos.${description.name}`, description],
	),
);

const written = generatedWorkflows();
const workflows = parseWorkflowExport(exportOf(written));

test('they are many, and hold every class of task', () => {
	expect(workflows.length).toBeGreaterThan(40);
	const classes = new Set(workflows.flatMap(({ tasks }) => tasks.map(({ task }) => task)));
	expect(classes).toEqual(new Set(CLASSES.map(([name]) => name)));
});

describe.each(['calls', 'watch'] as const)('workflows nobody recorded, trigger %s', (trigger) => {
	const converted = workflowsToN8n(workflows, { trigger });

	test.each(converted.map((one, index) => [one.name, one, workflows[index]] as const))(
		'%s',
		(_name, { workflow, notConverted }, source) => {
			const ours = workflow.nodes.filter(({ type }) => type in OURS);
			expect(ours.flatMap((node) => parameterFaults(node, OURS[node.type]))).toEqual([]);
			expect(overlaps(workflow.nodes)).toEqual([]);
			const names = new Set(workflow.nodes.map(({ name }) => name));
			const targets = Object.values(workflow.connections).flatMap(({ main }) => main.flat());
			expect(targets.filter(({ node }) => !names.has(node))).toEqual([]);
			for (const { summary, task, active } of source.tasks) {
				const [node] = workflow.nodes.filter(({ name }) => name.startsWith(summary));
				expect([summary, node?.disabled ?? false]).toEqual([summary, !active]);
				const stops = node.type === 'n8n-nodes-base.stopAndError';
				const isTold = notConverted.some((one) => one.task === `${summary} (${task})`);
				expect([summary, isTold || !stops]).toEqual([summary, true]);
			}
		},
	);
});

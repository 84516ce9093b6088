/** What n8n pays for having the nodes: time to load them, and what the editor is sent of them. */
import { execFileSync } from 'node:child_process';
import { figureOf, inTurns, type Results } from '../measure';
import { fileOfNode, nodeType } from '../n8n';

const OWN = ['coreBos', 'runWebServiceMap', 'coreBosTrigger', 'coreBosWatchTrigger'].map(
	(name) => `n8n-nodes-corebos.${name}`,
);
const PEER = 'n8n-nodes-base.httpRequest';

/** Milliseconds that a new process takes to load nodes, n8n-workflow being loaded already. */
function loadTime(types: string[]): number {
	const program = `require('n8n-workflow');
const started = performance.now();
for (const file of ${JSON.stringify(types.map(fileOfNode))}) {
	const [Type] = Object.values(require(file)).filter((value) => typeof value === 'function');
	new Type();
}
console.log(performance.now() - started);`;
	return Number(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' }));
}

/** Kilobytes of JSON that the editor is sent of node types. */
function editorSize(types: string[]): number {
	const descriptions = types.map((type) => {
		const node = nodeType(type);
		return 'nodeVersions' in node
			? Object.values(node.nodeVersions).map(({ description }) => description)
			: node.description;
	});
	return JSON.stringify(descriptions).length / 1000;
}

/** Load time and size per node. */
export async function measure(): Promise<Results> {
	const [own, peer] = await inTurns([() => loadTime(OWN) / OWN.length, () => loadTime([PEER])]);
	const sizes = [editorSize(OWN) / OWN.length, editorSize([PEER])];
	const about = { peer: 'HTTP Request', kind: 'cost' as const };
	return {
		figures: [
			figureOf({ ...about, title: 'time to load, per node', unit: 'ms' }, own, peer),
			figureOf(
				{ ...about, title: 'JSON of the node type in the editor, per node', unit: 'kB' },
				[sizes[0]],
				[sizes[1]],
			),
		],
		curves: [],
	};
}

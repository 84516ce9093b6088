import type { WorkflowTask } from '../../engine';
import { coreBosNode, ifNode, locator, OWN_RECORD, recordsNode } from './corebos-nodes';
import { type Line, NotConvertible } from './task-line';

type RelateSalesTask = Extract<WorkflowTask, { does: 'relateSales' }>;

/** Field of a document that leads to who it is for; orders have a vendor. */
const PARTNERS: Readonly<Record<string, string>> = { PurchaseOrder: 'vendor_id' };

/** The products and services of a document's lines are related to its account and contact. */
export function placeRelateSales(line: Line, name: string, task: RelateSalesTask): void {
	const { moduleName } = line.conversion.workflow;
	const kinds = [...(task.products ? ['Products'] : []), ...(task.services ? ['Services'] : [])];
	const links = [
		...(task.withAccount ? [PARTNERS[moduleName] ?? 'account_id'] : []),
		...(task.withContact ? ['contact_id'] : []),
	];
	if (kinds.length === 0 || links.length === 0) {
		throw new NotConvertible('The task relates nothing: coreBOS does nothing.');
	}
	const { ends } = line;
	const document = recordsNode(`${name}: Document`, 'record', 'get', {
		module: locator('name', moduleName),
		recordId: locator('id', OWN_RECORD),
	});
	const read = line.aside(document);
	const wanted = `($json.pdoInformation ?? []).filter((line) => ${JSON.stringify(kinds)}.includes(line.linetype))`;
	for (const link of links) {
		const target = `$json[${JSON.stringify(link)}]`;
		line.ends = [{ node: read, output: 0 }];
		line.step(ifNode(`${name}: ${link}?`, `!!${target} && ${wanted}.length > 0`));
		line.aside(
			coreBosNode(`${name}: ${link}`, 'relation', 'relate', {
				recordId: locator('id', `={{ ${target} }}`),
				withRecords: `={{ ${wanted}.map((line) => line.wsproductid) }}`,
			}),
		);
	}
	line.ends = ends;
}

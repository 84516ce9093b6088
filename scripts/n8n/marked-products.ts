import { chained, markersOf, packageNode } from './chained-workflow';
import type { WorkflowImport, WorkflowNode } from './start';

/** What a workflow does with each marker. */
export interface MarkedWork {
	/** Makes a product of it: by `create`, or by `upsert` with the marker as key. */
	operation?: 'create' | 'upsert';
	/** How many products go in one call; each in its own without it. */
	itemsPerCall?: number;
	/** Address of a service that a map tells of it. */
	service?: string;
}

/**
 * A workflow that works on each marker in the body of its webhook.
 *
 * @param id of the workflow, and path of its webhook
 * @param work what it does
 */
export function markedProducts(
	id: string,
	{ operation, itemsPerCall, service }: MarkedWork,
): WorkflowImport {
	const options = itemsPerCall === undefined ? {} : { together: true, itemsPerCall };
	return chained(id, [
		...markersOf(id),
		...(operation === undefined ? [] : [productNode(operation, options)]),
		...(service === undefined ? [] : [tellNode(service, operation === undefined)]),
	]);
}

/** A node that makes a product of each marker. */
export function productNode(operation: 'create' | 'upsert', options: object): WorkflowNode {
	return packageNode('coreBOS', 'coreBos', {
		resource: 'record',
		operation,
		module: { __rl: true, mode: 'name', value: 'Products' },
		valuesFrom: 'json',
		fieldsJson: '={{ JSON.stringify({ productname: $json.marker, assigned_user_id: "19x1" }) }}',
		...(operation === 'upsert' && { searchOn: 'productname' }),
		options,
	});
}

/** A map that tells a service of each item. @param isMarker whether items are markers, not products */
export function tellNode(service: string, isMarker: boolean): WorkflowNode {
	const field = (name: string, from: string) =>
		`<field><fieldname>${name}</fieldname><Orgfields><Orgfield><OrgfieldName>${from}</OrgfieldName><OrgfieldID></OrgfieldID></Orgfield></Orgfields></field>`;
	const fields = isMarker
		? field('product', 'marker')
		: field('product', 'productname') + field('id', 'id');
	const mapXml = `<map><wsconfig><wsurl>${service}</wsurl><wshttpmethod>POST</wshttpmethod><methodname>tell</methodname><wstype>REST</wstype><inputtype>JSON</inputtype><outputtype>JSON</outputtype></wsconfig><fields>${fields}</fields><Response></Response></map>`;
	return packageNode('Map', 'runWebServiceMap', { mapXml, options: {} });
}

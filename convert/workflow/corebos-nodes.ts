import type { INodeParameters } from 'n8n-workflow';
import { storedConditions, type FieldMapping } from '../../engine';
import { storedParameters } from '../map';
import type { NodeToPlace } from './canvas';

/** An n8n resource locator. */
export function locator(mode: 'id' | 'name', value: string): INodeParameters {
	return { __rl: true, mode, value };
}

/** The record of the item. */
export const OWN_RECORD = '={{ $json.id }}';

/** A node of the coreBOS node that passes its item on. */
export function coreBosNode(
	name: string,
	resource: string,
	operation: string,
	parameters: INodeParameters,
): NodeToPlace {
	return {
		name,
		type: 'n8n-nodes-corebos.coreBos',
		typeVersion: 1,
		parameters: { resource, operation, ...parameters, options: { outputItem: true } },
		goesOnAfterErrors: true,
	};
}

/** A node of the coreBOS node that gives the records it reads, instead of its item. */
export function recordsNode(
	name: string,
	resource: string,
	operation: string,
	parameters: INodeParameters,
): NodeToPlace {
	const node = coreBosNode(name, resource, operation, parameters);
	return { ...node, parameters: { ...node.parameters, options: {} } };
}

/** Conditions of coreBOS: two outputs, met and not met. */
export function checkConditionsNode(
	name: string,
	module: string,
	conditions: string,
	reading: 'save' | 'scheduled' = 'save',
): NodeToPlace {
	return {
		name,
		type: 'n8n-nodes-corebos.coreBos',
		typeVersion: 1,
		parameters: {
			resource: 'workflow',
			operation: 'checkConditions',
			module: locator('name', module),
			conditionsFrom: 'json',
			...storedParameters({ conditionsJson: conditions }),
			...(reading === 'scheduled' && { conditionsReading: reading }),
			options: {},
		},
	};
}

/** The rows of a field mapping as the coreBOS node has them. */
export function mappingRows(rows: FieldMapping[]): INodeParameters {
	return storedParameters({
		valuesFrom: 'fieldMapping',
		fieldMapping: {
			rows: rows.map(({ fieldname, valuetype, value }) => ({ fieldname, valuetype, value })),
		},
	});
}

/** Whether the rows are at least one condition. */
export function hasConditions(conditions: string): boolean {
	return storedConditions(conditions).length > 0;
}

/** n8n's If: the first output where the expression is true. */
export function ifNode(name: string, expression: string): NodeToPlace {
	return {
		name,
		type: 'n8n-nodes-base.if',
		typeVersion: 2.2,
		parameters: {
			conditions: {
				options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
				conditions: [
					{
						id: 'condition',
						leftValue: `={{ ${expression} }}`,
						rightValue: '',
						operator: { type: 'boolean', operation: 'true', singleValue: true },
					},
				],
				combinator: 'and',
			},
			looseTypeValidation: true,
			options: {},
		},
	};
}

/** A node that ends the run with an error, for what n8n cannot do. */
export function stopNode(name: string, message: string): NodeToPlace {
	return {
		name,
		type: 'n8n-nodes-base.stopAndError',
		typeVersion: 1,
		parameters: storedParameters({ errorMessage: message }),
	};
}

/** A node that writes rows of a field mapping into a record. */
export function updateNode(
	name: string,
	module: string,
	id: string,
	rows: FieldMapping[],
): NodeToPlace {
	return coreBosNode(name, 'record', 'update', {
		module: locator('name', module),
		recordId: locator('id', id),
		...mappingRows(rows),
	});
}

import type { Resource } from '../../action';
import { evaluateRule } from './evaluate.operation';

export const businessRuleResource: Resource = {
	choice: {
		name: 'Business Rule',
		value: 'businessRule',
		description: 'Conditions and decision tables, evaluated by coreBOS',
	},
	defaultOperation: 'evaluate',
	actions: [evaluateRule],
};

import type { Resource } from '../../action';
import { evaluate } from './evaluate.operation';

export const businessRuleResource: Resource = {
	choice: {
		name: 'Business Rule',
		value: 'businessRule',
		description: 'Conditions and decision tables that coreBOS evaluates',
	},
	defaultOperation: 'evaluate',
	actions: [evaluate],
};

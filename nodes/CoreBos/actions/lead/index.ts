import type { Resource } from '../../action';
import { convert } from './convert.operation';

export const leadResource: Resource = {
	choice: { name: 'Lead', value: 'lead', description: 'What only leads have: their conversion' },
	defaultOperation: 'convert',
	actions: [convert],
};

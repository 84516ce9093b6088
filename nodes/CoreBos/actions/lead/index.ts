import type { Resource } from '../../action';
import { convert } from './convert.operation';

export const leadResource: Resource = {
	choice: { name: 'Lead', value: 'lead', description: 'Conversion of leads' },
	defaultOperation: 'convert',
	actions: [convert],
};

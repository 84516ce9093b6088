import type { Resource } from '../../action';
import { get } from './get.operation';

export const recordResource: Resource = {
	choice: {
		name: 'Record',
		value: 'record',
		description: 'Records of every module: contacts, products, tickets, invoices and so on',
	},
	defaultOperation: 'get',
	actions: [get],
};

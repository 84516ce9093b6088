import type { Resource } from '../../action';
import { createRecord } from './create.operation';
import { deleteRecord } from './delete.operation';
import { getRecord } from './get.operation';
import { getImages } from './getImages.operation';
import { getRecords } from './getMany.operation';
import { getPdf } from './getPdf.operation';
import { replace } from './replace.operation';
import { update } from './update.operation';
import { upsert } from './upsert.operation';
import { validate } from './validate.operation';

export const recordResource: Resource = {
	choice: {
		name: 'Record',
		value: 'record',
		description: 'Records of any module, such as contacts, products, tickets or invoices',
	},
	defaultOperation: 'getAll',
	actions: [
		createRecord,
		upsert,
		deleteRecord,
		getRecord,
		getImages,
		getRecords,
		getPdf,
		replace,
		update,
		validate,
	],
};

import type { Resource } from '../../action';
import { create } from './create.operation';
import { deleteRecord } from './delete.operation';
import { get } from './get.operation';
import { getImages } from './getImages.operation';
import { getMany } from './getMany.operation';
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
		create,
		upsert,
		deleteRecord,
		get,
		getImages,
		getMany,
		getPdf,
		replace,
		update,
		validate,
	],
};

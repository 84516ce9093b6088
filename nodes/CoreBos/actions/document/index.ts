import type { Resource } from '../../action';
import { createDocument } from './create.operation';
import { download } from './download.operation';

export const documentResource: Resource = {
	choice: {
		name: 'Document',
		value: 'document',
		description: 'Documents with their files',
	},
	defaultOperation: 'download',
	actions: [createDocument, download],
};

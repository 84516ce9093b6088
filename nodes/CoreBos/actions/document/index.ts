import type { Resource } from '../../action';
import { convertFile } from './convertFile.operation';
import { create } from './create.operation';
import { download } from './download.operation';
import { generate } from './generate.operation';

export const documentResource: Resource = {
	choice: {
		name: 'Document',
		value: 'document',
		description: 'Documents with their files',
	},
	defaultOperation: 'download',
	actions: [convertFile, create, download, generate],
};

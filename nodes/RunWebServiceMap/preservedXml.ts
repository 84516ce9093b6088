import type { INodeProperties } from 'n8n-workflow';

/** What the form cannot show of a map that was XML; it is kept in a hidden parameter. */
export const preservedXml: INodeProperties = {
	displayName: 'Preserved XML',
	name: 'kept',
	type: 'hidden',
	default: '',
};

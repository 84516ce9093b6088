import type { INodeProperties } from 'n8n-workflow';

/** What the form cannot show of a map that was XML: it goes along, out of sight. */
export const preservedXml: INodeProperties = {
	displayName: 'Preserved XML',
	name: 'kept',
	type: 'hidden',
	default: '',
};

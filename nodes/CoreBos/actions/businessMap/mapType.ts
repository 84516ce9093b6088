import type { INodeProperties } from 'n8n-workflow';

/** The type of a business map; installs may have types of their own. */
export const mapTypeParameter: INodeProperties = {
	displayName: 'Map Type',
	name: 'mapType',
	type: 'string',
	default: 'Webservice Mapping',
	placeholder: 'e.g. Webservice Mapping',
	description: 'The type of the map, spelled as in coreBOS',
};

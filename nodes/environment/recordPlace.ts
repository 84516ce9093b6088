import type { INodeProperties } from 'n8n-workflow';

/** Where the record of a node lives: what the node asks an install for depends on it. */
export type RecordPlace = 'item' | 'install';

/** The parameter that says so. */
export const RECORD_PLACE = 'recordLivesIn';

/** From this version on, nodes say where their record lives. */
const SINCE = { '@version': [{ _cnd: { gte: 1.2 } }] };
const BEFORE = { '@version': [1, 1.1] };

const recordPlace: INodeProperties = {
	displayName: 'Record Lives In',
	name: RECORD_PLACE,
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'A coreBOS Install',
			value: 'install',
			description:
				'The credential is for the install that has the record: field formats, linked records, settings and rules are read from it, and fields can be saved to it',
		},
		{
			name: 'The Item Only',
			value: 'item',
			description: 'Everything the node needs is in the item. No credential is used.',
		},
	],
	default: 'item',
	description: 'Whether the node asks a coreBOS install about the record',
};

/** Sets the place where there is nothing to choose: it decides whether the credential is shown. */
function fixed(place: RecordPlace, show: Record<string, unknown[]>): INodeProperties {
	return {
		displayName: 'Record Lives In',
		name: RECORD_PLACE,
		type: 'hidden',
		noDataExpression: true,
		default: place,
		displayOptions: { show } as INodeProperties['displayOptions'],
	};
}

function chosen(show: Record<string, unknown[]>): INodeProperties {
	return {
		...recordPlace,
		displayOptions: { show: { ...SINCE, ...show } } as INodeProperties['displayOptions'],
	};
}

/** The credential is shown where an install is asked. */
export const WITH_INSTALL = { show: { [RECORD_PLACE]: ['install'] } };

/**
 * *Record Lives In*. Nodes of earlier versions always had a credential to choose, and a map that
 * is read from coreBOS or saved there needs one.
 */
export const recordPlaceParameters: INodeProperties[] = [
	fixed('install', BEFORE),
	fixed('install', {
		...SINCE,
		operation: ['run', 'dryRun', 'export', 'convert'],
		mapSource: ['coreBos'],
	}),
	fixed('install', {
		...SINCE,
		operation: ['export'],
		mapSource: ['define', 'xml'],
		saveMap: [true],
	}),
	chosen({ operation: ['run', 'dryRun'], mapSource: ['define', 'xml'] }),
	chosen({ operation: ['evaluate', 'setContext'] }),
	{
		displayName:
			'The credential is for the install that has the record. Field formats, linked records, settings and rules are read from it.',
		name: 'recordPlaceNotice',
		type: 'notice',
		default: '',
		displayOptions: {
			show: {
				...SINCE,
				[RECORD_PLACE]: ['install'],
				operation: ['run', 'dryRun', 'evaluate', 'setContext'],
			},
		},
	},
];

import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';
import { RECORD_ID_OR_EMPTY } from '../../../engine';

/** The texts of a resource locator that a node may change. */
type LocatorTexts = Partial<
	Pick<
		INodeProperties,
		'displayName' | 'name' | 'description' | 'displayOptions' | 'required' | 'hint'
	>
>;

/** A locator for a module, by list, name or the URL of its list. */
export function moduleLocator(texts: LocatorTexts = {}): INodeProperties {
	return {
		displayName: 'Module',
		name: 'module',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The module of the records',
		modes: [
			listOf('a module', 'searchModules'),
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. Contacts',
			},
			addressMode('module=(\\w+)', 'e.g. https://crm.example.com/index.php?module=Contacts'),
		],
		...texts,
	};
}

/**
 * A locator for a record, by list, ID or its URL.
 *
 * The list shows the module in the parameter `module`; a node without that parameter passes
 * `list: false`.
 */
export function recordLocator(texts: LocatorTexts = {}, { list = true } = {}): INodeProperties {
	return {
		displayName: 'Record',
		name: 'recordId',
		type: 'resourceLocator',
		default: { mode: list ? 'list' : 'id', value: '' },
		required: true,
		description: 'The record, by its web service ID, number or cbuuid',
		modes: [
			...(list ? [listOf('a record', 'searchRecords')] : []),
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 12x852',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: RECORD_ID_OR_EMPTY,
							errorMessage: 'Enter a web service ID such as 12x852, a record number, or a cbuuid',
						},
					},
				],
			},
			addressMode('record=(\\d+)', 'e.g. https://crm.example.com/index.php?record=852'),
		],
		...texts,
	};
}

/** A locator for a user, by list or ID. */
export function userLocator(texts: LocatorTexts = {}): INodeProperties {
	return {
		displayName: 'User',
		name: 'userId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'A coreBOS user',
		modes: [listOf('a user', 'searchUsers'), idMode('e.g. 19x1')],
		...texts,
	};
}

/** A locator for a view (filter) of the module in the node's parameter `module`. */
export function viewLocator(texts: LocatorTexts = {}): INodeProperties {
	return {
		displayName: 'View',
		name: 'viewId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: 'A view (filter) of the module',
		modes: [
			listOf('a view', 'searchViews'),
			idMode('e.g. 24'),
			addressMode('viewname=(\\d+)', 'e.g. https://crm.example.com/index.php?viewname=24'),
		],
		...texts,
	};
}

/** A locator for a workflow, by list, number or name (`ExecuteWorkflow` takes both). */
export function workflowLocator(texts: LocatorTexts = {}): INodeProperties {
	return {
		displayName: 'Workflow',
		name: 'workflowId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'A coreBOS workflow',
		modes: [
			listOf('a workflow', 'searchWorkflows'),
			idMode('e.g. 32'),
			{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. Notify Owner' },
			addressMode('workflow_id=(\\d+)', 'e.g. https://crm.example.com/index.php?workflow_id=32'),
		],
		...texts,
	};
}

/** A locator for the owner of a record: a user or a group. */
export function ownerLocator(texts: LocatorTexts = {}): INodeProperties {
	return {
		displayName: 'Assigned To',
		name: 'owner',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: 'The user or group who owns the record',
		modes: [listOf('a user or group', 'searchOwners'), idMode('e.g. 19x1')],
		...texts,
	};
}

/** A locator for a folder of documents. */
export function folderLocator(texts: LocatorTexts = {}): INodeProperties {
	return {
		displayName: 'Folder',
		name: 'folder',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: 'A folder of documents',
		modes: [listOf('a folder', 'searchFolders'), idMode('e.g. 22x8533')],
		...texts,
	};
}

/** A locator for an operation of the web service. */
export function operationLocator(): INodeProperties {
	return {
		displayName: 'Web Service Operation',
		name: 'webServiceOperation',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'An operation of the coreBOS web service',
		modes: [
			listOf('an operation', 'searchOperations'),
			{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. getEntityNum' },
		],
	};
}

/** What the lists of business maps show, by their methods. */
const LISTED = {
	searchBusinessMaps: 'a business map',
	searchBusinessRules: 'a business rule',
	searchWebServiceMaps: 'a map',
};

/** A locator for a business map, by list, ID, name or its URL. */
export function businessMapLocator(
	texts: LocatorTexts = {},
	searchListMethod: keyof typeof LISTED = 'searchBusinessMaps',
): INodeProperties {
	return {
		displayName: 'Business Map',
		name: 'businessMap',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'A coreBOS business map',
		modes: [
			listOf(LISTED[searchListMethod], searchListMethod),
			idMode('e.g. 37x8667'),
			{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. Send to Shop' },
			addressMode('record=(\\d+)', 'e.g. https://crm.example.com/index.php?record=8667'),
		],
		...texts,
	};
}

/** @param what the list offers, with its article */
function listOf(what: string, searchListMethod: string): INodePropertyMode {
	return mode('From List', 'list', {
		type: 'list',
		placeholder: `Select ${what}...`,
		typeOptions: { searchListMethod, searchable: true },
	});
}

function idMode(placeholder: string): INodePropertyMode {
	return mode('By ID', 'id', { type: 'string', placeholder });
}

/** The URL of a page in coreBOS, which names what it shows in its query. */
function addressMode(parameter: string, placeholder: string): INodePropertyMode {
	return mode('By URL', 'url', {
		type: 'string',
		placeholder,
		extractValue: { type: 'regex', regex: `[?&]${parameter}` },
	});
}

function mode(
	displayName: string,
	name: string,
	details: Omit<INodePropertyMode, 'displayName' | 'name'>,
): INodePropertyMode {
	return { displayName, name, ...details };
}

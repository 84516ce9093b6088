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
	return required('Module', 'module', 'The module of the records', texts, [
		listOf('a module', 'searchModules'),
		nameMode('e.g. Contacts'),
		addressMode('module=(\\w+)', 'e.g. https://crm.example.com/index.php?module=Contacts'),
	]);
}

/**
 * A locator for a record, by list, ID or its URL.
 *
 * The list shows the module in the parameter `module`; a node without that parameter passes
 * `list: false`.
 */
export function recordLocator(texts: LocatorTexts = {}, { list = true } = {}): INodeProperties {
	const description = 'The record, by its web service ID, number or cbuuid';
	const errorMessage = 'Enter a web service ID such as 12x852, a record number, or a cbuuid';
	const validation = [{ type: 'regex', properties: { regex: RECORD_ID_OR_EMPTY, errorMessage } }];
	return required('Record', 'recordId', description, texts, [
		...(list ? [listOf('a record', 'searchRecords')] : []),
		{ ...idMode('e.g. 12x852'), validation },
		addressMode('record=(\\d+)', 'e.g. https://crm.example.com/index.php?record=852'),
	]);
}

/** A locator for a user, by list or ID. */
export function userLocator(texts: LocatorTexts = {}): INodeProperties {
	return required('User', 'userId', 'A coreBOS user', texts, [
		listOf('a user', 'searchUsers'),
		idMode('e.g. 19x1'),
	]);
}

/** A locator for a view (filter) of the module in the node's parameter `module`. */
export function viewLocator(texts: LocatorTexts = {}): INodeProperties {
	return locator('View', 'viewId', 'A view (filter) of the module', texts, [
		listOf('a view', 'searchViews'),
		idMode('e.g. 24'),
		addressMode('viewname=(\\d+)', 'e.g. https://crm.example.com/index.php?viewname=24'),
	]);
}

/** A locator for a workflow, by list, number or name (`ExecuteWorkflow` takes both). */
export function workflowLocator(texts: LocatorTexts = {}): INodeProperties {
	return required('Workflow', 'workflowId', 'A coreBOS workflow', texts, [
		listOf('a workflow', 'searchWorkflows'),
		idMode('e.g. 32'),
		nameMode('e.g. Notify Owner'),
		addressMode('workflow_id=(\\d+)', 'e.g. https://crm.example.com/index.php?workflow_id=32'),
	]);
}

/** A locator for the owner of a record: a user or a group. */
export function ownerLocator(texts: LocatorTexts = {}): INodeProperties {
	return locator('Assigned To', 'owner', 'The user or group who owns the record', texts, [
		listOf('a user or group', 'searchOwners'),
		idMode('e.g. 19x1'),
	]);
}

/** A locator for a folder of documents. */
export function folderLocator(texts: LocatorTexts = {}): INodeProperties {
	return locator('Folder', 'folder', 'A folder of documents', texts, [
		listOf('a folder', 'searchFolders'),
		idMode('e.g. 22x8533'),
	]);
}

/** A locator for an operation of the web service. */
export function operationLocator(): INodeProperties {
	const description = 'An operation of the coreBOS web service';
	return required('Web Service Operation', 'webServiceOperation', description, {}, [
		listOf('an operation', 'searchOperations'),
		nameMode('e.g. getEntityNum'),
	]);
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
	return required('Business Map', 'businessMap', 'A coreBOS business map', texts, [
		listOf(LISTED[searchListMethod], searchListMethod),
		idMode('e.g. 37x8667'),
		nameMode('e.g. Send to Shop'),
		addressMode('record=(\\d+)', 'e.g. https://crm.example.com/index.php?record=8667'),
	]);
}

/** A resource locator that begins in its first mode. */
function locator(
	displayName: string,
	name: string,
	description: string,
	texts: LocatorTexts,
	modes: INodePropertyMode[],
): INodeProperties {
	const start = { mode: modes[0].name, value: '' };
	const type = 'resourceLocator';
	return { displayName, name, type, default: start, description, modes, ...texts };
}

/** A locator that has to be filled in, unless the texts say otherwise. */
function required(
	...[displayName, name, description, texts, modes]: Parameters<typeof locator>
): INodeProperties {
	return locator(displayName, name, description, { required: true, ...texts }, modes);
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

function nameMode(placeholder: string): INodePropertyMode {
	return mode('By Name', 'name', { type: 'string', placeholder });
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

import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Seed } from '../corebos';
import { locatorValue } from '../integration/coreBosNode';
import { CORE_BOS, type MapNode } from '../integration/n8nEngine';
import { entry, smallMap, source } from '../unit/map/small-map';

/** An operation of a node, and how its work is told from other calls. */
export interface Operation {
	/** @param api origin of the service that maps call */
	node(concurrency: number, api: string): Pick<MapNode, 'type' | 'parameters' | 'typeVersion'>;
	/** Whether a call goes to coreBOS or to the service of a map. */
	at: 'crm' | 'api';
	/** Web service operations that do its work; missing: every call. */
	works?: string[];
	/** Reads alone: what is said to be done has to be what coreBOS has. */
	reads?: true;
	/** What the calls of an item hold; default: its marker. */
	marked?: 'id' | 'lead';
}

/** Items of every run. */
export const ITEMS = 6;
const indexes = Array.from({ length: ITEMS }, (_, index) => index);

/** Products 14x1 to 14x6, leads 10x7 to 10x12, and what the operations refer to. */
export const SEED: Record<string, Seed[]> = {
	Products: indexes.map((index) => ({ id: `14x${index + 1}`, productname: `product ${index}` })),
	Leads: indexes.map((index) => ({
		id: `10x${index + 7}`,
		lastname: `lead ${index}`,
		company: `company ${index}`,
	})),
	Contacts: [{ id: '12x20', lastname: 'Contact' }],
	Accounts: [{ id: '11x21', accountname: 'Account' }],
	Workflow: [{ id: '30x22', module_name: 'Products', summary: 'Flow', test: '' }],
	cbMap: [
		{
			id: '37x23',
			mapname: 'Mapping',
			maptype: 'Webservice Mapping',
			targetname: 'Products',
			content: '<map/>',
		},
	],
};

/** @param index of an item */
export function itemOf(index: number): { marker: string; id: string; lead: string } {
	return { marker: `marker-${index}-x`, id: `14x${index + 1}`, lead: `10x${index + 7}` };
}

const corebos =
	(parameters: IDataObject, options: IDataObject = {}): Operation['node'] =>
	(concurrency) => ({
		type: CORE_BOS,
		parameters: {
			...parameters,
			options: { parallelCalls: concurrency, ...options },
		} as INodeParameters,
	});

const locator = (value: string, mode?: string) =>
	locatorValue(value, mode) as unknown as IDataObject;
const products = locator('Products', 'name');
const values = '={{ JSON.stringify({ productname: $json.marker, assigned_user_id: "19x1" }) }}';
const record = { resource: 'record', module: products, recordId: locator('={{ $json.id }}') };
const toSave = { ...record, valuesFrom: 'json', fieldsJson: values };
const bulk = { together: true, itemsPerCall: 2 };

function writing(works: string[], node: Operation['node'], more?: Partial<Operation>): Operation {
	return { at: 'crm', works, node, ...more };
}

function reading(works: string[], parameters: IDataObject): Operation {
	return { at: 'crm', works, reads: true, node: corebos(parameters) };
}

const CREATES = ['create', 'MassCreate'];

function restMap(method: string): Operation['node'] {
	return (concurrency, api) => ({
		parameters: {
			mapXml: smallMap({
				config: {
					wsurl: `${api}/orders`,
					wshttpmethod: method,
					inputtype: method === 'GET' ? 'URL' : 'JSON',
					wsresponsetime: '1',
				},
				fields: { order: source('', 'marker') },
				response: entry('result', undefined, 'answer'),
			}),
			options: { concurrency },
		},
	});
}

/** Every operation of the nodes that work for items. */
export const OPERATIONS: Record<string, Operation> = {
	'Record: Create': writing(CREATES, corebos({ ...toSave, operation: 'create' })),
	'Record: Create, unique field': writing(
		CREATES,
		corebos({ ...toSave, operation: 'create' }, { uniqueField: 'productname' }),
	),
	'Record: Create, in bulk': writing(CREATES, corebos({ ...toSave, operation: 'create' }, bulk)),
	'Record: Create, in bulk, unique field': writing(
		CREATES,
		corebos({ ...toSave, operation: 'create' }, { ...bulk, uniqueField: 'productname' }),
	),
	'Record: Update': writing(['revise'], corebos({ ...toSave, operation: 'update' })),
	'Record: Update, in bulk': writing(
		['MassUpdate', 'revise'],
		corebos({ ...toSave, operation: 'update' }, bulk),
	),
	'Record: Replace': writing(['update'], corebos({ ...toSave, operation: 'replace' })),
	'Record: Create or Update': writing(
		['upsert'],
		corebos({ ...toSave, operation: 'upsert', searchOn: 'productname' }),
	),
	'Record: Create or Update, in bulk': writing(
		['upsert', ...CREATES],
		corebos({ ...toSave, operation: 'upsert', searchOn: 'productname' }, bulk),
	),
	'Record: Delete': writing(['delete'], corebos({ ...record, operation: 'delete' }), {
		marked: 'id',
	}),
	'Record: Delete, in bulk': writing(
		['MassDelete', 'delete'],
		corebos({ ...record, operation: 'delete' }, bulk),
		{ marked: 'id' },
	),
	'Comment: Add': writing(
		['create'],
		corebos({
			resource: 'comment',
			operation: 'add',
			recordId: locator('11x21'),
			kind: 'record',
			comment: '={{ $json.marker }}',
		}),
	),
	'Document: Create': writing(
		['create'],
		corebos({
			resource: 'document',
			operation: 'create',
			content: 'link',
			url: '=http://example.com/{{ $json.marker }}',
			folder: locator('22x8533'),
		}),
	),
	'Relation: Relate': writing(
		['SetRelation'],
		corebos({
			resource: 'relation',
			operation: 'relate',
			recordId: locator('={{ $json.id }}'),
			withRecords: '12x20',
		}),
		{ marked: 'id' },
	),
	'Relation: Unrelate': writing(
		['UnsetRelation'],
		corebos({
			resource: 'relation',
			operation: 'unrelate',
			recordId: locator('={{ $json.id }}'),
			withRecords: '12x20',
		}),
		{ marked: 'id' },
	),
	'Setting: Set': writing(
		['setSetting'],
		corebos({ resource: 'setting', operation: 'set', key: '={{ $json.marker }}', value: 'v' }),
	),
	'Setting: Delete': writing(
		['delSetting'],
		corebos({ resource: 'setting', operation: 'delete', key: '={{ $json.marker }}' }),
	),
	'Business Map: Save': writing(
		['create'],
		corebos({
			resource: 'businessMap',
			operation: 'save',
			saveAs: 'name',
			name: '={{ $json.marker }}',
			mapType: 'Webservice Mapping',
			module: products,
			content: '<map/>',
		}),
	),
	'Workflow: Execute': writing(
		['ExecuteWorkflow'],
		corebos({
			resource: 'workflow',
			operation: 'execute',
			workflowId: locator('22'),
			records: '={{ $json.id }}',
		}),
		{ marked: 'id' },
	),
	'Workflow: Execute With Context': writing(
		['ExecuteWorkflowWithContext'],
		corebos({
			resource: 'workflow',
			operation: 'executeWithContext',
			workflowId: locator('22'),
			records: '={{ $json.id }}',
			context: '{"a":"b"}',
		}),
		{ marked: 'id' },
	),
	'Lead: Convert': writing(
		['convertlead'],
		corebos({
			resource: 'lead',
			operation: 'convert',
			leadId: locator('={{ $json.lead }}'),
			createAccount: true,
		}),
		{ marked: 'lead' },
	),
	'Custom: Call Operation': writing(
		['create'],
		corebos({
			resource: 'custom',
			operation: 'call',
			webServiceOperation: locator('create', 'name'),
			specifyParameters: 'json',
			parametersJson: `={{ JSON.stringify({ elementType: 'Products', element: { productname: $json.marker, assigned_user_id: '19x1' } }) }}`,
		}),
	),
	'Record: Get': reading(['retrieve', 'MassRetrieve'], { ...record, operation: 'get' }),
	'Record: Get Many': reading(['query'], { ...record, operation: 'getAll', returnAll: true }),
	'Query: Run': reading(['query'], {
		resource: 'query',
		operation: 'run',
		query: 'select productname from Products;',
		returnAll: true,
	}),
	'Query: Count': reading(['query'], {
		resource: 'query',
		operation: 'count',
		query: 'select productname from Products;',
	}),
	'Module: Describe': reading(['describe'], {
		resource: 'module',
		operation: 'describe',
		module: products,
		output: 'module',
	}),
	'Module: List': reading(['listtypes'], { resource: 'module', operation: 'list' }),
	'Relation: Get Related Records': reading(['getRelatedRecords'], {
		resource: 'relation',
		operation: 'getRelated',
		module: locator('Accounts', 'name'),
		recordId: locator('11x21'),
		relatedModule: locator('Contacts', 'name'),
		returnAll: true,
	}),
	'Comment: Get Many': reading(['getRelatedRecords'], {
		resource: 'comment',
		operation: 'getMany',
		module: locator('Accounts', 'name'),
		recordId: locator('11x21'),
		returnAll: true,
	}),
	'User: Get Current': reading(['getPortalUserInfo'], {
		resource: 'user',
		operation: 'getCurrent',
	}),
	'Business Map: Get': reading(['retrieve'], {
		resource: 'businessMap',
		operation: 'get',
		businessMap: locator('37x23'),
	}),
	'Business Map: List': reading(['query'], {
		resource: 'businessMap',
		operation: 'list',
		returnAll: true,
	}),
	'Workflow: List': reading(['query'], {
		resource: 'workflow',
		operation: 'list',
		returnAll: true,
	}),
	'Run Web Service Map: POST': { at: 'api', node: restMap('POST') },
	'Run Web Service Map: GET': { at: 'api', reads: true, node: restMap('GET') },
};

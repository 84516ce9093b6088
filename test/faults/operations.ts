import type { IBinaryKeyData, IDataObject, INodeParameters } from 'n8n-workflow';
import { createCoreBosClient } from '../../engine';
import type { CoreBosStandIn, Seed } from '../corebos';
import { fetchHttp } from '../corebos/http';
import { locatorValue } from '../integration/corebos-node';
import { CORE_BOS, type MapNode } from '../integration/n8n-engine';
import { entry, smallMap, source } from '../unit/map/small-map';

/** Where calls go: to coreBOS, to the service of a map, or to a SOAP service. */
export type Place = 'crm' | 'api' | 'soap';

/** The origins of the places, with their faults. */
export type Origins = Record<Place, string>;

/** Work for an item, and how it is told from other calls. */
export interface Work {
	at: Place;
	/** Web service operations that do it; missing: every POST to a SOAP service, else every call. */
	works?: string[];
	/** What the calls of an item hold; default: its marker. */
	marked?: Exclude<keyof FaultItem, 'context'>;
	/** True: it saves what a map took from the answer of its call, which was done before. */
	isSaving?: true;
}

/** An operation of a node; the faults strike its own work. */
export interface Operation extends Work {
	node(concurrency: number, origins: Origins): Pick<MapNode, 'type' | 'parameters' | 'typeVersion'>;
	/** Reads alone: what is said to be done has to be what coreBOS has. */
	reads?: true;
	/** More that is done for each item, and counted. */
	also?: Work;
	/** Names of values of the output that each call gets anew. */
	changing?: string[];
	/** What the items need to be there. */
	needs?: 'files' | 'sessions' | 'queue';
	/** coreBOS refuses it, whatever is sent. */
	isRefused?: true;
}

/** Items of every run. */
export const ITEMS = 6;
const indexes = Array.from({ length: ITEMS }, (_, index) => index);

/**
 * Products 14x1 to 14x6, leads 10x7 to 10x12, accounts 11x30 to 11x35 with a contact each, 12x40 to
 * 12x45, and what the operations refer to.
 */
export const SEED: Record<string, Seed[]> = {
	Products: indexes.map((index) => ({ id: `14x${index + 1}`, productname: `product ${index}` })),
	Leads: indexes.map((index) => ({
		id: `10x${index + 7}`,
		lastname: `lead ${index}`,
		company: `company ${index}`,
	})),
	Contacts: [
		{ id: '12x20', lastname: 'Contact' },
		...indexes.map((index) => ({
			id: `12x${index + 40}`,
			lastname: `contact ${index}`,
			account_id: `11x${index + 30}`,
		})),
	],
	Accounts: [
		{ id: '11x21', accountname: 'Account' },
		...indexes.map((index) => ({ id: `11x${index + 30}`, accountname: `account ${index}` })),
	],
	Invoice: [{ id: '7x24', subject: 'Invoice' }],
	Workflow: [{ id: '30x22', module_name: 'Products', summary: 'Flow', test: '' }],
	cbMap: [
		{
			id: '37x23',
			mapname: 'Mapping',
			maptype: 'Webservice Mapping',
			targetname: 'Products',
			content: '<map/>',
		},
		rule('37x25', "concat(productname, '!')"),
		rule('37x26', "'0'"),
		rule('37x27', 'record_id'),
		{
			id: '37x28',
			mapname: 'Fields of the product',
			maptype: 'Mapping',
			targetname: 'Accounts',
			content: mappingOf('accountname', 'productname'),
		},
	],
};

/** Each contact is related to a product. */
export const RELATIONS = indexes.map((index): [string, string] => [
	`12x${index + 40}`,
	`14x${index + 1}`,
]);

/** A map that coreBOS evaluates. */
function rule(id: string, expression: string): Seed {
	return {
		id,
		mapname: `Rule ${id}`,
		maptype: 'Condition Expression',
		targetname: 'Products',
		content: `<map><expression>${expression}</expression></map>`,
	};
}

/** A map that takes a field of one module from a field of another. */
function mappingOf(name: string, from: string): string {
	const taken = `<Orgfield><OrgfieldName>${from}</OrgfieldName><OrgfieldID>FIELD</OrgfieldID></Orgfield>`;
	return `<map><fields><field><fieldname>${name}</fieldname><Orgfields>${taken}</Orgfields></field></fields></map>`;
}

/** An item of a run. */
export interface FaultItem extends IDataObject {
	marker: string;
	id: string;
	lead: string;
	/** An account, and the contact that refers to it. */
	account_id: string;
	child: string;
	/** A session of its own. */
	session?: string;
	/** The tracking id of a call in coreBOS's queue. */
	queued?: string;
	/** A document and a contact, which have a file each. */
	document?: string;
	contact?: string;
}

/** @param index of an item */
export function itemOf(index: number): FaultItem {
	return {
		marker: `marker-${index}-x`,
		id: `14x${index + 1}`,
		lead: `10x${index + 7}`,
		account_id: `11x${index + 30}`,
		child: `12x${index + 40}`,
	};
}

const FILE = { name: 'hello.txt', type: 'text/plain', size: 5, content: 'aGVsbG8=' };

/** The file of every item. */
export const BINARY: IBinaryKeyData = {
	data: { data: FILE.content, mimeType: FILE.type, fileName: FILE.name },
};

/** The items of a run of an operation, with what they need. */
export async function itemsFor({ needs }: Operation, crm: CoreBosStandIn): Promise<FaultItem[]> {
	const items = indexes.map(itemOf);
	const client = createCoreBosClient(crm.connection, fetchHttp);
	const made = async (elementType: string, element: object): Promise<string> => {
		const own = { assigned_user_id: '19x1', ...element };
		return ((await client.call('create', { elementType, element: own })) as { id: string }).id;
	};
	if (needs === 'files') {
		const letter = { notes_title: 'Letter', filelocationtype: 'I', filestatus: '1' };
		const document = await made('Documents', { ...letter, filename: FILE });
		const attachments = { imagename: { ...FILE, name: 'face.png', type: 'image/png' } };
		const contact = await made('Contacts', { lastname: 'With a face', attachments });
		crm.add('GlobalVariable', { gvname: 'Webservice_GenDocConversion_Active', value: '1' });
		return items.map((item) => ({ ...item, document, contact }));
	}
	if (needs === 'queue') {
		const cbwsOptions = { launchfromqueue: 1 };
		const call = { elementType: 'Products', cbwsOptions };
		const waiting: FaultItem[] = [];
		for (const item of items) {
			const answer = await client.call('describe', call);
			const { operationTrackingID: queued } = answer as { operationTrackingID: string };
			waiting.push({ ...item, queued });
		}
		return waiting;
	}
	if (needs !== 'sessions') return items;
	const ofOwn: FaultItem[] = [];
	for (const item of items) {
		// Each client of another address has sessions of its own.
		const own = { ...crm.connection, url: `${crm.url}/${item.marker}` };
		const session = await createCoreBosClient(own, fetchHttp).session.name();
		ofOwn.push({ ...item, session, context: { cb_sessionid: session } });
	}
	return ofOwn;
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

function reading(works: string[], { options, ...parameters }: IDataObject): Operation {
	return { at: 'crm', works, reads: true, node: corebos(parameters, options as IDataObject) };
}

const CREATES = ['create', 'MassCreate'];

const contacts = locator('Contacts', 'name');
const removing = {
	resource: 'relation',
	operation: 'removeRelated',
	recordId: locator('={{ $json.account_id }}'),
};

/** @param direction the operation of the web service */
function relatedModules(direction: string): Operation {
	return reading([direction], {
		resource: 'relation',
		operation: 'getModules',
		module: contacts,
		direction,
	});
}

/** @param id of the map that says which record there is */
function byRule(id: string): Operation['node'] {
	return corebos({
		resource: 'record',
		operation: 'upsert',
		module: products,
		valuesFrom: 'fieldMapping',
		fieldMapping: {
			rows: [{ fieldname: 'productname', valuetype: 'rawtext', value: '={{ $json.marker }}' }],
		},
		matchBy: 'rule',
		ruleMap: locator(id),
	});
}

function mapOf(mapXml: (origins: Origins) => string, more: IDataObject = {}): Operation['node'] {
	return (concurrency, origins) => ({
		parameters: {
			mapXml: mapXml(origins),
			options: { concurrency },
			...more,
		} as INodeParameters,
	});
}

function restMap(
	method: string,
	response = entry('result', undefined, 'answer'),
	more: IDataObject = {},
): Operation['node'] {
	const xml = ({ api }: Origins) =>
		smallMap({
			config: {
				wsurl: `${api}/orders`,
				wshttpmethod: method,
				inputtype: method === 'GET' ? 'URL' : 'JSON',
			},
			fields: { order: source('', 'marker') },
			response,
		});
	return mapOf(xml, more);
}

/** A map that creates a product in the kept session. */
const inKeptSession = mapOf(({ crm }) =>
	smallMap({
		config: { wsurl: `${crm}/webservice.php`, inputtype: 'XML' },
		headers: [['Content-type', 'application/x-www-form-urlencoded']],
		fields: {
			operation: source('CONST', 'create'),
			sessionName: source('EXPRESSION', 'getSessionName()'),
			elementType: source('CONST', 'Products'),
			element: source(
				'EXPRESSION',
				`concat('{"productname":"', marker, '","assigned_user_id":"19x1"}')`,
			),
		},
		response: entry('result.id', undefined, 'made'),
	}),
);

const soapMap = mapOf(({ soap }) =>
	smallMap({
		config: {
			wsurl: `${soap}/taxation_customs/vies/checkVatService.wsdl`,
			wstype: 'SOAP',
			methodname: 'checkVat',
		},
		fields: { countryCode: source('CONST', 'ES'), vatNumber: source('', 'marker') },
		response: entry('valid', undefined, 'isValid'),
	}),
);

const saving = restMap('POST', entry('result.ok', 'description'), { saveToRecord: true });
const THE_CALL: Work = { at: 'api' };
const THE_SAVING: Work = { at: 'crm', works: ['revise'], marked: 'id', isSaving: true };

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
	'Run Web Service Map: SOAP': { at: 'soap', node: soapMap },
	'Run Web Service Map: kept session': writing(['create'], inKeptSession),
	'Run Web Service Map: saved, at the call': { ...THE_CALL, node: saving, also: THE_SAVING },
	'Run Web Service Map: saved, at the saving': { ...THE_SAVING, node: saving, also: THE_CALL },
	'Run Web Service Map: Evaluate Expression': writing(['setSetting'], (concurrency) => ({
		parameters: {
			operation: 'evaluate',
			expressionKind: 'expression',
			expression: "setSetting(marker, 'v')",
			options: { concurrency },
		},
	})),
	'Run Web Service Map: Set Context': {
		at: 'crm',
		works: ['getSetting'],
		reads: true,
		node: (concurrency) => ({
			parameters: {
				operation: 'setContext',
				contextVariables: {
					rows: [
						{
							variable: 'kept',
							kind: 'expression',
							expression: 'getSetting(marker, marker)',
						},
					],
				},
				options: { concurrency },
			},
		}),
	},
	'Run Web Service Map: Dry Run': {
		at: 'crm',
		works: ['getSetting'],
		reads: true,
		node: mapOf(
			({ api }) =>
				smallMap({
					config: { wsurl: `${api}/orders`, inputtype: 'JSON' },
					fields: { order: source('EXPRESSION', 'getSetting(marker, marker)') },
					response: entry('result', undefined, 'answer'),
				}),
			{ operation: 'dryRun' },
		),
	},
	'Relation: Remove Related Records': writing(
		['delete'],
		corebos({ ...removing, module: locator('Accounts', 'name'), relatedModule: contacts }),
		{ marked: 'child' },
	),
	'Relation: Remove Related Records, many to many': writing(
		['UnsetRelation'],
		corebos({
			...removing,
			recordId: locator('={{ $json.child }}'),
			module: contacts,
			relatedModule: products,
		}),
		{ marked: 'child' },
	),
	'Relation: Get Related Modules, lists': relatedModules('getRelatedModulesInfomation'),
	'Relation: Get Related Modules, referred to': relatedModules('GetRelatedModulesOneToMany'),
	'Relation: Get Related Modules, referring': relatedModules('getRelatedModulesManytoOne'),
	'Business Rule: Evaluate': reading(['cbRule'], {
		resource: 'businessRule',
		operation: 'evaluate',
		businessRule: locator('37x25'),
		recordId: locator('={{ $json.id }}'),
	}),
	'Business Map: Process': writing(
		['ProcessMap'],
		corebos({
			resource: 'businessMap',
			operation: 'process',
			businessMap: locator('37x28'),
			recordId: locator('={{ $json.id }}'),
			parameters: '={{ JSON.stringify({ infields: { note: $json.marker } }) }}',
		}),
	),
	'Business Map: Create Calling Workflow': writing(
		['create'],
		corebos({
			resource: 'businessMap',
			operation: 'createCallingMap',
			triggerUrl: 'https://n8n.example.com/webhook/corebos',
			startBy: 'workflow_id',
			startValue: '43',
			module: products,
			name: '={{ $json.marker }}',
		}),
	),
	'Workflow: Check Conditions': reading(['retrieve'], {
		resource: 'workflow',
		operation: 'checkConditions',
		conditionsFrom: 'json',
		module: contacts,
		conditionsJson: JSON.stringify([
			{
				fieldname: 'account_id : (Accounts) accountname',
				operation: 'contains',
				value: 'account',
			},
		]),
		options: { resultProperty: 'met' },
	}),
	'Custom: Get Queued Result': writing(
		['getQueuedOperationResult'],
		corebos({
			resource: 'custom',
			operation: 'getQueuedResult',
			operationTrackingID: '={{ $json.queued }}',
		}),
		{ marked: 'queued', needs: 'queue' },
	),
	'User: Get Groups': reading(['query'], {
		resource: 'user',
		operation: 'getGroups',
		what: 'groups',
	}),
	'User: Get Groups, users': reading(['getUsersInSameGroup'], {
		resource: 'user',
		operation: 'getGroups',
		what: 'users',
		userId: locator('19x1'),
	}),
	'Session: Extend': writing(
		['extendsession'],
		corebos({ resource: 'session', operation: 'extend' }),
		{ marked: 'session', needs: 'sessions', isRefused: true },
	),
	'Record: Create or Update, by a rule that finds none': writing(['create'], byRule('37x26')),
	'Record: Create or Update, by a rule that finds it': writing(['revise'], byRule('37x27')),
	'Session: Get Challenge': {
		...reading(['getchallenge'], { resource: 'session', operation: 'getChallenge' }),
		changing: ['serverTime', 'expireTime', 'cb_token'],
	},
	'Session: Log In': {
		...reading(['login'], { resource: 'session', operation: 'login' }),
		changing: ['cb_token', 'cb_sessionid'],
	},
	'Session: Log Out': writing(['logout'], corebos({ resource: 'session', operation: 'logout' }), {
		marked: 'session',
		needs: 'sessions',
	}),
	'Document: Create, with a file': writing(
		['create'],
		corebos({
			resource: 'document',
			operation: 'create',
			content: 'file',
			binaryProperty: 'data',
			title: '={{ $json.marker }}',
			folder: locator('22x8533'),
		}),
	),
	'Record: Create, with a file': writing(
		CREATES,
		corebos(
			{ ...toSave, operation: 'create' },
			{ files: { file: [{ field: 'imagename', binaryProperty: 'data' }] } },
		),
	),
	'Record: Update, with a file': writing(
		['revise'],
		corebos(
			{ ...toSave, operation: 'update' },
			{ files: { file: [{ field: 'imagename', binaryProperty: 'data' }] } },
		),
	),
	'Document: Download': {
		...reading(['retrievedocattachment'], {
			resource: 'document',
			operation: 'download',
			documentId: locator('={{ $json.document }}'),
			binaryProperty: 'file',
		}),
		needs: 'files',
	},
	'Document: Convert File': {
		...reading(['gendoc_convert'], {
			resource: 'document',
			operation: 'convertFile',
			inputProperty: 'data',
			convertFormat: 'pdf',
			binaryProperty: 'file',
		}),
		needs: 'files',
	},
	'Document: Generate': {
		...reading(['getmergedtemplate'], {
			resource: 'document',
			operation: 'generate',
			template: 'Letter',
			records: '={{ $json.contact }}',
			format: 'onepdf',
			binaryProperty: 'file',
		}),
		needs: 'files',
	},
	'Record: Get Images': {
		...reading(['getRecordImages'], {
			resource: 'record',
			operation: 'getImages',
			recordId: locator('={{ $json.contact }}'),
			options: { downloadTo: 'file' },
		}),
		needs: 'files',
	},
	'Record: Get PDF': reading(['getpdfdata'], {
		resource: 'record',
		operation: 'getPdf',
		recordId: locator('7x24'),
		binaryProperty: 'file',
	}),
	'Record: Validate': reading(['ValidateInformation'], { ...toSave, operation: 'validate' }),
	'Module: Get Picklist Values': reading(['getPicklistValues', 'describe'], {
		resource: 'module',
		operation: 'getPicklistValues',
		module: products,
	}),
	'Module: Get Filters and Views': reading(['getViewsByModule'], {
		resource: 'module',
		operation: 'getViews',
		module: products,
		kind: 'getViewsByModule',
	}),
	'User: List': reading(['getAllUsers'], { resource: 'user', operation: 'list', users: 'all' }),
	'User: List, assignable': reading(['getAssignedUserList'], {
		resource: 'user',
		operation: 'list',
		users: 'assignable',
		module: products,
	}),
	'Workflow: Get': reading(['query'], {
		resource: 'workflow',
		operation: 'get',
		workflowId: locator('22'),
	}),
	'Setting: Get': reading(['getSetting'], {
		resource: 'setting',
		operation: 'get',
		key: 'kept',
		default: '',
	}),
};

import type { CoreBosStandIn } from '../../test/corebos';
import { entry, smallMap, source } from '../../test/unit/map/small-map';
import { callWith, chained, markersOf, packageNode, statusOf } from './chained-workflow';
import { productNode, tellNode } from './marked-products';
import type { CredentialImport, WorkflowImport, WorkflowNode } from './start';

const SECRET_CREDENTIAL = { id: 'soakSecret000001', name: 'Secret' };
const SECRET_HEADER = 'x-soak-secret';
/** Calls that the nodes of a workflow make at the same time, at most. */
export const PARALLEL = 3;
/** Names of the products that are created, told of and deleted again begin with it. */
const PASSING = 'passing';

/** The paths that workflows call at the service. */
export const TOLD = { created: '/created', deleted: '/deleted' };

/** What the workflows work with. */
export interface LoadedSystems {
	coreBos: CoreBosStandIn;
	/** Origin of the service that is told of created and deleted products. */
	service: string;
	/** Address of the WSDL of a VAT service. */
	wsdlUrl: string;
	/** The shared secret of the trigger. */
	secret: string;
}

/** The credential of the trigger's shared secret. */
export function secretCredential({ secret }: LoadedSystems): CredentialImport {
	const data = { headerName: SECRET_HEADER, secret };
	return { ...SECRET_CREDENTIAL, type: 'coreBosTriggerSecretApi', data };
}

const products = { __rl: true, mode: 'name', value: 'Products' };
const byId = (id: string) => ({ __rl: true, mode: 'id', value: `={{ $json.${id} }}` });

function map(name: string, mapXml: string): WorkflowNode {
	return packageNode(name, 'runWebServiceMap', { mapXml, options: { concurrency: PARALLEL } });
}

/** A map that reads the item's record. @param session expression of the session */
function retrieveMap({ coreBos }: LoadedSystems, session: string): string {
	return smallMap({
		config: { wsurl: coreBos.webServiceUrl, wshttpmethod: 'GET', inputtype: 'URL' },
		fields: {
			operation: source('CONST', 'retrieve'),
			id: source('', 'id'),
			sessionName: source('EXPRESSION', session),
		},
		response: entry('result.productname', undefined, 'found'),
	});
}

function vatMap({ wsdlUrl }: LoadedSystems): string {
	return smallMap({
		config: { wsurl: wsdlUrl, wstype: 'SOAP', methodname: 'checkVat' },
		fields: { countryCode: source('CONST', 'ES'), vatNumber: source('', 'productname') },
		response: entry('valid', undefined, 'isValid'),
	});
}

/** A poll in each quarter of a minute. */
export const POLL_TIMES = {
	item: [0, 15, 30, 45].map((second) => ({
		mode: 'custom',
		cronExpression: `${second} * * * * *`,
	})),
};

function watch(events: string[], conditions: object[]): WorkflowNode {
	const parameters = { pollTimes: POLL_TIMES, module: products, events, filters: { conditions } };
	return packageNode('Watch', 'coreBosWatchTrigger', {
		...parameters,
		options: { overlap: 5 },
	});
}

/** Workflows with every node of the package, and with reading, writing, bulk and session operations. */
export function mixedWorkflows(systems: LoadedSystems): WorkflowImport[] {
	const options = { parallelCalls: PARALLEL };
	const record = { resource: 'record', module: products };
	const trigger = {
		path: 'soakCall',
		permissions: {
			permission: [{ title: 'Soak', addresses: '127.0.0.1', workflows: '43', triggers: '' }],
		},
		sharedSecret: true,
		loadRecord: true,
		responseMode: 'lastNode',
	};
	const triggerNode = packageNode('Trigger', 'coreBosTrigger', trigger);
	return [
		chained('soakRecords', [
			...markersOf('soakRecords'),
			productNode('upsert', options),
			packageNode('Get', 'coreBos', {
				...record,
				...{ operation: 'get', recordId: byId('id'), options },
			}),
			map('Kept session', retrieveMap(systems, 'getSessionName()')),
			map('SOAP', vatMap(systems)),
		]),
		chained('soakBulk', [
			...markersOf('soakBulk'),
			productNode('create', { together: true, itemsPerCall: 2 }),
		]),
		chained('soakCall', [
			{
				...triggerNode,
				credentials: { ...triggerNode.credentials, coreBosTriggerSecretApi: SECRET_CREDENTIAL },
				webhookId: 'soakCall',
			},
			packageNode('Update', 'coreBos', {
				...record,
				...{ operation: 'update', recordId: byId('id'), valuesFrom: 'json' },
				fieldsJson: '={{ JSON.stringify({ description: $now.toISO() }) }}',
			}),
		]),
		chained('soakSession', [
			...markersOf('soakSession'),
			productNode('upsert', {}),
			packageNode('Log in', 'coreBos', { resource: 'session', operation: 'login' }),
			map('Own session', retrieveMap(systems, "getFromContext('cb_sessionid')")),
			packageNode('Log out', 'coreBos', { resource: 'session', operation: 'logout' }),
		]),
		chained('soakCreated', [
			watch(['created'], [{ field: 'productname', operator: 'startsWith', value: PASSING }]),
			tellNode(systems.service + TOLD.created, false),
			packageNode('Delete', 'coreBos', {
				...record,
				...{ operation: 'delete', recordId: byId('id') },
				options: { together: true, itemsPerCall: 50 },
			}),
		]),
		chained('soakDeleted', [
			watch(['deleted'], []),
			tellNode(systems.service + TOLD.deleted, false),
		]),
		chained('soakUpdated', [
			watch(['updated'], [{ field: 'productname', operator: 'startsWith', value: 'kept' }]),
			packageNode('Get', 'coreBos', {
				...record,
				...{ operation: 'get', recordId: byId('id'), options },
			}),
		]),
	];
}

/** One after the other: the calls of a caller. */
export class MixedCaller {
	private calls = 0;
	/** Names of the products that it had created to be told of and deleted. */
	readonly passing: string[] = [];

	/** @param called web service id of the product that the trigger is called for */
	constructor(
		private readonly url: string,
		private readonly systems: LoadedSystems,
		private readonly name: string,
		private readonly called: string,
	) {}

	/** Makes the next call. @returns its status */
	async next(): Promise<number> {
		const kept = Array.from({ length: 5 }, (_, index) => `kept ${this.name} ${index}`);
		const number = this.calls++;
		switch (number % 4) {
			case 0:
				return await callWith(this.url, 'soakRecords', kept);
			case 1: {
				const names = kept.map((_, index) => `${PASSING} ${this.name} ${number} ${index}`);
				const status = await callWith(this.url, 'soakBulk', names);
				if (status === 200) this.passing.push(...names);
				return status;
			}
			case 2:
				return await statusOf(
					`${this.url}/webhook/soakCall?workflow_id=43&record_id=${this.called}`,
					{ headers: { [SECRET_HEADER]: this.systems.secret }, body: new URLSearchParams('a=1') },
				);
			default:
				return await callWith(this.url, 'soakSession', kept.slice(0, 2));
		}
	}
}

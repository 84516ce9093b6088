import { basename, dirname, join } from 'node:path';
import { chained, packageNode, statusOf } from '../../scripts/n8n/chained-workflow';
import { filesWith } from '../../scripts/n8n/files-with';
import type { Execution } from '../../scripts/n8n/rest';
import type {
	CredentialImport,
	RunningN8n,
	WorkflowImport,
	WorkflowNode,
} from '../../scripts/n8n/start';
import { startCoreBos } from '../corebos';
import { startRecordingServer } from '../integration/recording-server';
import { secretForms, startRepeatingServer } from '../integration/repeating-server';
import { makeCertificates, startTlsServer } from '../integration/tls-server';
import { entry, smallMap, source } from '../unit/map/small-map';

const SECRET_HEADER = 'x-planted-secret';
const WORKFLOW = 43;
/** Stand in the XML of maps, and so in the workflow that n8n keeps. */
const IN_MAPS = {
	header: 'planted-header-value',
	basic: 'planted-basic-password',
	query: 'planted-query-value',
	field: 'planted-field-value',
	bearer: 'planted.bearer.value',
};
/** Nobody but a caller has it. */
const WRONG_SECRET = 'planted-wrong-secret';

/** A run with secrets, and what it comes to. */
interface PlantedRun {
	workflow: WorkflowImport;
	status: 'success' | 'error';
	/** Whether a service repeats the secrets, which are then masked. */
	isRepeated: boolean;
}

/** Secrets wherever n8n and the nodes take them, in workflows that succeed and fail. */
export interface PlantedSecrets {
	credentials: CredentialImport[];
	workflows: WorkflowImport[];
	/** Runs every workflow. @returns their executions, with their ids */
	run(n8n: RunningN8n): Promise<Array<{ planted: PlantedRun; execution: Execution }>>;
	/** Calls without the right secret. @returns the status */
	callWithWrongSecret(n8n: RunningN8n): Promise<number>;
	/** Secrets in what came out of an execution: outputs and errors. */
	secretsIn(execution: Execution): string[];
	/** Names of n8n's files that hold a secret of a credential or of a call. */
	filesWithSecrets(n8n: RunningN8n): string[];
	/** Names of n8n's files that hold a secret of a map. */
	filesWithMapSecrets(n8n: RunningN8n): string[];
	stop(): Promise<void>;
}

/** Starts the systems that the workflows call. */
export async function plantSecrets(): Promise<PlantedSecrets> {
	const crm = await startCoreBos({
		records: { Products: [{ id: '14x1', productname: 'Planted' }] },
	});
	const repeating = await startRepeatingServer(crm);
	const service = await startRecordingServer();
	const certificates = makeCertificates();
	const tls = await startTlsServer(certificates);
	const { passphrase, client } = certificates;
	const triggerSecret = 'planted-trigger-secret';
	const wrongPassphrase = 'planted-wrong-passphrase';

	const credential = (id: string, type: string, data: CredentialImport['data']) => ({
		id,
		name: id,
		type,
		data,
	});
	const certificate = { format: 'pfx', pfx: client.pfx, passphrase, ca: certificates.ca };
	const { username, accessKey } = crm.connection;
	const credentials: CredentialImport[] = [
		credential('plantedFaithful', 'coreBosApi', {
			...{ username, accessKey },
			url: repeating.faithfulUrl,
		}),
		credential('plantedRepeating', 'coreBosApi', { username, accessKey, url: repeating.url }),
		credential('plantedTrigger', 'coreBosTriggerSecretApi', {
			...{ headerName: SECRET_HEADER, secret: triggerSecret },
		}),
		credential('plantedPfx', 'coreBosClientCertificateApi', certificate),
		credential('plantedWrongPfx', 'coreBosClientCertificateApi', {
			...certificate,
			passphrase: wrongPassphrase,
		}),
	];
	const using = (...ids: string[]) =>
		Object.fromEntries(
			ids.map((id) => [String(credentials.find((one) => one.id === id)?.type), { id, name: id }]),
		);
	const coreBos = (name: string, id: string, parameters: WorkflowNode['parameters']) => ({
		...packageNode(name, 'coreBos', parameters),
		credentials: using(id),
	});
	const map = (name: string, mapXml: string, more: object = {}, ...ids: string[]) => ({
		...packageNode(name, 'runWebServiceMap', { mapXml, ...more }),
		credentials: using('plantedFaithful', ...ids),
	});
	const continuing = (node: WorkflowNode) => ({ ...node, onError: 'continueRegularOutput' });
	/** A map with a secret in each place. */
	const secretMap = (url: string) =>
		smallMap({
			config: {
				wsurl: `${url.replace('//', `//joe:${IN_MAPS.basic}@`)}?api_key=${IN_MAPS.query}`,
			},
			headers: [
				['X-Api-Key', IN_MAPS.header],
				['Authorization', `Bearer ${IN_MAPS.bearer}`],
			],
			fields: { password: `<value>${IN_MAPS.field}</value>` },
			response: entry('result.ok', undefined, 'ok'),
		});
	const inKeptSession = smallMap({
		config: {
			...{ wsurl: `${repeating.faithfulUrl}/webservice.php`, wshttpmethod: 'GET' },
			inputtype: 'URL',
		},
		fields: {
			operation: source('CONST', 'retrieve'),
			id: source('', 'id'),
			sessionName: source('EXPRESSION', 'getSessionName()'),
		},
		response: entry('result.productname', undefined, 'found'),
	});
	const withCertificate = smallMap({
		config: { wsurl: tls.url },
		response: entry('result.ok', 'x'),
	});

	const run = (
		id: string,
		status: PlantedRun['status'],
		nodes: WorkflowNode[],
		{ isRepeated = true, loadsFrom = 'plantedFaithful' } = {},
	): PlantedRun => {
		const trigger = packageNode('Trigger', 'coreBosTrigger', {
			path: id,
			permissions: {
				permission: [
					{ title: '', addresses: '127.0.0.1', workflows: String(WORKFLOW), triggers: '' },
				],
			},
			...{ sharedSecret: true, loadRecord: true },
		});
		const first = {
			...{ ...trigger, webhookId: id },
			credentials: using(loadsFrom, 'plantedTrigger'),
		};
		return { workflow: chained(id, [first, ...nodes]), status, isRepeated };
	};
	const record = { resource: 'record', module: { __rl: true, mode: 'name', value: 'Products' } };
	const values = {
		valuesFrom: 'json',
		fieldsJson: '{"productname":"p","assigned_user_id":"19x1"}',
	};
	const create = coreBos('Create', 'plantedRepeating', {
		...record,
		operation: 'create',
		...values,
	});
	const runs: PlantedRun[] = [
		run(
			'plantedSucceeds',
			'success',
			[
				coreBos('Update', 'plantedFaithful', {
					...{ ...record, operation: 'update', ...values },
					recordId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				}),
				map('Kept session', inKeptSession),
				map('Secrets', secretMap(`${service.url}/orders`)),
				map('Certificate', withCertificate, { useClientCertificate: true }, 'plantedPfx'),
				map('Convert', secretMap('https://api.example.com/orders'), { operation: 'convert' }),
			],
			{ isRepeated: false },
		),
		run('plantedRefused', 'error', [create]),
		run('plantedContinued', 'success', [
			continuing(create),
			continuing(map('Fails', secretMap(`${repeating.url}/fails`))),
		]),
		run('plantedMapRefused', 'error', [map('Refused', secretMap(`${repeating.url}/answers`))]),
		run('plantedMapFails', 'error', [map('Fails', secretMap(`${repeating.url}/fails`))]),
		run(
			'plantedPassphrase',
			'error',
			[map('Certificate', withCertificate, { useClientCertificate: true }, 'plantedWrongPfx')],
			{ isRepeated: false },
		),
		run('plantedLoad', 'error', [], { loadsFrom: 'plantedRepeating' }),
	];

	const call = async (n8n: RunningN8n, id: string, secret: string) =>
		await statusOf(`${n8n.url}/webhook/${id}?workflow_id=${WORKFLOW}&record_id=14x1`, {
			headers: { [SECRET_HEADER]: secret },
			body: new URLSearchParams('a=1'),
		});
	const formsOfMaps = Object.values(IN_MAPS).flatMap(secretForms);
	/** Of credentials, and what was seen on the wire. */
	const otherForms = () =>
		[
			...[accessKey, triggerSecret, passphrase, client.pfx, wrongPassphrase, WRONG_SECRET],
			...repeating.onTheWire,
		].flatMap(secretForms);
	/** Without the files of the workflows that were imported. */
	const names = (n8n: RunningN8n, forms: string[]) =>
		filesWith(n8n.userFolder, forms)
			.filter((file) => dirname(file) !== join(n8n.userFolder, 'workflows'))
			.map((file) => basename(file));

	return {
		credentials,
		workflows: runs.map(({ workflow }) => workflow),
		run: async (n8n) => {
			const executions = [];
			for (const planted of runs) {
				const { id } = planted.workflow;
				await n8n.webhookReady(id);
				await call(n8n, id, triggerSecret);
				executions.push({ planted, execution: await n8n.rest.nextExecution(id, []) });
			}
			return executions;
		},
		callWithWrongSecret: async (n8n) => await call(n8n, runs[0].workflow.id, WRONG_SECRET),
		secretsIn: ({ runData, error }) => {
			const text = JSON.stringify({ runData, error });
			return [...formsOfMaps, ...otherForms()].filter((form) => text.includes(form));
		},
		filesWithSecrets: (n8n) => names(n8n, otherForms()),
		filesWithMapSecrets: (n8n) => names(n8n, formsOfMaps),
		stop: async () => {
			await repeating.close();
			await Promise.all([crm.close(), service.close(), tls.close()]);
		},
	};
}

/**
 * The five maps of coreBOS's own article on *Run Web Service*, which synchronize products between
 * two installs. They are not part of this repository: they are read from a folder and used
 * unchanged but for what every reader has to change, the address, user and access key of the
 * other install.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CoreBosConnection } from '../../engine/corebos';
import type { WorkflowImport } from './start';

/** The maps by what they do, each with its file. */
const FILES = {
	challenge: 'coreBOSSyncChallenge.xml',
	login: 'coreBOSSyncLogin.xml',
	create: 'ProductSyncCreate.xml',
	update: 'ProductSyncUpdate.xml',
	logout: 'coreBOSSyncLogout.xml',
} as const;

type PublishedMap = keyof typeof FILES;
export type PublishedMaps = Record<PublishedMap, string>;

/** Where the maps lie next to a checkout of the project. */
export const PUBLISHED_MAPS_FOLDER = resolve(
	__dirname,
	'..',
	'..',
	'..',
	'shared',
	'cases',
	'blog-maps',
);

const PUBLISHED_URL = 'http://localhost/coreBOSTest/webservice.php';
const PUBLISHED_KEY = 'ACCESSKEY';

/** The first file that a folder lacks; undefined where all are there. */
export function missingPublishedMap(folder = PUBLISHED_MAPS_FOLDER): string | undefined {
	return Object.values(FILES)
		.map((file) => join(folder, file))
		.find((file) => !existsSync(file));
}

/**
 * The maps with address, user and key of the other install.
 *
 * @param to the install that products are sent to
 * @param folder where the files are; see {@link missingPublishedMap}
 */
export function publishedMaps(
	{ url, username, accessKey }: CoreBosConnection,
	folder = PUBLISHED_MAPS_FOLDER,
): PublishedMaps {
	const webService = `${url.replace(/\/$/, '')}/webservice.php`;
	const entries = Object.entries(FILES).map(([name, file]) => {
		const xml = readFileSync(join(folder, file), 'utf8');
		const own = xml
			.replaceAll(PUBLISHED_URL, webService)
			.replaceAll(`'${PUBLISHED_KEY}'`, `'${accessKey}'`);
		return [name, own.replaceAll('<OrgfieldName>admin<', `<OrgfieldName>${username}<`)];
	});
	return Object.fromEntries(entries) as PublishedMaps;
}

/** Paths of the triggers of the two workflows. */
export const publishedPaths = { created: 'published-create', changed: 'published-update' };

/**
 * The article's two workflows as n8n workflows: trigger, challenge, login, create or update,
 * logout. The credential is that of the install where the product is, as the product sync example
 * names it.
 */
export function publishedWorkflows(maps: PublishedMaps): WorkflowImport[] {
	return [
		workflowOf('publishedCreate0', publishedPaths.created, '43', 'create', maps),
		workflowOf('publishedUpdate0', publishedPaths.changed, '44', 'update', maps),
	];
}

function workflowOf(
	id: string,
	path: string,
	workflowId: string,
	main: 'create' | 'update',
	maps: PublishedMaps,
): WorkflowImport {
	const credentials = { coreBosApi: { id: 'coreBosInstallA0', name: 'coreBOS A' } };
	const trigger = {
		parameters: {
			path,
			permissions: {
				permission: [{ title: 'coreBOS A', addresses: '127.0.0.1', workflows: workflowId }],
			},
			loadRecord: true,
		},
		id: `${id}-trigger`,
		webhookId: `${id}-webhook`,
		name: 'coreBOS Trigger',
		type: 'n8n-nodes-corebos.coreBosTrigger',
		typeVersion: 1,
		position: [0, 0],
		credentials,
	};
	const steps: PublishedMap[] = ['challenge', 'login', main, 'logout'];
	const nodes = steps.map((step, index) => ({
		parameters: {
			mapSource: 'xml',
			mapXml: maps[step],
			...(step === 'create' && { saveToRecord: true }),
			options: {},
		},
		id: `${id}-${step}`,
		name: step,
		type: 'n8n-nodes-corebos.runWebServiceMap',
		typeVersion: 1.1,
		position: [220 * (index + 1), 0],
		credentials,
	}));
	const all = [trigger, ...nodes];
	const connections = Object.fromEntries(
		all
			.slice(1)
			.map(({ name }, index) => [
				all[index].name,
				{ main: [[{ node: name, type: 'main', index: 0 }]] },
			]),
	);
	return { id, name: `Published maps: ${main}`, nodes: all, connections, settings: {} };
}

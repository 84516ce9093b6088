import { parseArgs } from 'node:util';
import { startCoreBos } from './server';

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '0' },
		name: { type: 'string', default: 'coreBOS' },
		'access-key': { type: 'string' },
		'custom-field': { type: 'string', multiple: true, default: [] },
		latency: { type: 'string', default: '0' },
		'session-lock': { type: 'boolean', default: false },
	},
});

/** `Products.cf_remote_id` as often as wanted. */
function customFields(given: string[]): Record<string, string[]> {
	const fields: Record<string, string[]> = {};
	for (const [module, name] of given.map((one) => one.split('.'))) {
		fields[module] = [...(fields[module] ?? []), name];
	}
	return fields;
}

async function main(): Promise<void> {
	const coreBos = await startCoreBos({
		port: Number(values.port),
		name: values.name,
		accessKey: values['access-key'],
		customFields: customFields(values['custom-field']),
		latency: Number(values.latency),
		sessionLock: values['session-lock'],
	});
	const { username, accessKey } = coreBos.connection;
	console.log(`${coreBos.name}: ${coreBos.url}`);
	console.log(`  web service ${coreBos.webServiceUrl}`);
	console.log(`  user ${username}, access key ${accessKey}`);
	console.log('  Ctrl+C stops it.');
}

void main();

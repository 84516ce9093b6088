import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packPackage } from '../../scripts/n8n/pack-package';
import { Progress } from '../../scripts/n8n/progress';

let tarball: string;
let unpacked: string;

beforeAll(async () => {
	const progress = new Progress();
	tarball = await packPackage(progress);
	progress.end();
	unpacked = join(dirname(tarball), 'somewhere', 'node_modules', 'n8n-nodes-corebos');
	mkdirSync(unpacked, { recursive: true });
	execFileSync('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1']);
}, 120_000);

afterAll(() => rmSync(dirname(tarball), { recursive: true, force: true }));

const manifest = () => JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));

/** Runs a script in a folder that has nothing but the unpacked package. */
function inEmptyProject(script: string): string {
	const project = join(unpacked, '..', '..');
	writeFileSync(join(project, 'script.js'), script);
	return execFileSync(process.execPath, ['script.js'], { cwd: project, encoding: 'utf8' });
}

describe('the packed package', () => {
	test('is at most 1 MB and has no runtime dependencies', () => {
		expect(statSync(tarball).size).toBeLessThanOrEqual(1024 * 1024);
		expect(manifest().dependencies).toBeUndefined();
		expect(manifest().peerDependencies).toEqual({ 'n8n-workflow': '*' });
		// Else npm would fetch n8n-workflow, and compile for minutes, where n8n has it already.
		expect(manifest().peerDependenciesMeta).toEqual({ 'n8n-workflow': { optional: true } });
	});

	test('holds every node and credential that it names, with icons and licenses', () => {
		const { nodes, credentials } = manifest().n8n;
		for (const file of [...nodes, ...credentials, 'dist/THIRD-PARTY-LICENSES.txt', 'LICENSE']) {
			expect([file, existsSync(join(unpacked, file))]).toEqual([file, true]);
		}
		for (const icon of ['corebos.svg', 'corebos.dark.svg']) {
			expect(existsSync(join(unpacked, 'dist', 'icons', icon))).toBe(true);
		}
	});

	test('docs/libraries.md lists the libraries that are bundled', () => {
		const script = join(__dirname, '..', '..', 'scripts', 'libraries.mjs');
		execFileSync(process.execPath, [script, '--check']);
	});

	test('works as a library where nothing else is installed', () => {
		const printed = inEmptyProject(`
			const api = require('n8n-nodes-corebos');
			const map = ${JSON.stringify(readFileSync(join(__dirname, '..', '..', 'examples', 'product-sync', 'challenge.xml'), 'utf8'))};
			const http = async () => ({ status: 200, headers: {}, body: '{"result":{"token":"abc"}}' });
			(async () => console.log(JSON.stringify({
				names: Object.keys(api).sort(),
				value: await api.evaluateExpression("concat(uppercase(city), ' ', getFromContext('n'))", { fields: { city: 'Altea' }, context: { n: 3 } }),
				text: await api.renderTemplate('in $city', { fields: { city: 'Altea' } }),
				run: (await api.runMap(map, {}, http)).context,
				again: (await api.runMap(api.parseMap(api.serializeMap(api.parseMap(map))), {}, http)).context,
				allows: api.createAllowlist(['192.168.0.0/24']).allows('192.168.0.7'),
			})))();
		`);
		expect(JSON.parse(printed)).toEqual({
			names: expect.arrayContaining([
				'SoapError',
				'SoapFault',
				'WsdlCache',
				'createAllowlist',
				'evaluateExpression',
				'mapToParameters',
				'mapsToWorkflow',
				'parametersToMap',
				'parseMap',
				'renderTemplate',
				'runMap',
				'serializeMap',
			]),
			value: 'ALTEA 3',
			text: 'in Altea',
			run: { cb_token: 'abc' },
			again: { cb_token: 'abc' },
			allows: true,
		});
	});
});

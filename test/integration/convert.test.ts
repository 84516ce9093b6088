import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { mapsToWorkflow, parseWorkflowExport, serializeMap, workflowsToN8n } from '../..';
import { parametersToMap, type Conversion, type ConvertedWorkflow } from '../../convert';
import { exportOf } from '../unit/workflow/written-workflows';
import { packPackage } from '../../scripts/n8n/pack-package';
import { Progress } from '../../scripts/n8n/progress';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { exampleMap } from './example-maps';
import { runNodes } from './n8n-engine';

const STEPS = ['challenge', 'login', 'create', 'logout'];

describe('a converted workflow in n8n', () => {
	let a: CoreBosStandIn;
	let b: CoreBosStandIn;

	beforeAll(async () => {
		a = await startCoreBos({ name: 'A', records: { Products: [{ productname: 'Söhne & Co' }] } });
		b = await startCoreBos({ name: 'B' });
	});

	afterAll(async () => await Promise.all([a.close(), b.close()]));

	test('does what the maps did, with the access key of a credential', async () => {
		const maps = STEPS.map((name) => ({ name, xml: exampleMap(name, b.url) }));
		maps[1].xml = maps[1].xml.replace(
			"getAccessKey(getFromContext('cb_token'))",
			`hash(concat(getFromContext('cb_token'),'${b.connection.accessKey}'),'md5')`,
		);
		const [, ...nodes] = (mapsToWorkflow(maps) as ConvertedWorkflow).nodes;
		expect(JSON.stringify(nodes)).not.toContain(b.connection.accessKey);
		const items = a.records('Products').map((record) => ({ ...record }));
		const outcome = await runNodes(
			items,
			nodes.map((node) => ({
				...node,
				...(node.parameters.recordLivesIn === 'install' && {
					credential: (node.name === 'login' ? b : a).connection,
				}),
			})),
		);
		expect(outcome.error).toBeUndefined();
		expect(b.records('Products').map(({ productname }) => productname)).toEqual(['Söhne & Co']);
		expect(outcome.items('logout')[0].json.context).toMatchObject({
			cb_remote_id: b.records('Products')[0].id,
		});
	});
});

describe('maps that log in, converted with the kept session', () => {
	let b: CoreBosStandIn;
	beforeEach(async () => {
		b = await startCoreBos({ name: 'B' });
	});
	afterEach(async () => await b.close());

	const products = [1, 2, 3].map((number) => ({ id: `14x${number}`, productname: `P${number}` }));

	/** The output of *Convert Maps to Workflow* for these maps. */
	async function converted(maps: string[]) {
		const outcome = await runNodes(
			maps.map((xml) => ({ xml })),
			[
				{
					name: 'Convert',
					typeVersion: 1.2,
					parameters: {
						operation: 'convert',
						mapSource: 'xml',
						mapXml: '={{ $json.xml }}',
						keptSession: true,
						recordLivesIn: 'item',
					},
				},
			],
		);
		expect(outcome.error).toBeUndefined();
		const [{ json }] = outcome.items('Convert');
		return json as unknown as Conversion;
	}

	const run = async (nodes: ConvertedWorkflow['nodes']) =>
		await runNodes(
			products,
			nodes.map((node) => ({ ...node, credential: b.connection })),
		);

	test('one call for each record, in one session, and nothing of it logs out', async () => {
		const { workflow, keptSession } = await converted(STEPS.map((name) => exampleMap(name, b.url)));
		const [, ...nodes] = workflow.nodes;
		expect(nodes.map(({ name }) => name)).toEqual(['create']);
		expect(keptSession?.url).toBe(`${b.url}/webservice.php`);
		const outcome = await run(nodes);
		expect(outcome.error).toBeUndefined();
		expect(b.records('Products').map(({ productname }) => productname)).toEqual(['P1', 'P2', 'P3']);
		const calls = ['getchallenge', 'login', 'create', 'logout'].map((name) => b.calls(name));
		expect(calls).toEqual([1, 1, 3, 0]);
	});

	test('what the report lists puts the maps back as they were', async () => {
		const maps = STEPS.map((name) => ({ name, xml: exampleMap(name, b.url) }));
		const { workflow, keptSession } = await converted(maps.map(({ xml }) => xml));
		const [, ...nodes] = workflow.nodes;
		const left = nodes.map(({ name, parameters }) => {
			const map = parametersToMap(parameters);
			for (const { field, was } of keptSession?.changed ?? []) {
				const source = map.fields.find((one) => one.name === field)?.sources[0];
				if (source !== undefined && 'text' in source) source.text = was;
			}
			return { name, xml: serializeMap(map) };
		});
		const [challenge, login, logout] = (keptSession?.removed ?? []).map(({ map, xml }) => {
			return { name: map, xml };
		});
		const back = mapsToWorkflow([challenge, login, ...left, logout]) as ConvertedWorkflow;
		const before = mapsToWorkflow(maps) as ConvertedWorkflow;
		expect(back.nodes.map(({ name, parameters }) => [name, parameters])).toEqual(
			before.nodes.map(({ name, parameters }) => [name, parameters]),
		);
		const outcome = await run(back.nodes.slice(1));
		expect(outcome.error).toBeUndefined();
		expect(b.records('Products')).toHaveLength(3);
		// One login more: that of the credential, by which the module is described.
		expect([b.calls('login'), b.calls('logout')]).toEqual([4, 3]);
	});
});

describe('the command of the packed package', () => {
	let folder: string;

	beforeAll(async () => {
		const progress = new Progress();
		const tarball = await packPackage(progress);
		progress.end();
		folder = join(dirname(tarball), 'project');
		const installed = join(folder, 'node_modules', 'n8n-nodes-corebos');
		mkdirSync(installed, { recursive: true });
		execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
		for (const name of STEPS) {
			writeFileSync(join(folder, `${name}.xml`), exampleMap(name, 'http://b.example'));
		}
		const key = '<map><wsconfig><wspass>s3cr3t</wspass></wsconfig></map>';
		writeFileSync(join(folder, 'key.xml'), key);
		writeFileSync(join(folder, 'bad.xml'), '<map>\n<wsconfig>');
		writeFileSync(join(folder, 'latin1.xml'), Buffer.from('<map>\xf1</map>', 'latin1'));
	}, 180_000);

	afterAll(() => rmSync(dirname(folder), { recursive: true, force: true }));

	/** Runs the file that the package names as its command. */
	function command(parameters: string[], input = '') {
		const installed = join(folder, 'node_modules', 'n8n-nodes-corebos');
		const { bin } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
			bin: Record<string, string>;
		};
		const file = join(installed, bin['n8n-nodes-corebos']);
		const options = { cwd: folder, encoding: 'utf8', input } as const;
		const { status, stdout, stderr } = spawnSync(file, parameters, options);
		return { status, stdout, stderr };
	}

	test('writes the workflow of the maps, in their order', () => {
		const files = STEPS.map((name) => `${name}.xml`);
		const { status, stdout, stderr } = command(['convert', ...files]);
		expect(status).toBe(0);
		expect(stderr.split('\n')).toEqual([
			'4 maps converted; no secrets were found in them.',
			'To check:',
			expect.stringMatching(
				/^ {2}create\.xml \(node "create"\): The answer goes into cf_remote_id /,
			),
			'',
		]);
		const maps = files.map((name) => ({ name, xml: readFileSync(join(folder, name), 'utf8') }));
		expect(JSON.parse(stdout)).toEqual(mapsToWorkflow(maps));
	});

	test('reads names with * where the shell does not', () => {
		const { nodes } = JSON.parse(command(['convert', './*o*.xml']).stdout) as ConvertedWorkflow;
		expect(nodes.slice(1).map(({ name }) => name)).toEqual(['login', 'logout']);
	});

	test('reads the standard input', () => {
		const { status, stdout } = command(['convert', '-'], exampleMap('login', 'http://b.example'));
		expect(status).toBe(0);
		expect((JSON.parse(stdout) as ConvertedWorkflow).nodes[1].name).toBe('login');
	});

	test('reports secrets beside the workflow, which has none', () => {
		const { status, stdout, stderr } = command(['convert', 'key.xml']);
		expect(status).toBe(0);
		expect(stdout).toContain('FILL_IN_WSPASS');
		expect(stderr).toBe(
			'1 map converted. Secrets were left out:\n  key.xml (node "key"), wspass: replace FILL_IN_WSPASS by your own value\n',
		);
		expect(stdout + stderr).not.toContain('s3cr3t');
	});

	test.each([
		[['convert', 'login.xml', 'bad.xml'], 1, /bad\.xml: .*line 2, column 1, in wsconfig/],
		[['convert', 'nosuch.xml'], 1, /nosuch\.xml: there is no such file/],
		[['convert', 'nosuch*.xml'], 1, /there is no file nosuch\*\.xml/],
		[['convert', '.'], 1, /this is a folder/],
		[['convert', 'latin1.xml'], 1, /latin1\.xml: the text is not UTF-8/],
		[['convert'], 2, /needs the files[^]*Usage:/],
		[['convert', '--force', 'login.xml'], 2, /--force is not an option/],
		[['export'], 2, /export is not a command/],
		[[], 2, /a command is missing/],
	])('%j ends with %d and writes nothing', (parameters, status, message) => {
		const outcome = command(parameters);
		expect(outcome).toEqual({ status, stdout: '', stderr: expect.stringMatching(message) });
		expect(outcome.stderr).not.toContain(' at ');
	});

	describe('of an export of workflows', () => {
		const EXPORTS = join(__dirname, '../recordings/workflow-exports');

		beforeAll(() => {
			for (const file of ['export.csv', 'more/02-once-until-first-true.csv']) {
				writeFileSync(join(folder, file.replace('more/', '')), readFileSync(join(EXPORTS, file)));
			}
			writeFileSync(join(folder, 'broken.csv'), 'workflow_id\r\nbad\r\n');
			writeFileSync(
				join(folder, 'coreBOSSyncLogin.xml'),
				readFileSync(join(folder, 'login.xml'), 'utf8'),
			);
		});

		test('writes a file for each, with the maps that were given', () => {
			const files = ['export.csv', 'coreBOSSyncLogin.xml', 'create.xml'];
			const options = ['--out', 'out/n8n', '--trigger', 'watch', '--timezone', 'Europe/Madrid'];
			const { status, stdout, stderr } = command(['convert', ...files, ...options]);
			expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
			expect(stderr).toMatch(/^8 workflows converted\.\n {2}create\.xml: no task runs a map/);
			const xml = readFileSync(join(folder, 'coreBOSSyncLogin.xml'), 'utf8');
			const wanted = workflowsToN8n(
				parseWorkflowExport(readFileSync(join(folder, 'export.csv'), 'utf8')),
				{
					maps: { 8819: { name: 'coreBOSSyncLogin.xml', xml } },
					trigger: 'watch',
					timeZone: 'Europe/Madrid',
				},
			);
			const written = readdirSync(join(folder, 'out/n8n')).sort();
			expect(written).toEqual(wanted.map(({ name }) => `${name}.json`).sort());
			for (const { name, workflow } of wanted) {
				const text = readFileSync(join(folder, 'out/n8n', `${name}.json`), 'utf8');
				expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(workflow)));
			}
		});

		test('says which workflow is in a file of another name', () => {
			const names = ['Deals', 'deals', 'aux', 'A/B'];
			const workflows = names.map((description) => ({ description }));
			writeFileSync(join(folder, 'names.csv'), exportOf(workflows));
			const { status, stderr } = command(['convert', 'names.csv', '--out', 'names']);
			expect({ status, stderr }).toEqual({
				status: 0,
				stderr: [
					'4 workflows converted.',
					'  deals 2.json: the workflow "deals"',
					'  aux_.json: the workflow "aux"',
					'  A-B.json: the workflow "A/B"',
					'',
				].join('\n'),
			});
			const files = ['A-B.json', 'Deals.json', 'aux_.json', 'deals 2.json'];
			expect(readdirSync(join(folder, 'names')).sort()).toEqual(files);
		});

		test('ends with 3 where not all is converted, and says what', () => {
			const parameters = ['convert', '02-once-until-first-true.csv', '--out', 'partly'];
			const { status, stderr } = command(parameters);
			expect({ status, stderr }).toEqual({
				status: 3,
				stderr: expect.stringMatching(
					/First time customer\.json: not converted: Tag \(CBTagTask\)/,
				) as string,
			});
			expect(readdirSync(join(folder, 'partly'))).toEqual(['First time customer.json']);
		});

		test.each([
			[
				['convert', 'export.csv', 'broken.csv', '--out', 'none'],
				1,
				/broken\.csv: Row 2, workflow_id/,
			],
			[['convert', 'export.csv', '--out', 'login.xml'], 1, /login\.xml: .* a file, not a folder/],
			[['convert', 'export.csv', 'none/*.xml', '--out', 'none'], 1, /none: there is no such file/],
			[['convert', 'export.csv'], 2, /needs --out/],
			[['convert', 'export.csv', '--out'], 2, /--out needs a value/],
			[['convert', 'export.csv', '--out', 'none', '--trigger', 'x'], 2, /calls or watch, not x/],
			[['convert', 'login.xml', '--out', 'none'], 2, /for exports of workflows/],
		])('%j ends with %d and writes nothing', (parameters, status, message) => {
			expect(command(parameters)).toEqual({
				status,
				stdout: '',
				stderr: expect.stringMatching(message),
			});
			expect(readdirSync(folder)).not.toContain('none');
		});
	});

	test.each([['--help'], ['convert', '--help'], ['-h']])('%s explains itself', (...parameters) => {
		const { status, stdout, stderr } = command(parameters);
		expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
		expect(stdout).toMatch(/^Usage: n8n-nodes-corebos convert/);
	});
});

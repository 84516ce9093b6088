/** Real clients call the trigger: curl, PHP's cURL, JavaScript, and maps run by the engine. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
	nodeParametersAreStatic,
	Workflow,
	type ILoadOptionsFunctions,
	type INode,
	type INodeType,
} from 'n8n-workflow';
import { getCallerCode } from '../../nodes/CoreBosTrigger/callerExamples';
import { CoreBosTrigger } from '../../nodes/CoreBosTrigger/CoreBosTrigger.node';
import { parseMap, runMap, serializeMap } from '../../engine';
import { fetchHttp } from '../corebos/http';
import { requireOrSkip } from '../e2e/require-or-skip';
import { startTriggerServer, type TriggerServer } from './trigger-server';

const run = promisify(execFile);
const documentedUrl = 'https://n8n.example.com/webhook/corebos';
const docs = readFileSync(join(__dirname, '..', '..', 'docs', 'trigger.md'), 'utf8');
const permission = [
	{ title: 'Web shop', addresses: '127.0.0.1, ::1', workflows: '43, 77', triggers: 'CUSTOM_43' },
];

let server: TriggerServer;
let folder: string;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'trigger-callers-'));
	server = await startTriggerServer({ parameters: { permissions: { permission } } });
});

afterAll(async () => {
	await server.close();
	rmSync(folder, { recursive: true });
});

beforeEach(() => {
	server.returned = undefined;
});

function startedItem() {
	const [[item]] = server.started();
	return item;
}

/** A test that needs programs of the machine. */
function withPrograms(
	programs: Array<'curl' | 'php'>,
	name: string,
	body: () => Promise<void>,
): void {
	test(name, async () => {
		for (const program of programs) {
			const missing = await run(program, ['--version']).then(
				() => undefined,
				(error: Error) => `${program} does not run: ${error.message}`,
			);
			if (!requireOrSkip(missing)) return;
		}
		await body();
	});
}

async function php(script: string): Promise<string> {
	const { stdout } = await run('php', [join(__dirname, 'trigger-callers', script), server.url]);
	return stdout;
}

describe('PHP cURL', () => {
	withPrograms(['php'], 'a lead without a record, with a trailing ampersand', async () => {
		expect(await php('lead.php')).toBe('200');
		const env = { firstname: 'Mary', lastname: 'Smith', street: 'Main street 123' };
		expect(startedItem().json).toEqual({
			record_id: '0',
			workflow_id: '43',
			workflow_trigger: null,
			permission: 'Web shop',
			env,
			context: env,
			caller: { address: '127.0.0.1', userAgent: '' },
		});
	});

	withPrograms(['php'], 'workflow 77 on record 852', async () => {
		expect(await php('record.php')).toBe('200');
		expect(startedItem().json).toMatchObject({ record_id: '852', workflow_id: '77', env: {} });
	});

	withPrograms(['php'], 'files and nested fields as multipart', async () => {
		expect(await php('files.php')).toBe('200');
		const { json, binary = {} } = startedItem();
		expect(json).toMatchObject({
			record_id: '11x852',
			env: { line: [{ product: 'Ñandú & Co', quantity: '2' }] },
		});
		expect(binary.photo).toMatchObject({ mimeType: 'image/png', fileName: 'a b.png' });
		expect(Buffer.from(binary.photo.data, 'base64')).toEqual(
			Buffer.from('\x89PNG\r\n\x1a\n--', 'latin1'),
		);
		expect(Object.values(binary)).toHaveLength(2);
	});
});

describe('curl', () => {
	const calls: Array<[name: string, args: string[], query: string, env: unknown]> = [
		[
			'form',
			['-d', 'a[]=1', '-d', 'a[]=2', '-d', 'b[c]=x+y&'],
			'record_id=0&workflow_id=43',
			{ a: ['1', '2'], b: { c: 'x y' } },
		],
		[
			'encoded form',
			['--data-urlencode', 'name=Ñandú & Söhne + 1'],
			'workflow_trigger=CUSTOM_43',
			{ name: 'Ñandú & Söhne + 1' },
		],
		[
			'JSON',
			['--json', '{"a":{"b":[1,null]}}'],
			'record_id=852&workflow_id=77',
			{ a: { b: [1, null] } },
		],
		[
			'compressed by the caller',
			['-H', 'Content-Encoding: identity', '-d', 'a=1'],
			'workflow_id=43',
			{ a: '1' },
		],
		['no body', ['-X', 'POST'], 'workflow_id=43', {}],
		['chunked', ['-H', 'Transfer-Encoding: chunked', '-d', 'a=1'], 'workflow_id=43', { a: '1' }],
	];
	for (const [name, args, query, env] of calls) {
		withPrograms(['curl'], name, async () => {
			await run('curl', ['-sSf', ...args, `${server.url}?${query}`]);
			expect(startedItem().json.env).toEqual(env);
		});
	}

	withPrograms(['curl'], 'a file as the body', async () => {
		const file = join(folder, 'photo.png');
		const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255, 13, 10]);
		writeFileSync(file, bytes);
		const type = 'Content-Type: image/png';
		await run('curl', [
			'-sSf',
			'-H',
			type,
			'--data-binary',
			`@${file}`,
			`${server.url}?workflow_id=43`,
		]);
		const { binary = {} } = startedItem();
		expect(binary.data.mimeType).toBe('image/png');
		expect(Buffer.from(binary.data.data, 'base64')).toEqual(bytes);
	});
});

test.each(['none', 'map', 'curl', 'javaScript', 'php'])(
	'n8n answers calls without its expression engine with the caller %s',
	(caller) => {
		const trigger = new CoreBosTrigger() as INodeType;
		const node: INode = {
			id: 't',
			name: 'Trigger',
			type: 'trigger',
			typeVersion: 1,
			position: [0, 0],
			// As 0.2.0 has saved it; n8n adds the defaults of all parameters that are shown. A permission
			// has the list of denied addresses, which n8n takes for dynamic.
			parameters: { path: 'corebos', caller, curlCaller: '={{ 1 }}' },
		};
		const workflow = new Workflow({
			nodes: [node],
			connections: {},
			active: false,
			nodeTypes: {
				getByName: () => trigger,
				getByNameAndVersion: () => trigger,
				getKnownTypes: () => ({}),
			},
		});
		expect(nodeParametersAreStatic(workflow.nodes.Trigger)).toBe(true);
	},
);

describe("the callers of the node's panel, but for the URL", () => {
	/** What the editor shows, as a user copies it. */
	const textOf = async (caller: string) => {
		const parameters: Record<string, unknown> = {
			path: 'corebos',
			caller,
			permissions: { permission },
		};
		const { emptyFieldsNotice = '' } = await getCallerCode.call({
			getCurrentNodeParameter: (name: string) => parameters[name],
			getInstanceBaseUrl: () => 'https://n8n.example/',
		} as unknown as ILoadOptionsFunctions);
		return emptyFieldsNotice
			.replace(/^<code>|<\/code>[^]*$/g, '')
			.replaceAll('<br>', '\n')
			.replaceAll('&nbsp;', ' ')
			.replaceAll('&lt;', '<')
			.replaceAll('&gt;', '>')
			.replaceAll('&amp;', '&')
			.replaceAll('https://n8n.example/webhook/corebos', server.url);
	};
	const callers: Array<[caller: string, programs: Array<'curl' | 'php'>, command: string[]]> = [
		['curl', ['curl'], ['sh', '-c']],
		['php', ['php'], ['php', '-r']],
		['javaScript', [], [process.execPath, '--input-type=module', '--eval']],
	];
	for (const [caller, programs, [command, ...options]] of callers) {
		withPrograms(programs, caller, async () => {
			await run(command, [...options, await textOf(caller)]);
			expect(startedItem().json).toMatchObject({
				record_id: '852',
				workflow_id: '43',
				env: { source: 'shop' },
			});
		});
	}
});

describe('the callers of docs/trigger.md, but for the URL', () => {
	const blockOf = (language: string) => {
		const found = new RegExp('```' + language + '\\n([^]*?)\\n```').exec(docs)?.[1];
		if (found === undefined || !found.includes(documentedUrl)) throw new Error(`no ${language}`);
		return found.replaceAll(documentedUrl, server.url);
	};
	const expected = { record_id: '852', workflow_id: '43', env: { source: 'shop' } };

	withPrograms(['curl'], 'shell', async () => {
		await run('sh', ['-c', blockOf('sh')]);
		expect(startedItem().json).toMatchObject(expected);
	});

	withPrograms(['php'], 'PHP', async () => {
		const script = join(folder, 'caller.php');
		writeFileSync(script, blockOf('php'));
		await run('php', [script]);
		expect(startedItem().json).toMatchObject(expected);
	});

	test('JavaScript', async () => {
		const script = join(folder, 'caller.mjs');
		writeFileSync(script, blockOf('js'));
		await run(process.execPath, [script]);
		expect(startedItem().json).toMatchObject(expected);
	});

	test('a map, as serializeMap writes it', async () => {
		const xml = blockOf('xml');
		expect(serializeMap(parseMap(xml))).toBe(xml);
		const fields = { firstname: 'Mary', lastname: `O'Neil & "Söhne"`, email: 'm@example.com' };
		const { context } = await runMap(
			xml,
			{ module: 'Leads', recordId: '10x852', fields },
			fetchHttp,
		);
		expect(context).toEqual({ n8n_answer: '"Workflow was started"' });
		expect(startedItem().json).toMatchObject({
			record_id: '852',
			workflow_id: '43',
			env: fields,
			context: fields,
		});
	});
});

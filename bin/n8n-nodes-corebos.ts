#!/usr/bin/env node
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { MapError, parseWorkflowExport, WorkflowError, type CoreBosWorkflow } from '../engine';
import {
	convertMaps,
	workflowFileNames,
	workflowsToN8n,
	type Conversion,
	type ConvertedCoreBosWorkflow,
	type MapSecret,
	type MapWarning,
	type NamedMap,
} from '../convert';

const HELP = `Usage: n8n-nodes-corebos convert <file.xml>... > workflow.json
       n8n-nodes-corebos convert <workflows.csv> [<map.xml>...] --out <folder>

Turns Web Service Maps of coreBOS into an n8n workflow: one Run Web Service Map
node for each map, connected in the order of the files. Open the file in n8n
(Import from File) or paste its content on the canvas.

Turns an export of coreBOS workflows (Settings, Workflows, Export) into n8n
workflows, one file for each, named after it. The report lists the workflows whose
files need another name.

  <file.xml>       the content of a Business Map of type Webservice Mapping;
                   - reads one map from the standard input. With an export, name
                   each file after its Business Map or the record number of it;
                   tasks whose map is not given read it from coreBOS.
  <workflows.csv>  the file that coreBOS exports
  --out <folder>   where the workflows go; created if it does not exist
  --trigger calls|watch
                   how to start workflows that coreBOS runs on a save: by a call
                   from coreBOS (default), or by watching the records
  --timezone <zone>
                   time zone of schedules, such as Europe/Madrid
  --help           this text

Maps go to the standard output. Passwords, access keys and tokens are replaced by
placeholders, which the standard error lists, with what was not converted.

Exit code: 0 converted, 1 a file cannot be read (nothing is written), 2 wrong usage,
3 converted, but not all of it: the report says what, and so do the workflows.
`;

/** What was asked for cannot be done as it was asked. */
class UsageError extends Error {}

/** A file that cannot be read or written, and what to say about it. */
class FileFault extends Error {}

/** What the command line asks for. */
interface Request {
	files: string[];
	out?: string;
	trigger?: 'calls' | 'watch';
	timeZone?: string;
}

function main(given: string[]): void {
	const [command, ...rest] = given;
	if (given.includes('--help') || given.includes('-h')) {
		process.stdout.write(HELP);
		return;
	}
	if (command !== 'convert') throw new UsageError(unknownCommand(command));
	const request = readRequest(rest);
	if (request.files.length === 0)
		throw new UsageError('convert needs the files of maps, or an export of workflows');
	const files = request.files.flatMap(matching);
	if (files.some(isExport)) convertExports(files, request);
	else convertMapFiles(files, request);
}

function readRequest(given: string[]): Request {
	const request: Request = { files: [] };
	for (let index = 0; index < given.length; index++) {
		const word = given[index];
		if (!/^-./.test(word)) request.files.push(word);
		else readOption(request, word, given[++index]);
	}
	return request;
}

function readOption(request: Request, option: string, value: string | undefined): void {
	if (!['--out', '--trigger', '--timezone'].includes(option)) {
		throw new UsageError(`${option} is not an option of convert`);
	}
	if (value === undefined) throw new UsageError(`${option} needs a value`);
	if (option === '--out') request.out = value;
	else if (option === '--timezone') request.timeZone = value;
	else if (value === 'calls' || value === 'watch') request.trigger = value;
	else throw new UsageError(`--trigger is calls or watch, not ${value}`);
}

function isExport(file: string): boolean {
	return /\.csv$/i.test(file);
}

function convertMapFiles(files: string[], { out, trigger, timeZone }: Request): void {
	if (out !== undefined || trigger !== undefined || timeZone !== undefined) {
		throw new UsageError('--out, --trigger and --timezone are for exports of workflows (*.csv)');
	}
	const { workflow, secrets, warnings } = convertMaps(files.map(readMap));
	process.stdout.write(`${JSON.stringify(workflow, null, 2)}\n`);
	process.stderr.write(report(workflow, secrets) + warningReport(warnings));
}

/** Everything is read and converted before the first file is written. */
function convertExports(files: string[], { out, trigger, timeZone }: Request): void {
	if (out === undefined) throw new UsageError('an export of workflows needs --out and a folder');
	const workflows = files.filter(isExport).flatMap(readExport);
	const { maps, unused } = mapsOfTasks(
		workflows,
		files.filter((file) => !isExport(file)),
	);
	const converted = workflowsToN8n(workflows, { maps, trigger, timeZone });
	const names = workflowFileNames(converted.map(({ name }) => name));
	try {
		mkdirSync(out, { recursive: true });
		for (const [index, { workflow }] of converted.entries()) {
			writeFileSync(join(out, names[index]), `${JSON.stringify(workflow, null, 2)}\n`);
		}
	} catch (error) {
		throw new FileFault(`${out}: the workflows cannot be written here: ${reasonOf(error)}`);
	}
	process.stderr.write(exportReport(converted, names, unused));
	if (converted.some(({ notConverted }) => notConverted.length > 0)) process.exitCode = 3;
}

function readExport(file: string): CoreBosWorkflow[] {
	try {
		return parseWorkflowExport(readMap(file).xml);
	} catch (error) {
		if (!(error instanceof WorkflowError)) throw error;
		throw new FileFault(`${file}: ${error.message}. ${error.description}`);
	}
}

/** The maps that tasks name, by record number: a file has the name of the map or its number. */
function mapsOfTasks(
	workflows: CoreBosWorkflow[],
	files: string[],
): { maps: Record<string, NamedMap>; unused: string[] } {
	const byName = new Map(files.map((file) => [mapName(file), file]));
	const used = new Set<string>();
	const maps: Record<string, NamedMap> = {};
	for (const task of workflows.flatMap(({ tasks }) => tasks)) {
		if (task.does !== 'runMap') continue;
		const file = byName.get(task.map.id) ?? byName.get(task.map.name.toLowerCase());
		if (file === undefined) continue;
		used.add(file);
		maps[task.map.id] ??= readMap(file);
	}
	return { maps, unused: files.filter((file) => !used.has(file)) };
}

function mapName(file: string): string {
	return basename(file)
		.replace(/\.xml$/i, '')
		.toLowerCase();
}

function exportReport(
	converted: ConvertedCoreBosWorkflow[],
	names: string[],
	unused: string[],
): string {
	const count = `${converted.length} ${converted.length === 1 ? 'workflow' : 'workflows'} converted.`;
	const lines = converted.flatMap(({ name, notConverted, secrets }, index) => [
		...(names[index] === `${name}.json` ? [] : [`  ${names[index]}: the workflow "${name}"`]),
		...notConverted.map(
			({ task, reason }) => `  ${names[index]}: not converted: ${task}. ${reason}`,
		),
		...secrets.map((secret) => `  ${names[index]}: secret: ${secret}`),
	]);
	const maps = unused.map((file) => `  ${file}: no task runs a map of this name`);
	return `${[count, ...lines, ...maps].join('\n')}\n`;
}

function unknownCommand(command: string | undefined): string {
	return command === undefined ? 'a command is missing' : `${command} is not a command`;
}

/** The files that a name with * means, where the shell has left it as it is. */
function matching(name: string): string[] {
	const pattern = basename(name);
	if (!pattern.includes('*')) return [name];
	const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
	const wanted = new RegExp(`^${parts.join('.*')}$`);
	const folder = dirname(name);
	const files = filesIn(folder).filter((file) => wanted.test(file));
	if (files.length === 0) throw new FileFault(`there is no file ${name}`);
	return files.sort().map((file) => join(folder, file));
}

function filesIn(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch (error) {
		throw unreadable(folder, error);
	}
}

const STANDARD_INPUT = 0;

function readMap(name: string): NamedMap {
	const source = name === '-' ? STANDARD_INPUT : name;
	try {
		const xml = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(source));
		return { name: name === '-' ? 'standard input' : name, xml };
	} catch (error) {
		throw unreadable(name, error);
	}
}

function unreadable(name: string, error: unknown): Error {
	if (error instanceof TypeError) return new FileFault(`${name}: the text is not UTF-8`);
	return new FileFault(`${name}: ${reasonOf(error)}`);
}

const REASONS: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such file',
	EISDIR: 'this is a folder',
	EEXIST: 'this is a file, not a folder',
	ENOTDIR: 'this is a file, not a folder',
	EACCES: 'permission denied',
	EROFS: 'nothing can be written there',
	ENOSPC: 'the disk is full',
};

/** What the system says of a file that cannot be read or written. */
function reasonOf(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return REASONS[code] ?? String(error);
}

function report({ nodes }: Conversion['workflow'], secrets: MapSecret[]): string {
	// The first node is the trigger.
	const maps = Math.max(0, nodes.length - 1);
	const count = `${maps} ${maps === 1 ? 'map' : 'maps'} converted`;
	if (secrets.length === 0) return `${count}; no secrets were found in them.\n`;
	const lines = secrets.map(({ map, node, place, advice }) => {
		return `  ${map} (node "${node}"), ${place}: ${advice}`;
	});
	return `${count}. Secrets were left out:\n${lines.join('\n')}\n`;
}

function warningReport(warnings: MapWarning[]): string {
	if (warnings.length === 0) return '';
	const lines = warnings.map(({ map, node, message }) => `  ${map} (node "${node}"): ${message}`);
	return `To check:\n${lines.join('\n')}\n`;
}

try {
	main(process.argv.slice(2));
} catch (error) {
	const isUsage = error instanceof UsageError;
	const isExpected = isUsage || error instanceof MapError || error instanceof FileFault;
	const text = isExpected ? error.message : String(error instanceof Error ? error.stack : error);
	process.stderr.write(`n8n-nodes-corebos: ${text}\n${isUsage ? `\n${HELP}` : ''}`);
	process.exitCode = isUsage ? 2 : 1;
}

#!/usr/bin/env node
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { MapError } from '../engine';
import { convertMaps, type Conversion, type MapSecret, type NamedMap } from '../convert';

const HELP = `Usage: n8n-nodes-corebos convert <file.xml>... > workflow.json

Turns Web Service Maps of coreBOS into an n8n workflow: one Run Web Service Map
node for each map, connected in the order of the files. Open the file in n8n
(Import from File) or paste its content on the canvas.

  <file.xml>  the content of a Business Map of type Webservice Mapping;
              - reads one map from the standard input
  --help      this text

The workflow goes to the standard output. Passwords, access keys and tokens in
the maps are replaced by placeholders, which the standard error lists.

Exit code: 0 converted, 1 a map cannot be read (nothing is written), 2 wrong usage.
`;

/** What was asked for cannot be done as it was asked. */
class UsageError extends Error {}

/** A file that cannot be read, with what to tell about it. */
class UnreadableFile extends Error {}

function main(given: string[]): void {
	const [command, ...files] = given;
	if (given.includes('--help') || given.includes('-h')) {
		process.stdout.write(HELP);
		return;
	}
	if (command !== 'convert') throw new UsageError(unknownCommand(command));
	const option = files.find((file) => /^-./.test(file));
	if (option !== undefined) throw new UsageError(`${option} is no option of convert`);
	if (files.length === 0) throw new UsageError('convert needs the files of the maps');
	const { workflow, secrets } = convertMaps(files.flatMap(matching).map(readMap));
	process.stdout.write(`${JSON.stringify(workflow, null, 2)}\n`);
	process.stderr.write(report(workflow, secrets));
}

function unknownCommand(command: string | undefined): string {
	return command === undefined ? 'a command is missing' : `${command} is no command`;
}

/** The files that a name with * means, where the shell has left it as it is. */
function matching(name: string): string[] {
	const pattern = basename(name);
	if (!pattern.includes('*')) return [name];
	const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
	const wanted = new RegExp(`^${parts.join('.*')}$`);
	const folder = dirname(name);
	const files = readdirSync(folder).filter((file) => wanted.test(file));
	if (files.length === 0) throw new UnreadableFile(`there is no file ${name}`);
	return files.sort().map((file) => join(folder, file));
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
	if (error instanceof TypeError) return new UnreadableFile(`${name}: the text is not UTF-8`);
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	const reasons: Record<string, string> = {
		ENOENT: 'there is no such file',
		EISDIR: 'this is a folder',
		EACCES: 'the file may not be read',
	};
	return new UnreadableFile(`${name}: ${reasons[code] ?? String(error)}`);
}

function report({ nodes }: Conversion['workflow'], secrets: MapSecret[]): string {
	const count = `${nodes.length} ${nodes.length === 1 ? 'map' : 'maps'} converted`;
	if (secrets.length === 0) return `${count}; no secrets were found in them.\n`;
	const lines = secrets.map(({ map, node, place, advice }) => {
		return `  ${map} (node "${node}"), ${place}: ${advice}`;
	});
	return `${count}. Secrets did not go along:\n${lines.join('\n')}\n`;
}

try {
	main(process.argv.slice(2));
} catch (error) {
	const isUsage = error instanceof UsageError;
	const isExpected = isUsage || error instanceof MapError || error instanceof UnreadableFile;
	const text = isExpected ? error.message : String(error instanceof Error ? error.stack : error);
	process.stderr.write(`n8n-nodes-corebos: ${text}\n${isUsage ? `\n${HELP}` : ''}`);
	process.exitCode = isUsage ? 2 : 1;
}

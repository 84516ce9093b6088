import { spawn } from 'node:child_process';
import { appendFileSync, closeSync, openSync, readFileSync } from 'node:fs';
import { delimiter } from 'node:path';

/** How a command is run. */
export interface CommandOptions {
	/** Folder it runs in. */
	cwd: string;
	/** Its whole environment. */
	env: NodeJS.ProcessEnv;
	/** File that its output is appended to. */
	logFile: string;
}

/** A command that ended with an error; the message holds the end of what it printed. */
export class CommandError extends Error {
	override name = 'CommandError';

	/**
	 * @param commandLine the command as a person would type it
	 * @param outcome how it ended, such as `exit code 1`
	 * @param logTail last lines of its output
	 */
	constructor(
		readonly commandLine: string,
		readonly outcome: string,
		readonly logTail: string,
	) {
		super(`\`${commandLine}\` ended with ${outcome}. The end of its output:\n${logTail}`);
	}
}

/**
 * Runs a command to its end, its output in a log file. It does not outlive this process.
 *
 * @param command program, looked for on the PATH of `options.env`
 * @param args its arguments
 * @throws CommandError when it cannot be started or does not end with 0
 */
export async function runCommand(
	command: string,
	args: string[],
	options: CommandOptions,
): Promise<void> {
	const commandLine = [command, ...args].join(' ');
	appendFileSync(options.logFile, `$ ${commandLine}\n`);
	const log = openSync(options.logFile, 'a');
	const outcome = await new Promise<string | undefined>((resolve) => {
		const child = spawn(command, args, {
			cwd: options.cwd,
			env: options.env,
			stdio: ['ignore', log, log],
		});
		// Not more gently: an import of n8n that is asked to end stays for ever. And first of all,
		// so that nothing is written any more when the folders are removed.
		const kill = () => child.kill('SIGKILL');
		process.prependOnceListener('exit', kill);
		const end = (how: string | undefined) => {
			process.off('exit', kill);
			resolve(how);
		};
		child.once('error', (error) => end(`an error before it ran: ${error.message}`));
		child.once('exit', (code, signal) => {
			if (code === 0) end(undefined);
			else end(signal ? `signal ${signal}` : `exit code ${code}`);
		});
	});
	closeSync(log);
	if (outcome !== undefined) {
		throw new CommandError(commandLine, outcome, tailOf(options.logFile, 25));
	}
}

/** The last lines of a text file, the long ones cut. @param lines how many at most */
export function tailOf(file: string, lines: number): string {
	return readFileSync(file, 'utf8')
		.trimEnd()
		.split('\n')
		.slice(-lines)
		.map((line) => (line.length > 300 ? `${line.slice(0, 300)}…` : line))
		.join('\n');
}

/**
 * The environment for an npm that works in a folder of its own. `npm run` hands its
 * own settings down as `npm_config_…` (this project's `ignore-scripts`, its prefix),
 * which must not reach the other folder; registry, proxy and cache settings must.
 *
 * @param nodeFolder folder with the `node` that npm and its scripts run with
 */
export function npmEnvironment(nodeFolder: string): NodeJS.ProcessEnv {
	const ours = /^(npm_(package|lifecycle)_|npm_config_(local_)?prefix$|npm_config_ignore_scripts$)/;
	const env: NodeJS.ProcessEnv = {};
	for (const [name, value] of Object.entries(process.env)) {
		if (!ours.test(name) && name !== 'NODE_ENV' && name !== 'NODE_OPTIONS') env[name] = value;
	}
	env.PATH = [nodeFolder, process.env.PATH].join(delimiter);
	env.npm_config_update_notifier = 'false';
	return env;
}

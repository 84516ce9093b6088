// Runs n8n for a parent that may die in any way. The supervisor's standard input is a pipe
// from the parent: when it closes, because the parent wants n8n stopped or is gone
// (even killed), n8n is asked to stop, and after a while made to, with all its children.
//
// Arguments: a folder to remove when the parent wants no more, the program, its arguments.
// Started as leader of its own process group. The folder stays where the parent says anything
// before it closes the pipe: then another n8n is to be started on it.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const graceMilliseconds = 8_000;
const [folder, program, ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });

child.once('error', (error) => {
	console.error(`could not start ${program}: ${error.message}`);
	process.exit(1);
});
child.once('exit', (code, signal) => {
	if (signal) console.error(`n8n ended by ${signal}`);
	endGroup(code ?? 1);
});

let stopping = false;
let keepsFolder = false;

process.stdin.on('data', (word) => {
	keepsFolder = true;
	// As a machine that loses its power: n8n gets no chance to end anything.
	if (String(word).includes('kill')) child.kill('SIGKILL');
});
process.stdin.once('end', stop);
process.stdin.once('error', stop);

function stop() {
	stopping = true;
	child.kill('SIGTERM');
	setTimeout(() => endGroup(1), graceMilliseconds);
}

/** n8n's task runner is a child of n8n; it lies in this group and must not outlive it. */
function endGroup(code) {
	// The parent wants to read the log of an n8n that ended by itself.
	if (stopping && !keepsFolder) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
	if (process.platform === 'win32') process.exit(code);
	process.on('SIGTERM', () => process.exit(code));
	process.kill(-process.pid, 'SIGTERM');
	setTimeout(() => process.kill(-process.pid, 'SIGKILL'), 1_000);
}

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** A call that PHP's client is asked to write. */
export interface PhpCall {
	/** Path of the WSDL. */
	wsdl: string;
	operation: string;
	args: unknown[];
	version: '1.1' | '1.2';
	/** The envelope that the service answers with, where it is the answer that matters. */
	answer?: string;
}

/** What PHP's SoapClient makes of a call. */
export interface PhpOutcome {
	/** What it sends. */
	envelope?: string;
	/** What it reads of the answer. */
	value?: unknown;
	/** The answer, where it is a fault. */
	fault?: { code: string; string: string; detail: unknown };
	/** Why it does neither. */
	error?: string;
}

/** The envelopes that PHP's SoapClient sends or, for calls with an answer, what it reads of it. */
export function callPhp(calls: PhpCall[]): PhpOutcome[] {
	const input = calls.map((call) => `${JSON.stringify(call)}\n`).join('');
	const script = join(__dirname, 'envelopes.php');
	const { stdout } = spawnSync('php', [script], { input, encoding: 'utf8', maxBuffer: 1e9 });
	return stdout
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as PhpOutcome);
}

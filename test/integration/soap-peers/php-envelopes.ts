import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** A call that PHP's client is asked to write. */
export interface PhpCall {
	/** Path of the WSDL. */
	wsdl: string;
	operation: string;
	args: unknown[];
	version: '1.1' | '1.2';
}

/** The envelopes that PHP's SoapClient sends, or why it sends none. */
export function phpEnvelopes(calls: PhpCall[]): Array<{ envelope?: string; error?: string }> {
	const input = calls.map((call) => `${JSON.stringify(call)}\n`).join('');
	const script = join(__dirname, 'envelopes.php');
	const { stdout } = spawnSync('php', [script], { input, encoding: 'utf8', maxBuffer: 1e9 });
	return stdout
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as { envelope?: string; error?: string });
}

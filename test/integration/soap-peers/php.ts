import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../../../scripts/n8n/process';

export interface PhpPeer {
	/** host:port */
	address: string;
	stop(): Promise<void>;
}

/** What is missing to run PHP's SoapServer here; undefined: nothing. */
export function missingPhp(): string | undefined {
	const { status, stdout } = spawnSync('php', ['-m'], { encoding: 'utf8' });
	if (status !== 0) return 'php is not installed (Debian: php-cli, php-soap)';
	return /^soap$/m.test(stdout) ? undefined : 'PHP has no soap extension (Debian: php-soap)';
}

/**
 * Starts PHP's own web server.
 *
 * @param script that answers every request
 */
export async function startPhp(script = join(__dirname, 'server.php')): Promise<PhpPeer> {
	const address = `127.0.0.1:${await freePort()}`;
	const php = spawn('php', ['-d', 'display_errors=stderr', '-S', address, script], {
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	const said: string[] = [];
	php.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
	for (let tries = 0; ; tries++) {
		const response = await fetch(`http://${address}/document?wsdl`).catch(() => undefined);
		if (response?.ok === true) break;
		if (tries > 100 || php.exitCode !== null)
			throw new Error(`PHP did not start: ${said.join('')}`);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	return {
		address,
		stop: async () => {
			php.kill();
			if (php.exitCode === null && php.signalCode === null) await once(php, 'exit');
		},
	};
}

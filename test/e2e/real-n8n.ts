import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { ensureHost, type N8nHost } from '../../scripts/n8n/host';
import { packPackage } from '../../scripts/n8n/pack-package';
import { Progress } from '../../scripts/n8n/progress';
import { requireOrSkip } from './require-or-skip';

/** What a test needs to start an n8n with this package. */
export interface Equipment {
	host: N8nHost;
	/** The package as npm packs it. */
	packageTarball: string;
	progress: Progress;
}

/** A first install of n8n takes minutes. */
const installMilliseconds = 20 * 60_000;
/** Generous: a machine of CI can be several times slower than one's own. */
const testMilliseconds = 300_000;

/**
 * Gives a test file an n8n of its own: started before its tests, stopped after them.
 * Where n8n cannot be installed the tests fail in CI and are skipped with the reason
 * elsewhere; a package that does not build or start fails them everywhere.
 *
 * @param start starts n8n and what belongs to it
 * @returns defines one test, which gets what `start` gave
 */
export function inRealN8n<T extends { stop(): Promise<void> }>(
	start: (equipment: Equipment) => Promise<T>,
): (name: string, body: (running: T) => Promise<void>) => void {
	const progress = new Progress();
	let running: T | undefined;
	let missing: string | undefined;
	let packageTarball: string | undefined;

	beforeAll(async () => {
		const host = await ensureHost(progress).catch((error: Error) => {
			missing = `n8n cannot be installed here: ${error.message}`;
			return undefined;
		});
		if (!host) return;
		packageTarball = await packPackage(progress);
		running = await start({ host, packageTarball, progress });
		progress.end();
	}, installMilliseconds);

	afterAll(async () => {
		progress.end();
		try {
			await running?.stop();
		} finally {
			if (packageTarball) rmSync(dirname(packageTarball), { recursive: true, force: true });
		}
	}, testMilliseconds);

	return (name, body) =>
		test(
			name,
			async () => {
				if (!requireOrSkip(missing)) return;
				if (!running) throw new Error('n8n was not started, see the error before');
				await body(running);
			},
			testMilliseconds,
		);
}

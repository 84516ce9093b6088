import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder that keeps n8n and its Node between runs, shared by the demo, the tests
 * and every clone of the project. Made when it is not there.
 *
 * `XDG_CACHE_HOME` where set, else what the system uses for caches.
 */
export function cacheFolder(): string {
	const system = process.platform === 'darwin' ? join('Library', 'Caches') : '.cache';
	const base = process.env.XDG_CACHE_HOME || join(homedir(), system);
	const folder = join(base, 'n8n-nodes-corebos');
	mkdirSync(folder, { recursive: true });
	return folder;
}

/** The first 12 hex digits of the SHA-256 of some texts. @param texts in their order */
export function fingerprintOf(texts: string[]): string {
	const hash = createHash('sha256');
	for (const text of texts) hash.update(text);
	return hash.digest('hex').slice(0, 12);
}

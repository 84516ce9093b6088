import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { withInstallLock } from '../../scripts/n8n/install-lock';

describe('the lock around installs', () => {
	const folder = mkdtempSync(join(tmpdir(), 'install-lock-'));
	const lock = join(folder, 'n8n.lock');
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	test('one works at a time, the other waits and is told for whom', async () => {
		const events: string[] = [];
		const work = (name: string) => async () => {
			events.push(`${name} begins`);
			await new Promise((resolve) => setTimeout(resolve, 100));
			events.push(`${name} ends`);
		};
		const waited: Array<number | undefined> = [];
		await Promise.all([
			withInstallLock(lock, (pid) => waited.push(pid), work('first')),
			withInstallLock(lock, (pid) => waited.push(pid), work('second')),
		]);
		expect(events).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
		expect(waited).toEqual([process.pid]);
		expect(existsSync(lock)).toBe(false);
	});

	test('a failure of the work gives the lock back', async () => {
		const failing = withInstallLock(lock, jest.fn(), async () => {
			await Promise.reject(new Error('no network'));
		});
		await expect(failing).rejects.toThrow('no network');
		expect(existsSync(lock)).toBe(false);
	});

	test('the lock of a dead process is taken over', async () => {
		const { pid } = spawnSync(process.execPath, ['--version']);
		mkdirSync(lock);
		const owner = { pid, host: hostname(), token: `${pid}-1` };
		writeFileSync(join(lock, 'owner.json'), JSON.stringify(owner));
		const onWait = jest.fn();
		expect(await withInstallLock(lock, onWait, async () => await Promise.resolve('done'))).toBe(
			'done',
		);
		expect(onWait).not.toHaveBeenCalled();
	});
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { docsBlocks, plannedBlocks } from '../../../scripts/docs-blocks';

const root = join(__dirname, '..', '..', '..');

test('every block of shell or JavaScript is run by npm run test:readme, or says why not', () => {
	const planned = plannedBlocks();
	expect(planned).toHaveLength(docsBlocks().length);
	const notRun = planned.flatMap(({ plan }) => ('notRun' in plan ? [plan.notRun] : []));
	expect(planned.length).toBeGreaterThan(2 * notRun.length - 1);
	const tests = notRun.flatMap((reason) => reason.match(/\btest\/[\w/.-]+\.ts/g) ?? []);
	expect(tests.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test.each(docsBlocks().filter(({ language }) => language === 'sh'))(
	'$page, line $line can be pasted: nothing in it is to be filled in but an address',
	({ text }) => {
		const placeholders = text.match(/<[^>\n]+>/g) ?? [];
		expect(placeholders.filter((one) => one !== '<production URL of the trigger>')).toEqual([]);
	},
);

test('commands are marked as such, so that none is left out', () => {
	expect(
		docsBlocks()
			.map(({ text }) => text)
			.join(''),
	).toContain('docker cp');
});

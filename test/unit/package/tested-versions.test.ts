import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testedVersions } from '../../../scripts/n8n/host';
import { testedResults, versionsTable } from '../../../scripts/n8n/version-checks';

const readme = readFileSync(join(__dirname, '..', '..', '..', 'README.md'), 'utf8');

test('the table of versions in the README is the result of npm run test:versions', () => {
	expect(readme).toContain(`<!-- versions -->\n\n${versionsTable(testedResults())}\n\n`);
});

test('each n8n of the table was tested, and everything worked', () => {
	expect(testedResults().map(({ n8n }) => n8n)).toEqual(testedVersions());
	for (const { n8n, checks } of testedResults()) {
		for (const [check, outcome] of Object.entries(checks)) {
			expect([n8n, check, outcome]).toEqual([n8n, check, 'ok']);
		}
	}
});

/** What an install tells about itself is asked once for each account, and again after a minute. */
import { answerFormats, describeModule, userFormats } from '../../../engine/corebos';
import type { CoreBosClient } from '../../../engine/environment';

const MINUTE = 60_000;

class CountingInstall implements CoreBosClient {
	readonly asked: string[] = [];
	async call(operation: string): Promise<unknown> {
		this.asked.push(operation);
		if (operation === 'SearchGlobalVar') return '1';
		if (operation === 'query') return [{ date_format: 'dd-mm-yyyy' }];
		if (operation === 'getPortalUserInfo') return { id: '19x1' };
		return { fields: [], idPrefix: '14', labelFields: '', name: 'Products' };
	}
	/** The questions since this was asked last, each with how often it was asked. */
	taken(): Record<string, number> {
		const counts: Record<string, number> = {};
		for (const operation of this.asked.splice(0)) {
			counts[operation] = (counts[operation] ?? 0) + 1;
		}
		return counts;
	}
}

describe('what an install tells about itself', () => {
	let now = Date.UTC(2026, 10, 28);
	beforeEach(() => void jest.spyOn(Date, 'now').mockImplementation(() => now));
	afterEach(() => void jest.restoreAllMocks());

	const items = async (install: CoreBosClient, account: string) => {
		const one = async () => {
			const { fields } = await describeModule(install, 'Products', account);
			const formats = await userFormats(install, account);
			return { fields, formats, answered: await answerFormats(install, account) };
		};
		// Some at the same time, as with several calls at a time, and some after each other.
		const outcomes = await Promise.all(Array.from({ length: 20 }, one));
		for (let index = 0; index < 20; index++) outcomes.push(await one());
		return outcomes;
	};

	test('is asked once for all items of a minute, and for each account', async () => {
		const install = new CountingInstall();
		const outcomes = await items(install, 'one');
		expect(outcomes.every(({ formats }) => formats.order === 'dd-mm-yyyy')).toBe(true);
		expect(outcomes.every(({ answered, formats }) => answered === formats)).toBe(true);
		const aMinute = { describe: 1, SearchGlobalVar: 1, query: 1 };
		// Who the user of a client is does not change at all.
		expect(install.taken()).toEqual({ ...aMinute, getPortalUserInfo: 1 });

		now += MINUTE - 1;
		await items(install, 'one');
		expect(install.taken()).toEqual({});

		const other = new CountingInstall();
		await items(other, 'another');
		expect(other.taken()).toEqual({ ...aMinute, getPortalUserInfo: 1 });

		now += 2;
		await items(install, 'one');
		expect(install.taken()).toEqual(aMinute);
	});
});

import { growth, LINEAR } from '../work-counter';
import { READERS } from './readers';

/** Every reader of outside text takes steps in proportion to its text. */
const GROWING = READERS.flatMap(({ name, read, growing = [] }) =>
	growing.map(([what, text]) => ({ title: `${name}: ${what}`, read, text })),
);

test.each(GROWING)('steps follow the size of $title', async ({ read, text }) => {
	const ratio = await growth(async (size) => {
		await Promise.resolve(read(text(size))).catch(() => undefined);
	}, 3_000).catch(async () => await growthOfRefusal(read, text));
	expect(ratio).toBeLessThan(LINEAR);
});

/** The same for a reader that throws at once. */
async function growthOfRefusal(read: (text: string) => unknown, text: (size: number) => string) {
	return await growth((size) => {
		try {
			read(text(size));
		} catch (error) {
			expect(error).toBeInstanceOf(Error);
		}
	}, 3_000);
}

import { growth, LINEAR } from '../work-counter';
import * as engine from '../../../engine';
import { READERS, WITHOUT_ROW } from './readers';

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

test('every reader at the door of the engine has a row, or says why not', () => {
	const isReader =
		/^(?:read|parse|decode|compile|stored|matches)[A-Z]|^(?:readable|basic|plain)[A-Z]/;
	const others = new Set(['plainNumber']);
	const readers = Object.keys(engine).filter((name) => isReader.test(name) && !others.has(name));
	const known = [...READERS.flatMap(({ doors = [] }) => doors), ...Object.keys(WITHOUT_ROW)];
	expect(readers.sort()).toEqual(known.sort());
});

test('every reader has texts that grow', () => {
	expect(READERS.filter(({ growing = [] }) => growing.length === 0)).toEqual([]);
});

import { growth, LINEAR } from '../work-counter';
import fc from 'fast-check';
import { READERS } from './readers';

/**
 * Every reader of outside text: it takes steps in proportion to its text, and whatever it is given,
 * it reads it or refuses it by an error of its own. `FUZZ` is the number of cases for each reader
 * (1,000 otherwise), `FUZZ_SEED` another seed.
 */
const CASES = Number(process.env.FUZZ ?? 1000);
const SEED = Number(process.env.FUZZ_SEED ?? 20261128);

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

/** Pieces that readers look for. */
const PIECES = [
	...'<>"\'\\{}[]():;,=&%#?!-+./@\0\r\n\t ',
	'<!--',
	'-->',
	'<![CDATA[',
	']]>',
	'<!DOCTYPE a [',
	'</',
	'/>',
	'&#x0;',
	'\\u0000',
	'--b',
	'\r\n\r\n',
	'{"success":',
	'"error":',
	'__proto__',
	'constructor',
	's:-1:"',
	'a:999999999:{',
	'R:1;',
	'1e999',
	'99999999999999999999',
	'\ud800',
	'\u{1f600}',
	'\ufeff',
];

/** A valid text that something was done to: cut, repeated, put together anew, pieces put in. */
function damaged(valid: string[]): fc.Arbitrary<string> {
	const change = fc.record({
		at: fc.double({ min: 0, max: 1, noNaN: true }),
		length: fc.oneof(fc.constant(0), fc.nat({ max: 40 })),
		put: fc.oneof(
			fc.constant(''),
			fc.constantFrom(...PIECES),
			fc.string({ maxLength: 8, unit: 'binary' }),
			fc.constantFrom(...valid),
		),
		times: fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.nat(60) }),
	});
	return fc
		.tuple(fc.constantFrom(...valid), fc.array(change, { minLength: 1, maxLength: 5 }))
		.map(([text, changes]) =>
			changes.reduce((changed, { at, length, put, times }) => {
				const start = Math.floor(at * changed.length);
				return changed.slice(0, start) + put.repeat(times) + changed.slice(start + length);
			}, text),
		);
}

test.each(READERS)(
	'$name: whatever it is, it is read or refused',
	async ({ read, valid, errors }) => {
		await fc.assert(
			fc.asyncProperty(damaged(valid), async (text) => {
				try {
					await read(text);
				} catch (error) {
					expect(errors).toContain((error as Error).name);
				}
			}),
			{ numRuns: CASES, seed: SEED },
		);
	},
);

afterAll(() => console.log(`fuzz: ${READERS.length} readers, ${CASES} cases each, seed ${SEED}`));

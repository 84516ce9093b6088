import fc from 'fast-check';
import { READERS } from './readers';

/**
 * Every reader of outside text: whatever it is given, it reads it or refuses it by an error of its
 * own. `FUZZ` is the number of cases for each reader (1,000 otherwise), `FUZZ_SEED` another seed,
 * `FUZZ_PART=2/3` every third reader. Nothing counts steps here: V8 is slow while it does.
 */
const CASES = Number(process.env.FUZZ ?? 1000);
const SEED = Number(process.env.FUZZ_SEED ?? 20261128);
const [PART, PARTS] = (process.env.FUZZ_PART ?? '1/1').split('/').map(Number);
const CHOSEN = READERS.filter((_, index) => index % PARTS === PART - 1);

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

test.each(CHOSEN)(
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

afterAll(() => console.log(`fuzz: ${CHOSEN.length} readers, ${CASES} cases each, seed ${SEED}`));

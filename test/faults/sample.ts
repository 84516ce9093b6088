import fc from 'fast-check';

/** Of the sample; printed, so that a run can be repeated. */
export const SEED = Number(process.env.FAULTS_SEED ?? 20261128);
const ONLY = process.env.FAULTS_ONLY ?? '';
/** One part of several, such as `2/3`, so that a long run can be done in several at once. */
const [PART, PARTS] = (process.env.FAULTS_PART ?? '1/1').split('/').map(Number);

/** Whether the operations of a name are tested: all, or those that `FAULTS_ONLY` is a part of. */
export function isChosen(name: string): boolean {
	return name.includes(ONLY);
}

/**
 * The cases that are run: CI takes a sample, `FAULTS=all` takes all of them, `FAULTS=200` as many,
 * `FAULTS_SEED=7` others, `FAULTS_PART=2/3` every third of them.
 *
 * @param all every case
 * @param inCi how many CI takes
 */
export function sampled<Case>(all: Case[], inCi: number): Case[] {
	const asked = process.env.FAULTS;
	const count = asked === 'all' ? all.length : Math.min(Number(asked ?? inCi), all.length);
	const [chosen] = fc.sample(fc.shuffledSubarray(all, { minLength: count, maxLength: count }), {
		seed: SEED,
		numRuns: 1,
	});
	return chosen.filter((_, index) => index % PARTS === PART - 1);
}

import fc from 'fast-check';

/** Of the sample; printed, so that a run can be repeated. */
export const SEED = Number(process.env.FAULTS_SEED ?? 20261128);
const ONLY = process.env.FAULTS_ONLY ?? '';

/** Milliseconds that a call may take here, where a user waits a minute. */
const PATIENCE = 1500;

/** Whether the operations of a name are tested: all, or those that `FAULTS_ONLY` is a part of. */
export function isChosen(name: string): boolean {
	return name.includes(ONLY);
}

/**
 * The cases that are run: CI takes a sample, `FAULTS=all` takes all of them, `FAULTS=200` as many,
 * `FAULTS_SEED=7` others.
 *
 * @param all every case
 * @param inCi how many CI takes
 */
export function sampled<Case>(all: Case[], inCi: number): Case[] {
	const asked = process.env.FAULTS;
	const count = asked === 'all' ? Infinity : Number(asked ?? inCi);
	if (count >= all.length) return all;
	return fc.sample(fc.shuffledSubarray(all, { minLength: count, maxLength: count }), {
		seed: SEED,
		numRuns: 1,
	})[0];
}

/** Has calls end soon that nobody answers, until mocks are restored. */
export function impatient(): void {
	const limited = AbortSignal.timeout.bind(AbortSignal);
	jest
		.spyOn(AbortSignal, 'timeout')
		.mockImplementation((milliseconds) => limited(Math.min(milliseconds, PATIENCE)));
}

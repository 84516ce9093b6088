/**
 * What became of a call that failed: `notDone`: it changed nothing, so that it may be repeated;
 * `unknown`: nobody can tell, so look before repeating it; `done`: it was done, and something
 * after it failed.
 */
export type CallOutcome = 'done' | 'notDone' | 'unknown';

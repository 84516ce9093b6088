/**
 * Whether a test can run here. Where it cannot, it fails in CI and says why elsewhere.
 *
 * @param missing what the machine lacks; undefined: nothing
 * @returns true when the test can run
 * @throws Error in CI (`CI=true`) when something is missing
 */
export function requireOrSkip(missing: string | undefined): boolean {
	if (missing === undefined) return true;
	if (process.env.CI) throw new Error(`cannot run in this CI: ${missing}`);
	process.stdout.write(`skipped: ${missing}\n`);
	return false;
}

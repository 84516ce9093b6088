/** A call that gets its answer from the trigger itself, and makes no execution. */
export class Refusal {
	/**
	 * @param status HTTP status of the answer
	 * @param message the reason, for the caller
	 * @param headers headers that the status asks for
	 */
	constructor(
		readonly status: number,
		readonly message: string,
		readonly headers: Record<string, string> = {},
	) {}
}

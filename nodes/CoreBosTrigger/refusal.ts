/** The answer to a refused call, which starts no execution. */
export class Refusal {
	/**
	 * @param status HTTP status of the answer
	 * @param message the reason, for the caller
	 * @param headers headers that the status requires
	 */
	constructor(
		readonly status: number,
		readonly message: string,
		readonly headers: Record<string, string> = {},
	) {}
}

/** What a parameter or an item lacks, and what to do about it. */
export class ParameterError extends TypeError {
	/**
	 * @param message what is wrong
	 * @param advice what to do
	 */
	constructor(
		message: string,
		readonly advice: string,
	) {
		super(message);
		this.name = 'ParameterError';
	}
}

/** A parameter or an item that cannot be used as it is. */
export class ParameterError extends Error {
	/**
	 * @param message what is wrong, in one short sentence without a full stop
	 * @param advice what to do about it, in whole sentences
	 */
	constructor(
		message: string,
		readonly advice = '',
	) {
		super(message);
		this.name = 'ParameterError';
	}
}

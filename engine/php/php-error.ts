/** What PHP refuses to do with a value. The expression that asked for it adds the place. */
export class PhpError extends Error {
	/** @param reason what happened and what to do about it */
	constructor(readonly reason: string) {
		super(reason);
		this.name = 'PhpError';
	}
}

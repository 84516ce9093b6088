/** A refusal in coreBOS's words: ends the call with `success: false` and this error. */
export class Refusal extends Error {
	constructor(
		readonly code: string,
		message: string,
	) {
		super(message);
	}
}

/** A refusal before which PHP prints something: what arrives is not JSON. */
export class PrintedRefusal extends Refusal {
	constructor(
		readonly printed: string,
		code: string,
		message: string,
	) {
		super(code, message);
	}
}

/** PHP dies on the call: HTTP 500 with an empty body. */
export class PhpDeath extends Error {}

/** PHP prints its message and ends: HTTP 200 with this text alone. */
export class PhpExit extends Error {}

export const authenticationRequired = () =>
	new Refusal('AUTHENTICATION_REQUIRED', 'Authentication required');

/** @param what continues the sentence, such as ` for id: 0` */
export const accessDenied = (what = '') =>
	new Refusal('ACCESS_DENIED', `Permission to perform the operation is denied${what}`);

export const wrongId = () => new Refusal('INVALID_ID_ATTRIBUTE', 'Id specified is incorrect');

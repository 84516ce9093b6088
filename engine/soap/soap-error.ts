/** A WSDL, a value or an answer that SOAP cannot be spoken with. The message says what and where. */
export class SoapError extends Error {
	constructor(reason: string, details: { cause?: unknown } = {}) {
		super(reason, details.cause === undefined ? undefined : { cause: details.cause });
		this.name = 'SoapError';
	}
}

/**
 * A value in an answer: what XML Schema's types mean in plain JavaScript. Structures are maps
 * in the order of the answer, whole numbers are bigints.
 */
export type SoapValue =
	| null
	| boolean
	| bigint
	| number
	| string
	| SoapValue[]
	| Map<string, SoapValue>;

/** What a server says about a call that it could not or would not do (SOAP 1.1 and 1.2). */
export class SoapFault extends Error {
	/** `faultcode`, or `Code` with its subcodes: `SOAP-ENV:Server`, `env:Sender/m:BadVat`. */
	readonly code: string;
	/** `faultstring`, or the text of `Reason`. */
	readonly string: string;
	/** `faultactor`, or `Role`. */
	readonly actor?: string;
	/** What `detail` contains; null where there is none. */
	readonly detail: SoapValue;

	constructor(fault: { code: string; string: string; actor?: string; detail: SoapValue }) {
		super(fault.string === '' ? fault.code : fault.string);
		this.name = 'SoapFault';
		this.code = fault.code;
		this.string = fault.string;
		this.actor = fault.actor;
		this.detail = fault.detail;
	}
}

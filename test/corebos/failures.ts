/** How a call may go wrong. */
export type FailureKind =
	/** The answer takes `milliseconds` longer. */
	| { kind: 'latency'; milliseconds: number }
	/** The connection drops, and nothing was done. */
	| { kind: 'dropBefore' }
	/** The work is done, and then the connection drops: the answer is lost. */
	| { kind: 'dropAfter' }
	/** The connection drops at once, and the work goes on for `milliseconds`. */
	| { kind: 'dropWhile'; milliseconds: number }
	/** All sessions have ended when the call comes in. */
	| { kind: 'expireSessions' }
	/** PHP dies: HTTP 500 with an empty body, nothing was done. */
	| { kind: 'http500' }
	/** The work is done, and half of the answer arrives. */
	| { kind: 'halfAnswer' }
	/** PHP prints a warning before the answer. */
	| { kind: 'phpWarning' }
	/** A web server's page instead of an answer, nothing was done. */
	| { kind: 'notJson' };

export type Failure = FailureKind & {
	/** Operation that it strikes, in any letter case; default: every one. */
	operation?: string;
	/** How often; default once. */
	times?: number;
	/** How many calls of the operation go well before; default none. */
	after?: number;
};

interface Plan {
	failure: Failure;
	skip: number;
	left: number;
}

/** What is planned to go wrong. */
export class Failures {
	private plans: Plan[] = [];

	plan(failure: Failure): void {
		this.plans.push({ failure, skip: failure.after ?? 0, left: failure.times ?? 1 });
	}

	/** The failures that strike this call; each is used up by it. */
	strike(operation: string): Failure[] {
		const struck: Failure[] = [];
		for (const plan of this.plans) {
			const wanted = plan.failure.operation?.toLowerCase() ?? operation.toLowerCase();
			if (wanted !== operation.toLowerCase()) continue;
			if (plan.skip > 0) plan.skip--;
			else if (plan.left-- > 0) struck.push(plan.failure);
		}
		this.plans = this.plans.filter(({ left }) => left > 0);
		return struck;
	}

	clear(): void {
		this.plans = [];
	}
}

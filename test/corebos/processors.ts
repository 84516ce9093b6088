/** The processors of a server: no more calls than these are worked on at the same time. */
export class Processors {
	private busy = 0;
	private readonly waiting: Array<() => void> = [];

	/** @param count how many; Infinity for a server that is never short of them */
	constructor(private readonly count: number) {}

	/** Does the work when a processor is free, first come, first served. */
	async run<Result>(work: () => Promise<Result>): Promise<Result> {
		if (this.busy < this.count) this.busy++;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
		try {
			return await work();
		} finally {
			const next = this.waiting.shift();
			if (next) next();
			else this.busy--;
		}
	}
}

/**
 * Tells the person at the terminal what a long job is doing and for how long.
 *
 * On a terminal one line is rewritten every second; elsewhere (CI, a pipe) each step
 * is a line of its own, repeated now and then so that nobody takes it for hung.
 */
export class Progress {
	private readonly begun = Date.now();
	private current = '';
	private timer: NodeJS.Timeout | undefined;
	private usual = '';

	/**
	 * @param output where to write; default standard output
	 * @param repeatSeconds how often a step that goes on is told again without a terminal
	 */
	constructor(
		private readonly output: NodeJS.WriteStream = process.stdout,
		private readonly repeatSeconds = 15,
	) {}

	/**
	 * Ends the step before and begins the next.
	 *
	 * @param text what is being done now
	 * @param usually how long it takes on an ordinary machine, such as `20 s`; told while it goes on
	 */
	step(text: string, usually?: string): void {
		this.finishLine();
		this.current = text;
		this.usual = usually === undefined ? '' : ` (usually ${usually})`;
		this.write();
		const period = this.output.isTTY ? 1000 : this.repeatSeconds * 1000;
		this.timer = setInterval(() => this.write(), period);
		this.timer.unref();
	}

	/** Ends the step before and prints a line that stays. */
	say(text: string): void {
		this.finishLine();
		this.output.write(`${text}\n`);
	}

	/** Ends the last step; the progress can be used again afterwards. */
	end(): void {
		this.finishLine();
	}

	private elapsed(): string {
		return `${String(Math.round((Date.now() - this.begun) / 1000)).padStart(4)} s`;
	}

	private write(): void {
		const line = `${this.elapsed()}  ${this.current}${this.usual}`;
		if (this.output.isTTY) this.output.write(`\r\u001b[K${line} …`);
		else this.output.write(`${line}\n`);
	}

	private finishLine(): void {
		if (this.timer) clearInterval(this.timer);
		this.timer = undefined;
		if (this.current && this.output.isTTY) {
			this.output.write(`\r\u001b[K${this.elapsed()}  ${this.current}\n`);
		}
		this.current = '';
	}
}

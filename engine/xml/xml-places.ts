import type { SourcePlace } from './xml-error';

/** Lines and columns of offsets; the starts of the lines are found once. */
export class Places {
	private lineStarts?: number[];

	constructor(private readonly source: string) {}

	/** @param offset index into the source */
	at(offset: number): SourcePlace {
		const starts = this.starts();
		let low = 0;
		let high = starts.length - 1;
		while (low < high) {
			const middle = Math.ceil((low + high) / 2);
			if (starts[middle] <= offset) low = middle;
			else high = middle - 1;
		}
		return { line: low + 1, column: offset - starts[low] + 1 };
	}

	private starts(): number[] {
		if (this.lineStarts === undefined) {
			this.lineStarts = [0];
			for (let at = this.source.indexOf('\n'); at !== -1; at = this.source.indexOf('\n', at + 1)) {
				this.lineStarts.push(at + 1);
			}
		}
		return this.lineStarts;
	}
}

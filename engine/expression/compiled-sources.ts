import { BoundedCache } from '../bounded-cache';
import type { Compatibility } from '../compatibility';

/** Longer sources are compiled each time: they are rare and would fill the memory. */
const LONGEST = 10_000;
/** Sources that are kept compiled for each compatibility. */
const MOST = 500;

/** Compiles a source once: all items of a run have the same ones, and so has the next run. */
export class CompiledSources<Compiled> {
	private readonly kept: Readonly<Record<Compatibility, BoundedCache<string, Compiled>>> = {
		coreBos: new BoundedCache(MOST),
		native: new BoundedCache(MOST),
	};

	/** @param compile what it throws for a source is thrown each time */
	constructor(
		private readonly compile: (source: string, compatibility: Compatibility) => Compiled,
	) {}

	/** @throws what `compile` throws */
	of(source: string, compatibility: Compatibility): Compiled {
		if (source.length > LONGEST) return this.compile(source, compatibility);
		return this.kept[compatibility].getOrMake(source, () => this.compile(source, compatibility));
	}
}

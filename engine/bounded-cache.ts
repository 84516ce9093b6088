/** Keeps values by key, up to a limit; the least recently used one goes first. */
export class BoundedCache<Key, Value> {
	/** From the least to the most recently used. */
	private readonly values = new Map<Key, Value>();

	/** @param limit values kept at the same time */
	constructor(private readonly limit: number) {}

	/** The value of a key, which counts as a use; undefined where none is kept. */
	get(key: Key): Value | undefined {
		const value = this.values.get(key);
		if (value !== undefined) this.set(key, value);
		return value;
	}

	set(key: Key, value: Value): void {
		this.values.delete(key);
		this.values.set(key, value);
		// Most calls find room: an iterator for each of them is what a look-up takes the longest for.
		if (this.values.size <= this.limit) return;
		for (const oldest of this.values.keys()) {
			this.values.delete(oldest);
			if (this.values.size <= this.limit) return;
		}
	}

	/** The kept value, or the one that is made then. Nothing is kept where `make` throws. */
	getOrMake(key: Key, make: () => Value): Value {
		const known = this.get(key);
		if (known !== undefined) return known;
		const made = make();
		this.set(key, made);
		return made;
	}

	/** Forgets a key; with a value, only where that one is still kept. */
	delete(key: Key, value?: Value): void {
		if (value === undefined || this.values.get(key) === value) this.values.delete(key);
	}

	/** Forgets the keys that are chosen. */
	deleteWhere(isChosen: (key: Key) => boolean): void {
		for (const key of [...this.values.keys()]) if (isChosen(key)) this.values.delete(key);
	}
}

/**
 * The answer to a question, asked once: also while it is still awaited. A failure is not kept.
 *
 * @throws what `ask` rejects with
 */
export async function askOnce<Key, Answer>(
	answers: BoundedCache<Key, Promise<Answer>>,
	question: Key,
	ask: () => Promise<Answer>,
): Promise<Answer> {
	return await answers.getOrMake(question, () => {
		const answer = ask();
		answer.catch(() => answers.delete(question, answer));
		return answer;
	});
}

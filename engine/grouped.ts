/** The items of each key, in the order in which the keys come; without a key, an item is left out. */
export function grouped<Item, Key>(
	items: Iterable<Item>,
	keyOf: (item: Item) => Key | undefined,
): Map<Key, Item[]> {
	const groups = new Map<Key, Item[]>();
	for (const item of items) {
		const key = keyOf(item);
		if (key === undefined) continue;
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [item]);
		else group.push(item);
	}
	return groups;
}

/** A label in the user's language, with the name that the web service knows where it is another. */
export function labelWithName(label: string, name: string): string {
	return label === name ? name : `${label} (${name})`;
}

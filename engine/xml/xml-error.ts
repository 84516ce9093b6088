/** Where in its source something was found. */
export interface SourcePlace {
	/** From 1. */
	line: number;
	/** From 1. */
	column: number;
}

/** XML that cannot be read. The message ends in the place, the nearest element with it. */
export class XmlError extends Error {
	/**
	 * @param reason what is wrong, and what to do
	 * @param place where in the source
	 * @param element name of the nearest element
	 */
	constructor(
		/** What is wrong, without the place. */
		readonly reason: string,
		readonly place: SourcePlace,
		readonly element?: string,
	) {
		super(placed(reason, place, element));
		this.name = 'XmlError';
	}
}

/** A reason that ends in its place. */
export function placed(reason: string, place: SourcePlace, element?: string): string {
	return `${reason} (${placeText(place, element)})`;
}

/** A place for people: `line 3, column 5, in wsurl`. An element is named without brackets. */
export function placeText({ line, column }: SourcePlace, element?: string): string {
	return `line ${line}, column ${column}${element === undefined ? '' : `, in ${element}`}`;
}

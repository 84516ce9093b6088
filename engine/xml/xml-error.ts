/** Where in its source something was found. */
export interface SourcePlace {
	/** From 1. */
	line: number;
	/** From 1. */
	column: number;
}

/** XML that cannot be read. The message says what is wrong, what to do, and where. */
export class XmlError extends Error {
	/** Name of the nearest element. */
	readonly element?: string;
	/** What to do. */
	readonly advice?: string;

	constructor(
		/** What is wrong. */
		readonly reason: string,
		/** Where in the source. */
		readonly place: SourcePlace,
		{ element, advice }: Pick<XmlError, 'element' | 'advice'> = {},
	) {
		const told = advice === undefined ? reason : `${reason}. ${advice}`;
		super(`${told} (${placeText(place, element)})`);
		this.name = 'XmlError';
		this.element = element;
		this.advice = advice;
	}
}

/** A place for people: `line 3, column 5, in wsurl`. An element is named without brackets. */
export function placeText({ line, column }: SourcePlace, element?: string): string {
	return `line ${line}, column ${column}${element === undefined ? '' : `, in ${element}`}`;
}

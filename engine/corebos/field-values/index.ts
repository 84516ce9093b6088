export { calendarDay, timeOfDay, utcMoment } from './dates';
export {
	flagOf,
	isFlag,
	isNumberField,
	isYes,
	LINES_FLAG,
	VALUE_SEPARATOR,
	withFlags,
	withoutFlags,
} from './flags';
export { isNumberedApart } from './linked-records';
export { withIsoDates } from './iso-dates';
export {
	isNumberStyle,
	isStoredAs,
	NUMBER_STYLES,
	plainNumber,
	signsOf,
	type NumberStyle,
} from './numbers';
export { isStoredNumber } from './stored-numbers';
export { answerFormats, userFormats, type UserFormats } from './user-formats';
export { writtenValues, type Writing } from './written-values';

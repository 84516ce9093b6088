export { calendarDay, timeOfDay, utcMoment } from './dates';
export { flagOf, isFlag, isNumberField, LINES_FLAG, withFlags, withoutFlags } from './flags';
export { withIsoDates } from './iso-dates';
export {
	isNumberStyle,
	NUMBER_STYLES,
	plainNumber,
	signsOf,
	type NumberSigns,
	type NumberStyle,
} from './numbers';
export { isStoredNumber } from './stored-numbers';
export { answerFormats, userFormats, type UserFormats } from './user-formats';
export { valueError } from './value-error';
export { writtenValues, type Writing } from './written-values';

export { flagOf, isFlag, LINES_FLAG } from './flags';
export {
	isNumberStyle,
	NUMBER_STYLES,
	plainNumber,
	signsOf,
	type NumberSigns,
	type NumberStyle,
} from './numbers';
export { answerFormats, userFormats, type UserFormats } from './user-formats';
export { valueError } from './value-error';
export { writtenValues, type Writing } from './written-values';

/** The workflow expression language of coreBOS. */
export {
	checkExpression,
	compileExpression,
	evaluateExpression,
	evaluateTypedExpression,
	type CompiledExpression,
	type TypedValue,
} from './expression';
export { checkTemplate, compileTemplate, renderTemplate } from './template';
export { asksInstall } from './asks-install';
export { reportOfSource } from './source-report';
export { columnOf } from './columns';
export { ExpressionError } from './expression-error';
export { SHOWN_AS_IDS } from './record-lookup';
export { postProcess, type PostProcessName } from './post-process';
export type { Lookup, Reference } from './run';

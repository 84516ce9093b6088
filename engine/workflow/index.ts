/** Workflows of coreBOS: their exports, conditions and tasks. */
export { evaluateConditions, type ConditionEnvironment } from './conditions/evaluate';
export { WorkflowError, type WorkflowErrorDetails } from './workflow-error';

/** Workflows of coreBOS: their exports, conditions and tasks. */
export { callingMapXml, type CallingMap } from './calling-map';
export { callingWorkflowCsv, PREVIOUS_VALUE, type CallingWorkflow } from './calling-workflow';
export { evaluateConditions, type ConditionEnvironment } from './conditions/evaluate';
export { readableConditions } from './conditions/readable-conditions';
export { storedConditions, type StoredCondition } from './conditions/stored-conditions';
export type {
	ContextExpression,
	CoreBosWorkflow,
	FieldMapping,
	LaunchRecords,
	MapReference,
	ScheduledRecords,
	TaskDelay,
	WorkflowSchedule,
	WorkflowTask,
	WorkflowTrigger,
} from './model';
export { parseWorkflowExport } from './read-export';
export { readInstallWorkflow } from './read-workflow';
export type { TaskEnvironment } from './tasks/task-run';
export { taskValues, upsertRows, type TaskRecord, type TaskValues } from './tasks/task-values';
export { evaluateScheduledConditions } from './conditions/scheduled';
export { WorkflowError } from './workflow-error';

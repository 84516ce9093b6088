/** Workflows of coreBOS: their exports, conditions and tasks. */
export { callingMapXml, type CallingMap } from './calling-map';
export { callingWorkflowCsv, PREVIOUS_VALUE, type CallingWorkflow } from './calling-workflow';
export { evaluateConditions, type ConditionEnvironment } from './conditions/evaluate';
export type {
	ContextExpression,
	CoreBosWorkflow,
	FieldMapping,
	LaunchRecords,
	MailTemplates,
	MapReference,
	ScheduledRecords,
	TaskAction,
	TaskDelay,
	WorkflowSchedule,
	WorkflowTask,
	WorkflowTrigger,
} from './model';
export { parseWorkflowExport } from './read-export';
export { readInstallWorkflow } from './read-workflow';
export type { RenderedMail } from './tasks/mail';
export type { TaskEnvironment } from './tasks/task-run';
export { taskValues, type TaskRecord, type TaskToRun, type TaskValues } from './tasks/task-values';
export { evaluateScheduledConditions } from './conditions/scheduled';
export { WorkflowError, type WorkflowErrorDetails } from './workflow-error';

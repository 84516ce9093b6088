import type { WorkflowTask } from '../../engine';

/** Why n8n cannot do what a task of a class does, and what to do about it. */
const REASONS: Readonly<Record<string, string>> = {
	CBTagTask: 'The web service of coreBOS has no operation for tags. Keep this task in coreBOS.',
	GenerateDocument:
		'coreBOS leaves a merged document on its server, and its web service does not hand it out. Keep this task in coreBOS.',
	CBSelectcbMap: 'It says who may see a record, which only coreBOS decides.',
	VTEntityMethodTask:
		'It calls a PHP function of the install. Keep this task in coreBOS, or call what the function calls.',
	ConvertInventoryModule:
		'Only coreBOS knows which fields, lines and taxes the new document takes over. Keep this task in coreBOS.',
	CBAddNotification:
		'The web service of coreBOS has no operation for notifications. Keep this task in coreBOS.',
	GenerateImageCodeWorkflowTask:
		'coreBOS draws the code and keeps it as an image. Keep this task in coreBOS.',
	generateReportWfTask:
		'The web service of coreBOS runs no reports. Keep this task and those that use its file in coreBOS.',
	wfSendFile:
		'It sends a file that an earlier task left on the server of coreBOS. Keep both tasks in coreBOS.',
	CBSendOneSignalNotificationWorkFlowTask:
		'coreBOS sends it by the OneSignal account of its settings. Call the API of OneSignal with HTTP Request.',
	CBSignPDFDocument:
		'coreBOS writes the signature into a document on its server. Keep this task in coreBOS.',
	CBWatermark:
		'coreBOS writes the watermark into an image on its server. Keep this task in coreBOS.',
};

/** Why n8n cannot do what a task does. */
export function reasonFor({ task }: WorkflowTask): string {
	return Object.hasOwn(REASONS, task)
		? REASONS[task]
		: `${task} is a task that only this install runs. Keep it in coreBOS and launch its workflow from n8n with Workflow: Execute.`;
}

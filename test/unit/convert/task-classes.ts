import type { PhpWritten } from '../workflow/written-workflows';

const mapping = JSON.stringify([{ fieldname: 'phone', valuetype: 'rawtext', value: '1' }]);
const related = JSON.stringify([
	{ fieldname: 'phone', valuetype: 'rawtext', value: '1', fieldmodule: 'Contacts__account_id' },
]);

/** Each class of coreBOS: its properties, and the nodes that it becomes; none: it stops. */
export const CLASSES: Array<
	[name: string, properties: Record<string, PhpWritten>, nodes: string[]]
> = [
	['RunWebserviceWorkflowTask', { bmapid: '9', bmapid_display: 'm' }, ['run']],
	['VTUpdateFieldsTask', { field_value_mapping: mapping }, ['record update']],
	[
		'VTCreateEntityTask',
		{ entity_type: 'Contacts', field_value_mapping: mapping },
		['record create'],
	],
	[
		'CBUpsertTask',
		{ upsert_module: 'Contacts', field_value_mapping: mapping, bmapid: '9' },
		['record upsert'],
	],
	['wfExecExpression', { wfexeexps: '[{"var":"v","exp":"1","typ":"expression"}]' }, ['setContext']],
	['VTEmailTask', { recepient: '$email1', subject: 's' }, ['setContext', 'if', 'emailSend']],
	[
		'VTEmailTask',
		{ recepient: '$email1', linktemplate: '1', cbmsgtemplate: '9', attachmentids: '7' },
		['record get', 'setContext', 'if', 'document download', 'emailSend'],
	],
	['CBLaunchWorkFlowTask', { workflowid: '9' }, ['workflow executeWithContext']],
	[
		'CBLaunchWorkFlowTask',
		{ workflowid: '9', record_filter_opt: 'filterByThese', crmids_list: '11x1' },
		['workflow executeWithContext'],
	],
	[
		'CBLaunchWorkFlowTask',
		{
			workflowid: '9',
			record_filter_opt: 'filterByrelModuleAndConditionExpressionMap',
			relModlist: 'Contacts',
			conditionexpressionmapid: '5',
		},
		['relation getRelated', 'businessRule evaluate', 'if', 'workflow executeWithContext'],
	],
	[
		'CBLaunchWorkFlowTask',
		{ workflowid: '9', record_filter_opt: 'filterByRecordSetMap', recordsetmapid: '5' },
		['businessRule evaluate', 'workflow executeWithContext'],
	],
	['setManyToManyRelationwf', { relAction: 'addrel', idlist: '14x1' }, ['relation relate']],
	['setManyToManyRelationwf', { relAction: 'delrel', idlist: '14x1' }, ['relation unrelate']],
	['setManyToManyRelationwf', { relAction: 'delAllrel', idlist: '14x1' }, ['relation unrelate']],
	[
		'CBAssignRelatedTask',
		{ relmodule: 'Contacts', username: '5' },
		['relation getRelated', 'record update'],
	],
	[
		'CBMassiveUpdateRelatedTask',
		{ field_value_mapping: related, bmapid: '5' },
		['setContext', 'record getAll', 'businessRule evaluate', 'if', 'record update'],
	],
	['CBDeleteRelatedTask', { relmodule: 'Contacts', bmapid: '5' }, ['relation removeRelated']],
	['DuplicateRecords', { bmapid: '5', bmapid_display: 'dup' }, ['record create']],
	[
		'CBRelateSales',
		{ relpdo: '1', relsrv: '1', withaccvnd: '1', withcto: '1' },
		['record get', 'if', 'relation relate', 'if', 'relation relate'],
	],
	[
		'VTSMSTask',
		{ sms_recepient: '$phone', content: 'x' },
		['setContext', 'set', 'splitOut', 'twilio'],
	],
	[
		'WhatsappWorkflowTask',
		{ phone: '$phone', messageBody: 'x', attachmentids: '' },
		['setContext', 'set', 'splitOut', 'twilio'],
	],
	[
		'CBPushNotificationTask',
		{ url_query: 'https://x.example/?n=$accountname' },
		['setContext', 'if', 'httpRequest'],
	],
	['CBTagTask', { listoftags: 'vip', addrel: 1, forallusers: 0 }, []],
	['GenerateDocument', { gendoctemplate: '5', gdformat: '0' }, []],
	['CBSelectcbMap', { bmapid: '5' }, []],
	['VTEntityMethodTask', { methodName: 'm' }, []],
	['ConvertInventoryModule', { convertto: 'Invoice' }, []],
	['CBAddNotification', { cbmodule: 'wfmodule' }, []],
	['GenerateImageCodeWorkflowTask', { field_to_encode: 'productname' }, []],
	['generateReportWfTask', { case_type: 'report', file_type: 'csv' }, []],
	['wfSendFile', { credentialid: '5', filename: 'f' }, []],
	['CBSendOneSignalNotificationWorkFlowTask', { notification_content: 'x' }, []],
	['CBSignPDFDocument', { coordX: '1', coordY: '1' }, []],
	['CBWatermark', { wmSize: '1' }, []],
];

import type { IDataObject, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { CoreBosStandIn } from '../corebos';
import { CORE_BOS, runNodes, type WorkflowOutcome } from './n8n-engine';

/** What came out of one coreBOS node. */
export interface CoreBosOutcome {
	/** Output items, with their pairing. */
	items: INodeExecutionData[];
	/** The `json` of the output items. */
	json: IDataObject[];
	/** Items of the error output. */
	errors: IDataObject[];
	/** What the node showed above its output. */
	hints: string[];
	/** The error that ended the run. */
	error: WorkflowOutcome['error'];
}

/** Runs one coreBOS node in n8n's engine. */
export async function runCoreBos(
	coreBos: Pick<CoreBosStandIn, 'connection'>,
	parameters: INodeParameters,
	items: IDataObject[] = [{}],
	onError?: INode['onError'],
): Promise<CoreBosOutcome> {
	const node = {
		name: 'coreBOS',
		type: CORE_BOS,
		parameters,
		credential: coreBos.connection,
		onError,
	};
	const outcome = await runNodes(items, [node]);
	const [task] = outcome.run.data.resultData.runData.coreBOS ?? [];
	return {
		items: outcome.items('coreBOS'),
		json: outcome.items('coreBOS').map(({ json }) => json),
		errors: outcome.items('coreBOS', 1).map(({ json }) => json),
		hints: (task?.hints ?? []).map(({ message }) => message),
		error: outcome.error,
	};
}

/** A business rule of products. */
export const RULE = {
	id: '37x11',
	mapname: 'Rule',
	maptype: 'Condition Expression',
	targetname: 'Products',
	content: "<map><expression>concat(productname,'!')</expression></map>",
};

/** A business map that makes the name of an account of that of a product. */
export const MAPPING = {
	id: '37x12',
	mapname: 'Mapping',
	maptype: 'Mapping',
	targetname: 'Products',
	content:
		'<map><fields><field><fieldname>accountname</fieldname><Orgfields><Orgfield><OrgfieldName>productname</OrgfieldName><OrgfieldID>FIELD</OrgfieldID></Orgfield></Orgfields></field></fields></map>',
};

/** A resource locator's value. */
export function locatorValue(value: string, mode = 'id'): INodeParameters {
	return { __rl: true, mode, value } as unknown as INodeParameters;
}

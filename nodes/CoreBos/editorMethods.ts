import { getConditionOperations, searchConditionFields } from '../editor/conditionFields';
import * as listSearch from '../editor/listSearch';
import { getModuleFields } from '../editor/moduleFields';
import * as resourceMapping from '../editor/resourceMapping';

/** The methods that the editor calls while the node is edited. */
export const editorMethods = {
	listSearch: { ...listSearch, searchConditionFields },
	loadOptions: { getConditionOperations, getModuleFields },
	resourceMapping,
};

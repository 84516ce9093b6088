import { getConditionOperations, searchConditionFields } from '../editor/conditionFields';
import * as listSearch from '../editor/listSearch';
import { getModuleFields } from '../editor/moduleFields';
import * as resourceMapping from '../editor/resourceMapping';

/** What the editor asks the node while it is filled in. */
export const editorMethods = {
	listSearch: { ...listSearch, searchConditionFields },
	loadOptions: { getConditionOperations, getModuleFields },
	resourceMapping,
};

import * as listSearch from '../../editor/listSearch';
import { getModuleFields } from './moduleFields';
import * as resourceMapping from './resourceMapping';

/** What the editor asks the node while it is filled in. */
export const editorMethods = { listSearch, loadOptions: { getModuleFields }, resourceMapping };

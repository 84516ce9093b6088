import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { listAllBusinessMaps, WEB_SERVICE_MAPPING } from '../../engine';
import { editorConnection } from './listSearch/editorConnection';

/** Maps that a list of options offers: it has no pages. */
const MOST_MAPS = 1000;

/** Business maps of type Webservice Mapping, for a list in which several can be ticked. */
export async function getWebServiceMaps(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const { call } = await editorConnection(this);
	const maps = await listAllBusinessMaps({ call }, { type: WEB_SERVICE_MAPPING }, MOST_MAPS);
	return maps
		.map(({ id, name, module }) => ({ name, value: id, description: module }))
		.sort((one, other) => one.name.localeCompare(other.name));
}

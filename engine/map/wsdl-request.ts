import type { HttpRequest } from '../environment';
import type { MapConfig } from './model/types';
import { mapRequest, wsdlRequest } from './request/request';
import { createValueScope } from './request/value-scope';

/**
 * The request with which a run would read the WSDL of a SOAP map, for a map without a run, as it
 * is while somebody edits it: there are no fields, no record and no context.
 *
 * @param config the configuration of the map; its `wstype` does not matter
 * @throws MapError for an address, a header or a proxy that cannot be used
 */
export async function wsdlRequestOf(config: MapConfig): Promise<HttpRequest> {
	const scope = await createValueScope(undefined, {}, 'native', () => undefined);
	const soap: MapConfig = { ...config, webServiceType: 'SOAP' };
	const { request } = await mapRequest(scope, soap, new Map(), {});
	return wsdlRequest(request);
}

import type { CoreBosStandIn } from '../corebos';
import { smallMap, source } from '../unit/map/small-map';

/** The map of a challenge, which needs no login. */
export function challengeMap(install: CoreBosStandIn): string {
	return smallMap({
		config: {
			...{ wsurl: install.webServiceUrl, wshttpmethod: 'GET', methodname: 'getchallenge' },
			inputtype: 'URL',
		},
		fields: { operation: source('CONST', 'getchallenge'), username: source('CONST', 'admin') },
		response:
			'<field><fieldname>result.token</fieldname><destination><context>cb_token</context></destination></field>',
	});
}

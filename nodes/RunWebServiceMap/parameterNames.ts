/** What the directives of a map are called where it is defined in the node. */
const PARAMETERS: Readonly<Record<string, string>> = {
	wsurl: '"URL"',
	wshttpmethod: '"HTTP Method"',
	methodname: '"Operation Name"',
	wsuser: '"User"',
	wspass: '"Password"',
	wsproxyhost: '"Proxy Host"',
	wsproxyport: '"Proxy Port"',
	wsresponsetime: '"Response Time"',
	wstype: '"WS Type"',
	inputtype: '"Input Type"',
	outputtype: '"Output Type"',
};

const DIRECTIVE = new RegExp(`\\b(?:${Object.keys(PARAMETERS).join('|')})\\b`, 'g');

/**
 * A message of the engine for a map that is defined in the node: the engine names the directives
 * of the map's XML, the reader sees parameters.
 */
export function inParameterNames(message: string): string {
	return message.replace(DIRECTIVE, (directive) => PARAMETERS[directive]);
}

import { directivesOf } from '../../engine';

/** What the directives of a call are named where the map is defined in the node. */
const PARAMETERS: Readonly<Record<string, string>> = {
	...Object.fromEntries(
		directivesOf('wsconfig').flatMap((directive) =>
			// What messages say of the certificate is about the XML of a map.
			'label' in directive && !directive.element.startsWith('cert')
				? [[directive.element, `"${directive.label}"`]]
				: [],
		),
	),
	// It is only missed with SOAP, where it is the operation.
	methodname: '"Operation Name"',
};

const DIRECTIVE = new RegExp(`\\b(?:${Object.keys(PARAMETERS).join('|')})\\b`, 'g');

/**
 * A message of the engine for a map that is defined in the node: the engine names the directives
 * of the map's XML, the reader sees parameters.
 */
export function inParameterNames(message: string): string {
	return message.replace(DIRECTIVE, (directive) => PARAMETERS[directive]);
}

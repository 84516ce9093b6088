import type { INodeProperties } from 'n8n-workflow';

/** n8n's mark of a parameter that the model fills in: the editor shows it as one, with a button to undo it. */
const FILLED_IN_BY_MODEL = '/*n8n-auto-generated-fromAI-override*/';

/**
 * A parameter of a reading operation that an agent fills in unless the user enters a value: a node
 * that is the tool of an agent has another default. For operations that change something, the user
 * has to hand over each parameter.
 *
 * @param property the parameter, a string or a resource locator
 * @param description what the agent is told to fill in
 * @param mode of a resource locator: the one that takes what the agent fills in
 * @returns the parameter of the node, and that of the tool
 */
export function filledInByAgents(
	property: INodeProperties,
	description: string,
	mode?: string,
): INodeProperties[] {
	const { displayOptions, displayName } = property;
	const text = description.replace(/`/g, "'");
	const value = `={{ ${FILLED_IN_BY_MODEL} $fromAI('${displayName}', \`${text}\`, 'string') }}`;
	return [
		{
			...property,
			displayOptions: { ...displayOptions, hide: { ...displayOptions?.hide, '@tool': [true] } },
		},
		{
			...property,
			default: mode === undefined ? value : { __rl: true, mode, value },
			displayOptions: { ...displayOptions, show: { ...displayOptions?.show, '@tool': [true] } },
		},
	];
}

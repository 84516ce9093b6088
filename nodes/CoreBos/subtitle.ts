import type { Resource } from './action';

/**
 * What is below the node's name: the operation, and the module or else the resource, such as
 * `Create: Products`.
 *
 * @param resources all resources of the node
 * @returns an expression of n8n
 */
export function subtitleExpression(resources: Resource[]): string {
	const operations = resources.flatMap(({ choice, actions }) =>
		actions.map((action) => [`${choice.value} ${action.choice.value}`, action.choice.name]),
	);
	const names = resources.map(({ choice }) => [choice.value, choice.name]);
	const operation = `(${JSON.stringify(Object.fromEntries(operations))})[$parameter["resource"] + " " + $parameter["operation"]]`;
	const place = `($parameter["module"] || (${JSON.stringify(Object.fromEntries(names))})[$parameter["resource"]])`;
	return `={{ [${operation}, ${place}].filter((part) => part).join(": ") }}`;
}

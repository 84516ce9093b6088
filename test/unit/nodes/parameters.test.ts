import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { CoreBos } from '../../../nodes/CoreBos/CoreBos.node';
import { CoreBosTrigger } from '../../../nodes/CoreBosTrigger/CoreBosTrigger.node';
import { CoreBosWatchTrigger } from '../../../nodes/CoreBosWatchTrigger/CoreBosWatchTrigger.node';
import { RunWebServiceMap } from '../../../nodes/RunWebServiceMap/RunWebServiceMap.node';

const EXPRESSION = '={{ 1 }}';

/** The parameters that choose what the node does: n8n's editor gives them no expression. */
const CHOICES = ['resource', 'operation'];

/** Every choice of resource and operation that a node offers. */
function choicesOf({ properties }: INodeTypeDescription): INodeParameters[] {
	const valuesOf = (name: string, shown: INodeParameters) =>
		properties
			.filter((property) => property.name === name)
			.filter((property) => NodeHelpers.displayParameter(shown, property, null, null))
			.flatMap(({ options = [] }) =>
				options.map((option) => ('value' in option ? option.value : '')),
			);
	return CHOICES.reduce<INodeParameters[]>(
		(choices, name) =>
			choices.flatMap((choice) => {
				const values = valuesOf(name, choice);
				return values.length === 0
					? [choice]
					: values.map((value) => ({ ...choice, [name]: value }));
			}),
		[{}],
	);
}

/** The parameters that n8n takes for shown, as it does for its checks before a run. */
function shownParameters(node: INodeType, parameters: INodeParameters) {
	const { description } = node;
	const version = [description.version].flat().at(-1)!;
	return description.properties.filter((property) =>
		NodeHelpers.displayParameter(parameters, property, { typeVersion: version }, description),
	);
}

/** Names that two parameters have which are not the same but for where they stand. */
function namesakes(shown: INodeProperties[]): string[] {
	const meanings = new Map<string, string>();
	return shown.flatMap((property) => {
		const meaning = JSON.stringify({ ...property, displayOptions: undefined });
		const known = meanings.get(property.name) ?? meaning;
		meanings.set(property.name, known);
		return known === meaning ? [] : [property.name];
	});
}

const NODES: Array<[string, INodeType]> = [
	['coreBOS', new CoreBos()],
	['coreBOS Trigger', new CoreBosTrigger()],
	['coreBOS Watch Records Trigger', new CoreBosWatchTrigger()],
	['Run Web Service Map', new RunWebServiceMap()],
];

describe.each(NODES)('parameters of %s', (_name, node) => {
	const { description } = node;
	const withDefaults = (choice: INodeParameters) =>
		NodeHelpers.getNodeParameters(
			description.properties,
			choice,
			true,
			true,
			{ typeVersion: [description.version].flat().at(-1)! },
			description,
		) ?? {};

	test('no collection offers two entries of one name', () => {
		for (const { displayName, type, options = [], displayOptions } of description.properties) {
			if (type !== 'collection') continue;
			const names = options.map(({ name }) => name);
			const twice = names.filter((name, index) => names.indexOf(name) !== index);
			expect([displayName, displayOptions, twice]).toEqual([displayName, displayOptions, []]);
		}
	});

	test.each(
		choicesOf(description).map(
			(choice) => [Object.values(choice).join(': ') || 'the node', choice] as const,
		),
	)(
		'no expression in %s brings up a parameter of another operation, or two of one name',
		(_choice, choice) => {
			const plain = withDefaults(choice);
			const byExpression = description.properties
				.filter(({ name, noDataExpression }) => name in plain && noDataExpression !== true)
				.map(({ name }) => name);
			const mixed: INodeParameters[] = byExpression.map((name) => ({
				...plain,
				[name]: EXPRESSION,
			}));
			const all = Object.fromEntries(byExpression.map((name) => [name, EXPRESSION]));
			for (const parameters of [...mixed, { ...plain, ...all }]) {
				const shown = shownParameters(node, parameters);
				expect(namesakes(shown)).toEqual([]);
				const foreign = shown.filter(({ displayOptions }) =>
					CHOICES.some((name) => {
						const wanted = displayOptions?.show?.[name];
						return wanted !== undefined && !wanted.includes(choice[name] as string);
					}),
				);
				expect(foreign.map(({ displayName }) => displayName)).toEqual([]);
			}
		},
	);
});

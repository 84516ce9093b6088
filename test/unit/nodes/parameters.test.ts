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

/** Whether n8n takes a parameter for shown, as it does for its checks before a run. */
function isShown(node: INodeType, parameters: INodeParameters, property: INodeProperties) {
	const { description } = node;
	const version = [description.version].flat().at(-1)!;
	return NodeHelpers.displayParameter(parameters, property, { typeVersion: version }, description);
}

/** The parameters whose values decide whether this one is shown. */
function deciding({ displayOptions }: INodeProperties): Set<string> {
	const names = [displayOptions?.show, displayOptions?.hide].flatMap((rule) =>
		Object.keys(rule ?? {}),
	);
	return new Set(names.map((name) => name.replace(/^\//, '').split('.')[0]));
}

/** What a parameter is, but for where it stands. */
function meaningOf(property: INodeProperties): string {
	return JSON.stringify({ ...property, displayOptions: undefined });
}

const NODES: Array<[string, INodeType]> = [
	['coreBOS', new CoreBos()],
	['coreBOS Trigger', new CoreBosTrigger()],
	['coreBOS Watch Records Trigger', new CoreBosWatchTrigger()],
	['Run Web Service Map', new RunWebServiceMap()],
];

/** Names that two parameters have which are not the same but for where they stand. */
function namesakes(shown: Row[]): string[] {
	const meanings = new Map<string, string>();
	return shown.flatMap(({ property: { name }, meaning }) => {
		const known = meanings.get(name) ?? meaning;
		meanings.set(name, known);
		return known === meaning ? [] : [name];
	});
}

const TEXTS = ['displayName', 'placeholder', 'description', 'hint', 'action'];

/** What a user reads in parameters, their options and their modes. */
function textsIn(value: unknown): string[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, member]) =>
		typeof member === 'string' && TEXTS.includes(name) ? [member] : textsIn(member),
	);
}

/** A parameter of a node, and what it is. */
interface Row {
	property: INodeProperties;
	meaning: string;
}

describe.each(NODES)('parameters of %s', (_name, node) => {
	const { description } = node;
	const rows = description.properties.map(
		(property): Row => ({
			property,
			meaning: meaningOf(property),
		}),
	);
	const decidedBy = new Map<string, Row[]>();
	for (const row of rows) {
		for (const name of deciding(row.property)) {
			decidedBy.set(name, [...(decidedBy.get(name) ?? []), row]);
		}
	}
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

	test('each text has its articles right, and "coreBOS" as it is written', () => {
		const texts = textsIn(description.properties);
		expect(texts.length).toBeGreaterThan(20);
		// "A one-line text": the sound counts.
		expect(texts.filter((text) => /\ba (?!one\b)[aeio]|\ban [bcdgjkpqtvwz]/i.test(text))).toEqual(
			[],
		);
		// Examples may name a path or a host.
		const said = texts.filter((text) => !text.startsWith('e.g. '));
		const names = said.flatMap((text) => text.match(/(?<![\w./@-])corebos(?![\w./-])/gi) ?? []);
		expect(names.filter((name) => name !== 'coreBOS')).toEqual([]);
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
			const shownPlain = rows.filter(({ property }) => isShown(node, plain, property));
			const all = Object.fromEntries(byExpression.map((name) => [name, EXPRESSION]));
			const mixed = [...byExpression.map((name) => ({ [name]: EXPRESSION })), all];
			const faults = mixed.flatMap((expressions) => {
				const names = Object.keys(expressions);
				// An expression changes only what its parameter decides.
				const changing = new Set(names.flatMap((name) => decidedBy.get(name) ?? []));
				const parameters: INodeParameters = { ...plain, ...expressions };
				const shown = [
					...shownPlain.filter((row) => !changing.has(row)),
					...[...changing].filter(({ property }) => isShown(node, parameters, property)),
				];
				const foreign = shown.filter(({ property: { displayOptions } }) =>
					CHOICES.some((name) => {
						const wanted = displayOptions?.show?.[name];
						return wanted !== undefined && !wanted.includes(choice[name] as string);
					}),
				);
				return [...namesakes(shown), ...foreign.map(({ property }) => property.displayName)];
			});
			expect(faults).toEqual([]);
		},
	);
});

import type { INodeProperties } from 'n8n-workflow';
import { isNumberStyle, type Writing } from '../../engine';
import type { ActionRun } from './action';

/** Entries of *Options* of the actions that write fields: how their values are given. */
export const writtenValueOptions: INodeProperties[] = [
	{
		displayName: 'Check References',
		name: 'checkReferences',
		type: 'boolean',
		default: false,
		description:
			'Whether to look up the records that reference fields lead to before saving, each once per run. Without it, coreBOS empties a reference to a record that does not exist. Owners are always checked.',
	},
	{
		displayName: 'Look Up Names',
		name: 'lookUpNames',
		type: 'boolean',
		default: false,
		description:
			'Whether owners and references may be given by name or email address, which is looked up once per run. The name must belong to exactly one record.',
	},
	{
		displayName: 'Numbers Are Written As',
		name: 'numberStyle',
		type: 'options',
		options: [
			{ name: '1 234,56', value: '1 234,56' },
			{ name: '1,234.56', value: '1,234.56' },
			{ name: '1.234,56', value: '1.234,56' },
			{ name: "1'234.56", value: "1'234.56" },
			{ name: '1234.56', value: '1234.56' },
			{
				name: 'As the User of the Credential Writes Them',
				value: 'user',
				description: 'With the signs of the user, and money in the currency of the user',
			},
		],
		default: '1234.56',
		description:
			'How texts write numbers. Text in another notation is refused. A number of an expression or of JSON needs no notation, and is stored as it is, whatever the user of the credential has chosen in coreBOS.',
	},
	{
		displayName: 'Times Without a Zone Are In',
		name: 'timesIn',
		type: 'options',
		options: [
			{ name: 'UTC', value: 'utc', description: 'As coreBOS answers them' },
			{ name: 'Time Zone of the User of the Credential', value: 'user' },
		],
		default: 'utc',
		description:
			'How to read a date and time such as 2026-01-31 10:00. With a zone, as in 2026-01-31T10:00:00Z, it is always that moment.',
	},
];

interface WrittenValueOptions {
	checkReferences?: boolean;
	lookUpNames?: boolean;
	numberStyle?: string;
	timesIn?: string;
}

/** How the values of an item are given, by its {@link writtenValueOptions}. */
export function writingOf(run: ActionRun, itemIndex: number): Writing {
	const { checkReferences, lookUpNames, numberStyle, timesIn } = run.node.getNodeParameter(
		'options',
		itemIndex,
		{},
	) as WrittenValueOptions;
	const style = String(numberStyle ?? '');
	return {
		client: run.client,
		describe: run.describe,
		formats: run.formats,
		numbers: style === 'user' || isNumberStyle(style) ? style : undefined,
		times: timesIn === 'user' ? 'user' : 'utc',
		names: lookUpNames === true,
		references: checkReferences === true,
	};
}

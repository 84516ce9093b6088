import type { INodeProperties } from 'n8n-workflow';
import { isNumberStyle, type Writing } from '../../engine';
import { optionsOf } from '../editor/parameterValues';
import type { ActionRun } from './action';

/** Entries of *Options* of the operations that write fields: how their values are given. */
export const writtenValueOptions: INodeProperties[] = [
	{
		displayName: 'Check References',
		name: 'checkReferences',
		type: 'boolean',
		default: true,
		description:
			'Whether to check before saving that the records in reference fields exist, with one query per module for up to 100 items. Otherwise, coreBOS empties a reference to a record that does not exist. Owners are always checked.',
	},
	{
		displayName: 'Look Up Names',
		name: 'lookUpNames',
		type: 'boolean',
		default: false,
		description:
			'Whether to accept names and email addresses for owners and references. Each is looked up once per run and must belong to exactly one record.',
	},
	{
		displayName: 'Number Format',
		name: 'numberStyle',
		type: 'options',
		options: [
			{ name: '1 234,56', value: '1 234,56' },
			{ name: '1,234.56', value: '1,234.56' },
			{ name: '1.234,56', value: '1.234,56' },
			{ name: "1'234.56", value: "1'234.56" },
			{ name: '1234.56', value: '1234.56' },
			{
				name: 'Format of the Credential User',
				value: 'user',
				description: 'With the separators of the user, and amounts in the currency of the user',
			},
		],
		default: '1234.56',
		description:
			'The format of numbers given as text; text in another format is refused. Numbers from expressions or JSON are stored as they are, whatever format the user of the credential has in coreBOS.',
	},
	{
		displayName: 'Time Zone of Times',
		name: 'timesIn',
		type: 'options',
		options: [
			{ name: 'UTC', value: 'utc', description: 'The time zone of coreBOS answers' },
			{ name: 'Time Zone of the Credential User', value: 'user' },
		],
		default: 'utc',
		description:
			'The time zone of a date and time without one, such as 2026-01-31 10:00. A time with a time zone, such as 2026-01-31T10:00:00Z, is unambiguous.',
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
	const { checkReferences, lookUpNames, numberStyle, timesIn } = optionsOf<WrittenValueOptions>(
		run.node,
		itemIndex,
	);
	const style = String(numberStyle ?? '');
	return {
		client: run.client,
		describe: run.describe,
		formats: run.formats,
		numbers: style === 'user' || isNumberStyle(style) ? style : undefined,
		times: timesIn === 'user' ? 'user' : 'utc',
		names: lookUpNames === true,
		references: checkReferences !== false,
	};
}

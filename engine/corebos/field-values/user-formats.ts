import type { CoreBosClient } from '../../environment';
import { recordsIn } from '../../is-record';
import { askOfAccount, type Account } from '../account-answers';
import { currentUser } from '../current-user';
import { quoteText } from '../query-quoting';
import type { Calendar } from './dates';
import type { NumberSigns } from './numbers';

/** How the user of a session writes numbers, money, dates and times. */
export interface UserFormats extends NumberSigns, Calendar {
	/** Units of the user's currency for one of the install's. */
	rate: number;
}

const SETTINGS =
	'currency_decimal_separator,currency_grouping_separator,currency_id,date_format,time_zone';
/**
 * The formats of the user of a client's session, read at most once a minute for each account.
 *
 * @param client client of the install
 * @param account tells install, user and access key apart
 * @throws CoreBosError where the user may not read its own record
 */
export async function userFormats(
	client: CoreBosClient,
	account: Account = client,
): Promise<UserFormats> {
	return await askOfAccount(account, 'formats', async () => await readFormats(client));
}

async function readFormats(client: CoreBosClient): Promise<UserFormats> {
	const { id } = await currentUser(client);
	const ask = async (query: string) => recordsIn(await client.call('query', { query }));
	const [user] = await ask(`select ${SETTINGS} from Users where id=${quoteText(String(id))};`);
	const currency = textOf(user?.currency_id);
	const rates = currency === '' ? [] : await ask('select * from Currency;');
	const own = rates.find((one) => one.id === currency);
	return formatsOf(user ?? {}, Number(own?.conversion_rate) || 1);
}

/**
 * Formats of a user's settings. Of a fresh user they are empty, which means `.` and `,`; coreBOS
 * also answers an empty text for a blank between groups of digits (recorded).
 */
function formatsOf(user: Record<string, unknown>, rate: number): UserFormats {
	const decimal = textOf(user.currency_decimal_separator);
	const grouping = textOf(user.currency_grouping_separator);
	return {
		decimal: decimal || '.',
		grouping: grouping || (decimal === '' ? ',' : ' '),
		rate,
		order: textOf(user.date_format) || 'yyyy-mm-dd',
		zone: textOf(user.time_zone) || 'UTC',
	};
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/**
 * The formats that coreBOS writes its answers in, where the install answers as its users write
 * (global variable `Webservice_Return_FormattedValues`); undefined where it answers as the
 * database does.
 *
 * @throws CoreBosError of the questions
 */
export async function answerFormats(
	client: CoreBosClient,
	account: Account = client,
): Promise<UserFormats | undefined> {
	const variable = { gvname: 'Webservice_Return_FormattedValues', defaultvalue: '0', gvmodule: '' };
	const ask = async () => await client.call('SearchGlobalVar', variable);
	const value = await askOfAccount(account, 'formatted', ask);
	return String(value) === '1' ? await userFormats(client, account) : undefined;
}

import type { CoreBosClient } from '../environment';
import { isRecord } from '../is-record';
import { askOfAccount, type Account } from './account-answers';
import { currentUser } from './current-user';

/**
 * The labels of modules in the language of the user of a client's session, read at most once a
 * minute for each account. `listtypes` labels modules in the language of the install, while
 * `describe` labels fields in that of the user; `gettranslation` finds the label of a module by a
 * key that is its name. Source: a running coreBOS (`test/recordings/labels-es.json`), and its
 * `include/Webservices/GetTranslation.php`.
 *
 * @param client client of the install
 * @param names names of the modules
 * @param account tells install, user and access key apart
 * @returns by name; a module that has no label in that language is missing
 * @throws CoreBosError of `getPortalUserInfo` or `gettranslation`
 */
export async function moduleLabels(
	client: CoreBosClient,
	names: string[],
	account: Account = client,
): Promise<Map<string, string>> {
	const ask = async () => await readLabels(client, names);
	return await askOfAccount(account, `labels of ${names.join()}`, ask);
}

async function readLabels(client: CoreBosClient, names: string[]): Promise<Map<string, string>> {
	const { language } = await currentUser(client);
	if (typeof language !== 'string' || language === '') return new Map();
	// The text to translate is one that has no translation, so that a label that is the same as the
	// name, such as the French "Contacts", differs from none.
	const untranslated = (name: string) => `${name}?`;
	const totranslate = Object.fromEntries(names.map((name) => [name, untranslated(name)]));
	const answer = await client.call('gettranslation', { totranslate, language, module: '' });
	const labels = Object.entries(isRecord(answer) ? answer : {}).filter(
		(entry): entry is [string, string] =>
			typeof entry[1] === 'string' && entry[1] !== untranslated(entry[0]),
	);
	return new Map(labels);
}

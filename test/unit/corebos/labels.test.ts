import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { moduleLabels, readPicklists, type CoreBosClient } from '../../../engine';

interface Recorded {
	gettranslation: Record<string, string>;
	getPicklistValues: Record<string, string>;
	describe: Record<string, unknown>;
}

const file = join(__dirname, '..', '..', 'recordings', 'labels-fr.json');
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded;

/** A coreBOS whose user has it in French. */
const client = {
	url: 'https://crm.example.com/webservice.php',
	username: 'marie',
	accessKey: 'labels-fr',
	call: async (operation: string, parameters: Record<string, unknown> = {}) =>
		await Promise.resolve(
			{
				getPortalUserInfo: { language: 'fr_fr' },
				gettranslation: recorded.gettranslation,
				getPicklistValues: recorded.getPicklistValues[String(parameters.module)],
				describe: recorded.describe[String(parameters.elementType)],
			}[operation],
		),
} as unknown as CoreBosClient;

test('a label that is the same as the name is one; a module without a label has none', async () => {
	const labels = await moduleLabels(client, Object.keys(recorded.gettranslation));
	expect(
		['Accounts', 'Contacts', 'Emails', 'cbSurvey', 'Groups'].map((name) => labels.get(name)),
	).toEqual(['Comptes', 'Contacts', 'Emails', undefined, undefined]);
});

test('picklists have their labels in the language of the user', async () => {
	const picklists = await readPicklists(client, 'Campaigns');
	expect(picklists.find(({ field }) => field === 'expectedresponse')?.values).toEqual([
		{ value: '--None--', label: '--Aucun--' },
		{ value: 'Excellent', label: 'Excellent' },
		{ value: 'Good', label: 'Bon' },
		{ value: 'Average', label: 'Moyen' },
		{ value: 'Poor', label: 'Faible' },
	]);
});

import type { Environment } from '../../../engine/environment';
import { compileTemplate, renderTemplate } from '../../../engine/expression';
import { runSmall, smallMap, source } from '../map/small-map';

/** inputs.json 052 and 058, and what coreBOS's own templates do with each kind of value. */

const NEW_YORKER = {
	id: '19x5',
	user_name: 'comma',
	time_zone: 'America/New_York',
	date_format: 'dd-mm-yyyy',
	language: 'es_es',
	currency_decimal_separator: ',',
	currency_grouping_separator: '.',
};
const field = (name: string, uitype: string, type: Record<string, unknown>) => ({
	name,
	uitype,
	type,
});
const DESCRIBED: Record<string, unknown> = {
	HelpDesk: {
		idPrefix: '17',
		fields: [
			field('closing', '50', { name: 'datetime' }),
			field('due', '5', { name: 'date' }),
			field('time_start', '2', { name: 'string' }),
			field('createdtime', '70', { name: 'datetime' }),
			field('kinds', '33', { name: 'multipicklist' }),
			field('kind', '15', { name: 'picklist' }),
			field('fixed', '16', { name: 'picklist' }),
			field('account_id', '10', { name: 'reference', refersTo: ['Accounts'] }),
			field('assigned_user_id', '53', { name: 'owner' }),
		],
	},
	Accounts: {
		idPrefix: '11',
		fields: [
			field('total', '71', { name: 'currency' }),
			field('seen', '50', { name: 'datetime' }),
			field('opens', '14', { name: 'time' }),
		],
	},
	Users: { idPrefix: '19', fields: [] },
};
const RECORDS: Record<string, unknown> = {
	'19x5': NEW_YORKER,
	'19x1': { id: '19x1', user_name: 'admin', date_format: 'yyyy-mm-dd' },
	'20x3': { id: '20x3', groupname: 'Support' },
	'11x746': {
		id: '11x746',
		total: '1266.700000',
		seen: '2026-12-31 02:30:00',
		opens: '15:00:00',
		assigned_user_id: '19x1',
	},
};
const TICKET = {
	id: '17x9',
	closing: '2026-12-31 02:30:00',
	due: '2026-12-31',
	time_start: '15:00:00',
	createdtime: '2026-12-31 02:30:00',
	kinds: 'Open |##| Closed',
	kind: 'Open',
	fixed: 'Open',
	account_id: '11x746',
	assigned_user_id: '19x5',
};
const COMMENTS = [
	{
		creator: '19x5',
		createdtime: '2026-12-31 02:30:00',
		commentcontent: 'first',
		id: '29x1',
	},
	{
		creator: '19x1',
		createdtime: '2026-12-31 12:00:00',
		commentcontent: 'second',
		id: '29x2',
	},
];
const LINES = [
	{
		productid: '14x1',
		quantity: '2.000',
		listprice: '1000.500000',
		extgross: '2001',
		linetotal: '2001.0',
	},
	{ productid: '26x2', quantity: '1', listprice: '3', extgross: '3', linetotal: '3' },
];
const NAMES: Record<string, [string, string]> = {
	'19x5': ['Users', 'Cy Comma'],
	'19x1': ['Users', ' Administrator'],
	'14x1': ['Products', 'Widget'],
	'26x2': ['Services', 'Care'],
};
const VARIABLES: Record<string, string> = {
	HelpDesk_Support_Name: 'Help & Co',
	Application_Customer_Portal_URL: 'https://portal.example',
};

function notThere(): never {
	throw Object.assign(new Error('Record not found'), { code: 'RECORD_NOT_FOUND' });
}

const ANSWERS: Record<string, (parameters: Record<string, unknown>) => unknown> = {
	retrieve: ({ id }) => RECORDS[String(id)] ?? notThere(),
	describe: ({ elementType }) => DESCRIBED[String(elementType)] ?? notThere(),
	gettranslation: ({ totranslate }) =>
		(totranslate as string[]).map((text) => ({ Open: 'Abierta', Closed: 'Cerrada' })[text] ?? text),
	getRelatedRecords: ({ queryParameters }) => {
		const { limit, orderby } = queryParameters as Record<string, string>;
		const inOrder = orderby.endsWith('desc') ? [...COMMENTS].reverse() : COMMENTS;
		return { records: inOrder.slice(0, Number(limit ?? 100)) };
	},
	query: () => LINES,
	getReferenceValue: ({ id }) => {
		const [known, [module, reference]] =
			Object.entries(NAMES).find(([one]) => String(id).includes(`"${one}"`)) ?? notThere();
		return { [known]: { module, reference } };
	},
	SearchGlobalVar: ({ gvname, defaultvalue }) => VARIABLES[String(gvname)] ?? defaultvalue,
};
const coreBos: Environment['coreBos'] = {
	call: async (operation, parameters = {}) => (ANSWERS[operation] ?? notThere)(parameters),
};
const ticket: Environment = {
	fields: TICKET,
	module: 'HelpDesk',
	user: { id: '19x1', name: 'admin' },
	siteUrl: 'https://crm.example/corebos/',
	now: new Date('2026-12-31T02:30:05Z'),
	coreBos,
};

async function sent(kind: string, text: string, changes: Partial<Environment> = {}) {
	const { sent: requests, result } = await runSmall(
		smallMap({ fields: { a: source(kind, text) } }),
		{
			...ticket,
			...changes,
		},
	);
	return {
		value: (JSON.parse(String(requests[0].body)) as { a: unknown }).a,
		warnings: result.warnings,
	};
}

const meta = (name: string) => `$(general : (__VtigerMeta__) ${name})`;

describe('052 what templates tell of the run', () => {
	test.each([
		['date', '30-12-2026'],
		['time', '21:30:05'],
		['dbtimezone', 'America/New_York'],
		['recordId', '9'],
		['siteurl', 'https://crm.example/corebos'],
		[
			'crmdetailviewurl',
			'https://crm.example/corebos/index.php?action=DetailView&module=HelpDesk&record=9',
		],
		['portalurl', 'https://portal.example'],
		[
			'portaldetailviewurl',
			'https://portal.example/index.php?module=HelpDesk&action=index&ticketid=9&fun=detail',
		],
		['supportName', 'Help & Co'],
		['supportEmailId', 'support@your_support_domain.tld'],
		[' date ', '30-12-2026'],
		['comments_1d_text_all', 'Administrator\n31-12-2026 07:00:00\nsecond\n'],
		['comments_0_text_comment', 'firstsecond'],
		['comments_1_text_date', '30-12-2026 21:30:00'],
		['Y/m/d_comments_1_text_date', '2026/12/31'],
		['comments_1_text_dateH.i', '02.30'],
		[
			'comments_1_table_creator',
			'<div class="comments"><table class="commentdetails"><tr class="commentfields"><td class="commentcreator">Cy Comma</td></tr></table></div>',
		],
		[
			'comments_1',
			'<div class="comments"><div class="commentdetails"><ul class="commentfields"><li class="commentcreator">Cy Comma</li><li class="commentdate">30-12-2026 21:30:00</li><li class="commentcomment">first</li></ul></div></div>',
		],
		['inventorydetails_text', 'Widget2,001.000,502.001,002.001,00Care1,003,003,003,00'],
		['inventorydetails_text_productname', 'Widget\nCare\n'],
		[
			'inventorydetails_table_quantity',
			'<table class="inventorydetails"><tr class="inventorydetailsfields"><td class="inventorydetailsfield">Widget</td><td class="inventorydetailsfield">2,00</td></tr><tr class="inventorydetailsfields"><td class="inventorydetailsfield">Care</td><td class="inventorydetailsfield">1,00</td></tr></table>',
		],
	])('%s', async (name, value) => {
		expect(await sent('TEMPLATE', meta(name))).toEqual({ value, warnings: [] });
	});

	test.each([
		['groupEmailList_Marketing_Group', /members of a group/],
		['groupUsersWsIdListSupport', /members of a group/],
		['relatedlist_Contacts_html', /related list/],
		['Events_Users_Invited', /invited/],
		['scanQRCode->website', /image/],
		['nosuch', /has no such value/],
	])('%s is empty, with a warning', async (name, reason) => {
		const { value, warnings } = await sent('TEMPLATE', meta(name));
		expect(value).toBe('');
		expect(warnings).toEqual([expect.stringMatching(reason)]);
		expect(compileTemplate(meta(name)).warnings).toEqual([expect.stringMatching(reason)]);
	});

	test.each(['siteurl', 'crmdetailviewurl'])('%s needs a credential', async (name) => {
		const { value, warnings } = await sent('TEMPLATE', meta(name), { siteUrl: undefined });
		expect(value).toBe('');
		expect(warnings).toEqual([expect.stringMatching(/credential/)]);
	});

	test('an install without these operations has the values of coreBOS where nothing is set', async () => {
		const old: Environment['coreBos'] = {
			call: async (operation, parameters) => {
				if (operation === 'SearchGlobalVar' || operation === 'getRelatedRecords')
					throw Object.assign(new Error('Unknown operation requested'), {
						code: 'UNKNOWN_OPERATION',
					});
				return await coreBos.call(operation, parameters);
			},
		};
		const { value } = await sent('TEMPLATE', `${meta('supportName')}${meta('comments')}`, {
			coreBos: old,
		});
		expect(value).toBe('your-support name<div class="comments"></div>');
	});

	test('outside of a map, too', async () => {
		const environment = { ...ticket, recordId: '17x9', timeZone: 'Europe/Madrid' };
		expect(await renderTemplate(`${meta('date')} ${meta('crmdetailviewurl')}`, environment)).toBe(
			'2026-12-31 https://crm.example/corebos/index.php?action=DetailView&module=HelpDesk&record=9',
		);
		expect(await renderTemplate(meta('siteurl'), {})).toBe('');
	});
});

describe('052 values as coreBOS shows them to the owner', () => {
	test.each([
		['FIELD', 'closing', '30-12-2026 21:30:00'],
		['FIELD', 'due', '31-12-2026'],
		['TEMPLATE', 'at $time_start', 'at 10:00:00'],
		['FIELD', 'createdtime', '2026-12-31 02:30:00'],
		['FIELD', '$(account_id : (Accounts) seen)', '30-12-2026 21:30:00'],
		['FIELD', '$(account_id : (Accounts) opens)', '10:00:00'],
		['FIELD', '$(account_id : (Accounts) no such)', ''],
		['FIELD', 'kind', 'Abierta'],
		['FIELD', 'kinds', 'Open |##| Closed'],
		['FIELD', 'fixed', 'Open'],
		['TEMPLATE', '$(account_id : (Accounts) total)', '1.266,70'],
		['EXPRESSION', '$(account_id : (Accounts) total)', '1266.700000'],
		['EXPRESSION', '$(account_id : (Accounts) total) + 1', '1267.7'],
		['EXPRESSION', '$(account_id : (Accounts) seen)', '30-12-2026 21:30:00'],
		[
			'TEMPLATE',
			'$(general : (__WorkflowFunction__) $(account_id : (Accounts) total) * 2 )',
			'2533.4',
		],
	])('%s %s', async (kind, text, value) => {
		expect(await sent(kind, text)).toEqual({ value, warnings: [] });
	});
});

describe('058 records of a group', () => {
	const fields = { ...TICKET, assigned_user_id: '20x3' };

	test('fields of its users are empty, and a warning says why', async () => {
		const { value, warnings } = await sent('TEMPLATE', '$(assigned_user_id : (Users) email1)', {
			fields,
		});
		expect(value).toBe('');
		expect(warnings).toEqual([
			expect.stringMatching(/group "Support".*email1 of its users is empty/),
		]);
	});

	test('dates are written for the user of the credential, and a warning says so', async () => {
		const { value, warnings } = await sent('FIELD', 'due', { fields });
		expect(value).toBe('2026-12-31');
		expect(warnings).toEqual([expect.stringMatching(/group 20x3.*user of the credential/)]);
	});
});

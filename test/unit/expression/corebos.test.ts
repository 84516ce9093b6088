import { ReadCache } from '../../../engine/corebos/read-cache';
import type { CoreBosClient, Environment } from '../../../engine/environment';
import { evaluateExpression } from '../../../engine/expression';

type Answers = Record<string, (parameters: Record<string, unknown>) => unknown>;

/** A client that answers from a table and remembers what it was asked. */
function clientOf(answers: Answers): CoreBosClient & { calls: string[] } {
	const calls: string[] = [];
	return {
		calls,
		call: async (operation, parameters = {}) => {
			calls.push(operation);
			const answer = answers[operation];
			if (answer === undefined) {
				throw Object.assign(new Error(`unknown operation ${operation}`), { code: 'UNKNOWN' });
			}
			return answer(parameters);
		},
	};
}

const USER = { id: '19x1', name: 'admin' };

/** Answers as recorded from a coreBOS. */
const ANSWERS: Answers = {
	retrieve: ({ id }) => {
		const records: Record<string, unknown> = {
			'19x1': { first_name: 'Zoë', last_name: 'Admin', email1: 'z@example.com' },
			'2x8649': {
				id: '2x8649',
				vendorname: 'Vendor Ñ & Co',
				city: 'Dublin',
				modifiedby: '19x1',
				account_id: '11x74',
			},
			'11x74': { accountname: 'Chemex', employees: '131' },
		};
		const record = records[String(id)];
		if (record === undefined) throw Object.assign(new Error('gone'), { code: 'RECORD_NOT_FOUND' });
		return record;
	},
	describe: ({ elementType }) => {
		const modules: Record<string, unknown> = {
			Products: {
				fields: [
					{ name: 'vendor_id', type: { name: 'reference', refersTo: ['Vendors'] } },
					{ name: 'gone_id', type: { name: 'reference', refersTo: ['Vendors'] } },
					{ name: 'any_id', type: { name: 'reference', refersTo: ['Own', 'Accounts'] } },
					{ name: 'size', type: { name: 'string' } },
					{
						name: 'assigned_user_id',
						type: {
							name: 'owner',
							assignto: { groups: { options: [{ groupid: '20x3', groupname: 'Marketing' }] } },
						},
					},
				],
			},
			Own: { idPrefix: '55', labelFields: 'label' },
			Accounts: { idPrefix: '11', labelFields: 'accountname' },
		};
		return modules[String(elementType)];
	},
	getRecordImages: () => ({
		results: 2,
		images: {
			imagename: { name: 'my_photo.png', path: 'storage/2026/', id: '8674' },
			other: { name: 'x.png', path: 'storage/2026/9_x.png', id: '9' },
		},
	}),
	query: ({ query }) => {
		if (query === "select conversion_rate from Currency where currency_code = 'USD' limit 1;") {
			return [{ id: '21x2', conversion_rate: '1.125000' }];
		}
		if (query === "select id from Accounts where accountname = 'O''Brien' limit 1;") {
			return [{ id: '11x74' }];
		}
		if (query === "select id from Groups where groupname = 'Marketing' limit 1;") {
			return [{ id: '20x3' }];
		}
		if (query === "select id from Products where size = '10x20' order by id limit 0,2;")
			return [{ id: '14x1' }];
		// Nothing is `is null` to the web service, and beside `is not null` it compares names.
		if (query === 'select id from Products where size is null order by id limit 0,2;')
			return [{ id: '14x1' }];
		if (
			query ===
			"select id from Products where vendor_id = 'Acme' and createdtime is not null order by id limit 0,2;"
		) {
			return [{ id: '14x1' }];
		}
		return [];
	},
	getRelatedRecords: () => ({
		records: [
			{ id: '12x1', city: 'Köln', amount: '10' },
			{ id: '12x2', city: 'Köln', amount: '2.5' },
		],
	}),
	getReferenceValue: () =>
		'a:1:{s:5:"11x74";a:3:{s:6:"module";s:8:"Accounts";s:9:"reference";s:6:"Chemex";s:6:"cbuuid";s:2:"64";}}',
	getSetting: ({ key, default: fallback }) => (key === 'known' ? 'v1' : fallback),
	setSetting: () => null,
	delSetting: () => null,
	SearchGlobalVar: ({ gvname }) => (gvname === 'Page_Size' ? '20' : ''),
	gettranslation: () => ['Guardar'],
	cbRule: ({ conditionid, context }) =>
		`${String(conditionid)} ${String(JSON.parse(String(context)).record_id)}`,
};

const FIELDS = {
	vendor_id: '2x8649',
	gone_id: '2x1',
	any_id: '11x74',
	size: '10x20',
	assigned_user_id: '19x1',
	owner: '20x3',
	id: '14x8651',
	other_id: '3x4',
	other_idename: { module: 'Leads', reference: 'Known Name' },
};

function environmentWith(coreBos?: CoreBosClient): Environment {
	return {
		fields: FIELDS,
		context: {},
		module: 'Products',
		recordId: '14x8651',
		user: USER,
		env: { a: 1 },
		coreBos,
		vatCheck: async (country, number) => country === 'ES' && number === 'B12345678',
	};
}

describe('the user of a run that was told none', () => {
	const loggedIn: CoreBosClient = {
		call: async (operation, parameters) => {
			if (operation === 'getPortalUserInfo') return { id: '19x7', last_name: 'Other' };
			expect([operation, parameters]).toEqual(['retrieve', { id: '19x7' }]);
			return { id: '19x7', user_name: 'zoe', first_name: 'Zoë', last_name: 'Z', email1: 'z@e.x' };
		},
	};
	test.each([
		['getCurrentUserID()', '19x7'],
		['getCurrentUserName()', 'zoe'],
		["getCurrentUserName('full')", 'Zoë Z'],
		["getCurrentUserField('email1')", 'z@e.x'],
	])('%s is of whoever is logged in', async (source, value) => {
		expect(await evaluateExpression(source, { coreBos: loggedIn })).toBe(value);
	});

	test('an install that does not say who it is: an error', async () => {
		const coreBos: CoreBosClient = { call: async () => [] };
		await expect(evaluateExpression('getCurrentUserID()', { coreBos })).rejects.toThrow(
			/does not say who is logged in/,
		);
	});
});

describe('functions that coreBOS answers', () => {
	test.each<[string, unknown]>([
		['getCurrentUserID()', '19x1'],
		['getCurrentUserName()', 'admin'],
		["getCurrentUserName('full')", 'Zoë Admin'],
		["getCurrentUserField('email1')", 'z@example.com'],
		["getCurrentUserField('constructor')", ''],
		["getGroupID('Marketing')", '3'],
		["getIDof('Accounts','accountname','O\\'Brien')", '74'],
		["getIDof('Accounts','accountname','nobody')", 0],
		["getIDof('Accounts','accountname',0)", 0],
		["getIDof('Accounts','accountname','0')", 0],
		["getFieldsOF('11x74','Accounts','')", []],
		["getFieldsOF('11x74','Accounts','employees')", { employees: '131' }],
		["getRelatedIDs('Contacts')", ['12x1', '12x2']],
		["getRelatedIDs('Contacts','11x74')", ['12x1', '12x2']],
		["existsrelated('Contacts','city','Köln')", true],
		["existsrelated('Contacts','city','Bonn')", false],
		["allrelatedare('Contacts','city','Köln')", true],
		["allrelatedarethesame('Contacts','city','')", true],
		["allrelatedarethesame('Contacts','amount','')", false],
		["getSetting('known','d')", 'v1'],
		["getSetting('unknown','d')", 'd'],
		["getSetting('unknown', 5)", 5],
		["setSetting('known','x')", 'x'],
		["delSetting('known')", ''],
		["globalvariable('Page_Size')", '20'],
		["translate('Save')", 'Guardar'],
		["evaluateRule('37x1')", '37x1 8651'],
		['getEntityType(any_id)', 'Accounts'],
		["exists('size','10x20')", true],
		["exists('size','1')", false],
		["exists('nosuch','1')", false],
		["exists('','1')", false],
		["exists('size','')", true],
		["exists('vendor_id','Acme')", true],
		['getEntityType(assigned_user_id)', ''],
		['$(vendor_id : (Vendors) id)', '2x8649'],
		['$(vendor_id : (Vendors) modifiedby)', '19x1'],
		['$(vendor_id : (Vendors) account_id)', '74'],
		["getCurrencyConversionValue('USD')", '1.125000'],
		["getCurrencyConversionValue('XXX')", '0.00'],
		["getCurrencyConversionValue('')", '0.00'],
		['getCurrentConfiguredTaxValues()', '0.00'],
		["getimageurl('my photo.png')", 'storage/2026/8674_my_photo.png'],
		["getimageurl('x.png')", 'storage/2026/9_x.png'],
		["getimageurl('none.png')", ''],
		["EUVATValidation('ES B-12345678')", true],
		["EUVATValidation('es 1')", false],
		["EUVATValidation('nothing')", false],
		['getCRUDMode()', 'edit'],
		['Importing()', null],
		['getRequest()', { a: 1 }],
		['$(vendor_id : (Vendors) city)', 'Dublin'],
		['$(vendor_id : (Vendors) nosuch)', ''],
	])('%s', async (source, value) => {
		expect(await evaluateExpression(source, environmentWith(clientOf(ANSWERS)))).toEqual(value);
	});

	test.each<[string, string]>([
		['vendor_id', 'Vendor Ñ & Co'],
		['any_id', 'Chemex'],
		['assigned_user_id', 'Zoë Admin'],
		['gone_id', '2x1'],
		['size', '10x20'],
		['id', '14x8651'],
		['other_id', 'Known Name'],
	])('%s is read as the name of the linked record', async (name, value) => {
		const environment = environmentWith(clientOf(ANSWERS));
		expect(await evaluateExpression(name, environment)).toBe(value);
	});

	test('a group that owns a record stays its id', async () => {
		const environment = environmentWith(clientOf(ANSWERS));
		environment.fields = { assigned_user_id: '20x3' };
		expect(await evaluateExpression('assigned_user_id', environment)).toBe('20x3');
		const assigned_user_idename = { module: 'Groups', reference: 'Marketing' };
		environment.fields = { assigned_user_id: '20x3', assigned_user_idename };
		expect(await evaluateExpression('assigned_user_id', environment)).toBe('20x3');
	});

	test('links stay ids without a credential', async () => {
		expect(await evaluateExpression('vendor_id', environmentWith())).toBe('2x8649');
	});

	test('an answer is fetched once per run, and only where the expression reaches it', async () => {
		const client = clientOf(ANSWERS);
		const environment = environmentWith(client);
		const twice = "concat(getSetting('known'), getSetting('known'), getSetting('unknown'))";
		await evaluateExpression(twice, environment);
		expect(client.calls).toEqual(['getSetting', 'getSetting']);
		await evaluateExpression("if 1 then getSetting('known') else translate('x') end", environment);
		expect(client.calls).toEqual(['getSetting', 'getSetting', 'getSetting']);
	});

	test('an expression inside the expression belongs to its run', async () => {
		const client = clientOf(ANSWERS);
		const source = "concat(getSetting('known'), evaluateExpression('getSetting(\\'known\\')'))";
		expect(await evaluateExpression(source, environmentWith(client))).toBe('v1v1');
		expect(client.calls).toEqual(['getSetting']);
	});

	test('whoever makes the client may widen the run', async () => {
		const client = clientOf(ANSWERS);
		const environment = environmentWith(new ReadCache(client));
		await evaluateExpression("getSetting('known')", environment);
		await evaluateExpression("getSetting('known')", environment);
		expect(client.calls).toEqual(['getSetting']);
	});

	test('what was read is read again after it was written', async () => {
		const client = clientOf(ANSWERS);
		const source = "concat(getSetting('known'), setSetting('known','x'), getSetting('known'))";
		await evaluateExpression(source, environmentWith(client));
		expect(client.calls).toEqual(['getSetting', 'setSetting', 'getSetting']);
	});

	test('a failure is told and not kept', async () => {
		let failing = true;
		const client = clientOf({
			getSetting: () => {
				if (failing) throw new Error('no connection');
				return 'v';
			},
		});
		const environment = environmentWith(client);
		await expect(evaluateExpression("getSetting('k')", environment)).rejects.toThrow(
			'no connection',
		);
		failing = false;
		expect(await evaluateExpression("getSetting('k')", environment)).toBe('v');
	});

	test.each([
		[
			"getSetting('known')",
			/getSetting can only be answered by coreBOS: choose a coreBOS API credential/,
		],
		["getIDof('Accounts','name','x')", /getIDof can only be answered by coreBOS/],
		['getCurrentUserField(1)', /getCurrentUserField can only be answered by coreBOS/],
		["getAccessKey('t')", /getAccessKey needs the access key of a credential/],
		['getSessionName()', /getSessionName needs the session of a credential/],
		['$(vendor_id : (Vendors) city)', /can only be answered by coreBOS/],
	])('%s without a credential says what it needs', async (source, reason) => {
		await expect(evaluateExpression(source, environmentWith())).rejects.toThrow(
			expect.objectContaining({ name: 'ExpressionError', message: expect.stringMatching(reason) }),
		);
	});

	test.each([
		["getIDof('Accounts where 1=1','name','x')", /is not the name of a module/],
		["getIDof('Accounts','name or 1','x')", /is not the name of a field/],
		["existsrelated('Contacts;','city','x')", /is not the name of a module/],
	])('%s cannot change the query', async (source, reason) => {
		const environment = environmentWith(clientOf(ANSWERS));
		await expect(evaluateExpression(source, environment)).rejects.toThrow(reason);
	});

	test.each<[string, Partial<Environment>, RegExp]>([
		["setSetting('k', 0)", {}, /stores the value 0 of the setting "k" as an empty text/],
		["getCurrentConfiguredTaxValues('VAT')", {}, /does not return the configured taxes/],
		["getimageurl('x.png')", { recordId: undefined }, /getimageurl needs a record/],
		["EUVATValidation('ESB12345678')", { vatCheck: undefined }, /asks the European Union's VIES/],
	])('%s says why it cannot be answered', async (source, changes, reason) => {
		const environment = { ...environmentWith(clientOf(ANSWERS)), ...changes };
		await expect(evaluateExpression(source, environment)).rejects.toThrow(reason);
	});

	test('getAccessKey asks the credential and never shows the key', async () => {
		const accessKeyFor = jest.fn((token: string) => `key of ${token}`);
		const source = "getAccessKey(getFromContext('token'))";
		const environment = { fields: {}, context: { token: '4f2a' }, accessKeyFor };
		expect(await evaluateExpression(source, environment)).toBe('key of 4f2a');
	});
});

import { fetchDescription, fieldKind, namingFields, type ModuleDescription } from '../../../engine';
import { recordedModules } from '../../corebos/modules';

const read = async (module: string, result: unknown): Promise<ModuleDescription> =>
	await fetchDescription({ call: async () => await Promise.resolve(result) }, module);

const recorded = async (module: string): Promise<ModuleDescription> =>
	await read(module, recordedModules().modules[module].describe);

const fieldOf = ({ fields }: ModuleDescription, name: string) =>
	fields.find((field) => field.name === name);

describe('what describe tells of a module', () => {
	it('reads module, prefix and the fields that name a record', async () => {
		const { name, idPrefix, labelFields } = await recorded('Contacts');
		expect({ name, idPrefix, labelFields }).toEqual({
			name: 'Contacts',
			idPrefix: '12',
			labelFields: ['firstname', 'lastname'],
		});
	});

	it.each([
		['product_no', { type: 'string', uitype: '4', editable: false }, 'text'],
		['unit_price', { type: 'currency', uitype: '72' }, 'number'],
		['qtyinstock', { type: 'double', uitype: '1' }, 'number'],
		['start_date', { type: 'date', uitype: '5', dateFormat: 'yyyy-mm-dd' }, 'date'],
		['createdtime', { type: 'datetime', uitype: '70' }, 'datetime'],
		['discontinued', { type: 'boolean', uitype: '56' }, 'boolean'],
		['assigned_user_id', { type: 'owner', uitype: '53', mandatory: true }, 'owner'],
		['vendor_id', { type: 'reference', uitype: '10', refersTo: ['Vendors'] }, 'reference'],
		['productcategory', { type: 'picklist', uitype: '15' }, 'picklist'],
		['website', { type: 'url', uitype: '17' }, 'text'],
	])('reads the field %s', async (name, told, kind) => {
		const field = fieldOf(await recorded('Products'), name);
		expect(field).toMatchObject(told);
		expect(field && fieldKind(field)).toBe(kind);
	});

	it('tells users and groups of an owner, the groups also by themselves', async () => {
		const owner = fieldOf(await recorded('Products'), 'assigned_user_id');
		expect(owner?.groups.length).toBeGreaterThan(0);
		expect(owner?.values.length).toBeGreaterThan(owner?.groups.length ?? 0);
		expect(owner?.values).toEqual(expect.arrayContaining(owner?.groups ?? []));
	});

	it('tells the field that leads back from a related module', async () => {
		const relatedModules = {
			HelpDesk: { related_module: 'HelpDesk', relatedfield: 'product_id' },
			'Related To': { related_module: '', relatedfield: null },
		};
		expect((await read('Products', { relatedModules })).relations).toEqual([
			{ module: 'HelpDesk', field: 'product_id', isManyToMany: false },
			{ module: '', field: '', isManyToMany: false },
		]);
	});

	it.each([
		['nothing', undefined],
		['a list', []],
		['lists where objects are due', { fields: {}, relatedModules: [] }],
		['fields that are none', { fields: [null, 'name', 3] }],
	])('makes an empty description of %s', async (_, result) => {
		const empty = { name: 'Odd', label: 'Odd', idPrefix: '', fields: [], relations: [] };
		expect(await read('Odd', result)).toEqual(empty);
	});

	it.each([
		[['firstname', 'lastname'], 'firstname, lastname'],
		[['firstname'], 'salutation'],
		[['firstname'], undefined],
	])('shows records in a list by %j where describe says %s', async (names, labelFields) => {
		const fields = [{ name: 'firstname' }, { name: 'lastname' }];
		expect(namingFields(await read('Contacts', { labelFields, fields }))).toEqual(names);
	});
});

import { globalVariable } from '../formatted';
import type { Entity, Install } from '../install';
import { Refusal } from '../refusal';
import { names } from './lists';
import { text, type Operation, type OperationCall } from './operation';
import { phpSerialize, phpTexts } from './php-serialize';

/** @throws Refusal in the words of the operations for views */
function viewedModule(call: OperationCall) {
	const name = text(call, 'module');
	const module = call.install.modules[name];
	if (module?.describe !== undefined) return module.describe;
	throw new Refusal(
		'ACCESS_DENIED',
		`Permission to perform the operation on module (${name}) is denied`,
	);
}

const getfilterfields: Operation = (call) => viewedModule(call).filterFields;

/** Every module has the view "All", with no conditions; only its number differs. */
function allView(
	call: OperationCall,
	stdcriteria: string,
): { id: string; view: Record<string, unknown> } {
	const { name, filterFields } = viewedModule(call);
	const { fields } = filterFields as { fields: string[] };
	const id = call.install.data.views[name] ?? String(call.install.order.indexOf(name) + 100);
	const view = {
		status: '0',
		advcriteria: '[]',
		advcriteriaWQL: '',
		advcriteriaEVQL: '',
		stdcriteria,
		stdcriteriaWQL: '',
		stdcriteriaEVQL: '',
		fields,
		default: true,
	};
	return { id, view };
}

function viewLinks(call: OperationCall): Record<string, unknown> {
	const { linkfields, pagesize } = viewedModule(call).filterFields as Record<string, unknown>;
	return { linkfields, pagesize };
}

const getfiltersbymodule: Operation = (call) => {
	const { id, view } = allView(call, '');
	const filters = { [id]: { name: 'All', ...view } };
	return { html: `<option value='${id}'>All</option>`, filters, ...viewLinks(call) };
};

const getViewsByModule: Operation = (call) => {
	const { id, view } = allView(call, '[]');
	const userid = call.user.id.split('x')[1];
	const filters = { [id]: { name: 'All', raw_name: 'All', ...view, userid } };
	return { filters, ...viewLinks(call) };
};

const getUItype: Operation = (call) => {
	const { fields } = viewedModule(call);
	return Object.fromEntries(
		fields.filter(({ name }) => name !== 'id').map(({ name, uitype }) => [name, uitype ?? '1']),
	);
};

const getPicklistValues: Operation = (call) => {
	const fields = call.install.modules[text(call, 'module')]?.describe?.fields ?? [];
	const picklists = fields
		.filter(({ type }) => type.name === 'picklist' || type.name === 'multipicklist')
		.sort((one, other) => (one.name < other.name ? -1 : 1))
		.map(({ name, type }) => [name, picklistValues(type.picklistValues)]);
	return phpSerialize(Object.fromEntries(picklists));
};

function picklistValues(values: unknown): Record<string, string> {
	const list = Array.isArray(values) ? (values as Array<{ value: string }>) : [];
	return Object.fromEntries(list.map(({ value }) => [value, value]));
}

const getReferenceValue: Operation = (call) => {
	const found = phpTexts(text(call, 'id')).flatMap((id) => {
		const entity = call.install.find(id);
		// The module of an id is told whether its record exists or not.
		if (entity === undefined) {
			const [, prefix] = /^(\d+)x\d+$/.exec(id) ?? [];
			if (prefix === undefined) return [];
			const module = call.install.moduleOfPrefix(prefix)?.name ?? '';
			return [[id, { module, reference: '', cbuuid: '' }]];
		}
		const { module, cbuuid } = entity;
		return [[id, { module, reference: call.install.nameOf(entity), cbuuid }]];
	});
	return phpSerialize(Object.fromEntries(found));
};

/** `contains` unless the filter is another one. */
function matches(value: string, term: string, filter: string): boolean {
	const [one, other] = [value.toLowerCase(), term.toLowerCase()];
	if (filter === 'eq') return one === other;
	if (filter === 'startswith') return one.startsWith(other);
	if (filter === 'endswith') return one.endsWith(other);
	return one.includes(other);
}

function autocompleted(call: OperationCall, module: string, fields: string[]): Entity[] {
	const [term, filter] = [text(call, 'term'), text(call, 'filter')];
	return call.install
		.of(module)
		.filter(({ values }) => fields.some((name) => matches(values[name] ?? '', term, filter)));
}

const getReferenceAutocomplete: Operation = (call) => {
	const { install } = call;
	const modules = names(text(call, 'searchinmodules'));
	const found = modules.flatMap((module) =>
		autocompleted(call, module, install.kept(module).describe.labelFields.split(',')),
	);
	// Where several modules are searched, each name says which one it is of (recorded).
	const suffix = (module: string) =>
		modules.length > 1 ? ` :: ${install.modules[module].label}` : '';
	return found.slice(0, Number(text(call, 'limit')) || 30).map((entity) => ({
		crmid: install.idOf(entity),
		crmname: install.nameOf(entity) + suffix(entity.module),
		crmmodule: entity.module,
	}));
};

const getFieldAutocomplete: Operation = (call) => {
	const shown = names(text(call, 'returnfields'));
	return autocompleted(call, text(call, 'searchinmodule'), names(text(call, 'fields')))
		.slice(0, Number(text(call, 'limit')) || 30)
		.map((entity) => ({
			crmid: call.install.idOf(entity),
			crmfields: Object.fromEntries(shown.map((name) => [name, entity.values[name] ?? ''])),
		}));
};

function usersOf(install: Install): Entity[] {
	return install.of('Users').filter(({ values }) => values.status === 'Active');
}

export const lookupOperations: Record<string, Operation> = {
	getfilterfields,
	getfiltersbymodule,
	getViewsByModule,
	getUItype,
	getPicklistValues,
	getReferenceValue,
	getReferenceAutocomplete,
	getFieldAutocomplete,
	getAllUsers: ({ install }) =>
		Object.fromEntries(usersOf(install).map((user) => [install.idOf(user), install.nameOf(user)])),
	getAssignedUserList: ({ install }) =>
		JSON.stringify(
			usersOf(install).map((user) => ({
				userid: install.idOf(user),
				username: install.nameOf(user).trim(),
			})),
		),
	getPortalUserInfo: ({ install, user }) => {
		const values = install.find(user.id)?.values ?? {};
		const known = Object.entries(install.data.portalUser).map(([name, value]) => [
			name,
			values[name] ?? value,
		]);
		return { ...Object.fromEntries(known), id: user.id };
	},
	getMaxLoadSize: ({ install }) => install.data.uploadLimit,
	// A variable that was deleted is empty, one that never was has the default (recorded).
	SearchGlobalVar: (call) => {
		const name = text(call, 'gvname');
		const wasSet = call.install.entities.some(({ values }) => values.gvname === name);
		return globalVariable(call.install, name) ?? (wasSet ? '' : text(call, 'defaultvalue'));
	},
};

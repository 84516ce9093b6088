import { inZone, shownDate } from '../dates';
import type { Install } from '../install';
import { describedIn, languageOf } from '../languages';
import { formatOf, type UserFormat } from '../user-format';
import { decoded, text, type Operation, type OperationCall } from './operation';

/** Types of fields by which `listtypes` was recorded. */
const listtypes: Operation = (call) => {
	const { install, user } = call;
	const wanted = decoded(call, 'fieldTypeList');
	const types = install.order.filter(
		(name) => user.isAdmin || !install.data.adminTypes.includes(name),
	);
	const shown = Array.isArray(wanted) ? types.filter((name) => hasType(call, name, wanted)) : types;
	const information = shown.map((name) => {
		const { isEntity, label, singular } = install.modules[name];
		return [name, { isEntity, label, singular }];
	});
	return { types: shown, information: Object.fromEntries(information) };
};

/** Of modules whose fields are not recorded, only the recorded answer tells their types. */
function hasType({ install }: OperationCall, name: string, wanted: unknown[]): boolean {
	const fields = install.modules[name].describe?.fields;
	if (fields === undefined) {
		return wanted.includes('email') && install.data.typesWithEmailOrGrid.includes(name);
	}
	return install.modules[name].isEntity && fields.some(({ type }) => wanted.includes(type.name));
}

const describe: Operation = (call) => {
	const names = text(call, 'elementType').split(',');
	const described = names.map((name) => [name, describeOne(call, name)] as const);
	return described.length === 1 ? described[0][1] : Object.fromEntries(described);
};

function describeOne({ install, user }: OperationCall, name: string): unknown {
	// The internal name of the module Workflow exists, but not for the web service.
	const kept = install.kept(name, name.startsWith('com_vtiger_') ? '' : ` for ${name}`);
	const describe = describedIn(languageOf(install, user), kept.describe);
	const format = formatOf(install, user);
	const fields = describe.fields.map((field) => ({
		...field,
		...('format' in field.type ? { type: { ...field.type, format: format.date } } : {}),
		...(field.default === undefined
			? {}
			: { default: shownDefault(install, format, field.default) }),
	}));
	return { ...describe, fields };
}

/** Today and now are told as the user writes them. */
function shownDefault(install: Install, format: UserFormat, value: string): string {
	if (value === 'today') return shownDate(install.today(), format.date);
	if (value !== 'now') return value;
	const [date, time] = inZone(install.timeText(), format.zone).split(' ');
	return `${shownDate(date, format.date)} ${time}`;
}

export const moduleOperations: Record<string, Operation> = {
	listtypes,
	describe,
	vtyiicpng_getWSEntityId: (call) => {
		const name = text(call, 'entityName');
		return `${call.install.kept(name, ` for ${name}`).describe.idPrefix}x`;
	},
	getEntityNum: ({ install }) => install.data.entityNumbers,
};

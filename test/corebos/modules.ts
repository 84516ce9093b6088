import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A field as `describe` shows it; only what the stand-in works with is named. */
export interface FieldDescription {
	name: string;
	label: string;
	mandatory: boolean;
	type: { name: string; refersTo?: string[]; [more: string]: unknown };
	default?: string;
	[more: string]: unknown;
}

/** The recorded answer of `describe`. */
export interface ModuleDescription {
	label: string;
	name: string;
	createable: boolean;
	fields: FieldDescription[];
	idPrefix: string;
	labelFields: string;
	[more: string]: unknown;
}

export interface ModuleDefinition {
	name: string;
	label: string;
	singular: string;
	isEntity: boolean;
	/** Missing for modules that the recordings only list. */
	describe?: ModuleDescription;
	autonumber?: { field: string; prefix: string; digits: number };
	/** What a field holds when a record is made without it; every other field is empty. */
	unset?: Record<string, string>;
	/** Digits and decimals of number columns that are not the usual ones. */
	sizes?: Record<string, [digits: number, decimals: number]>;
	/** Characters that text columns hold; others hold any text. */
	lengths?: Record<string, number>;
	/** Columns of the database whose names related records show, each with its field. */
	columns?: Array<[column: string, field: string]>;
}

/** A module whose records the stand-in keeps. */
export type KeptModule = ModuleDefinition & { describe: ModuleDescription };

interface InstallData {
	version: string;
	vtigerVersion: string;
	typesWithEmailOrGrid: string[];
	adminTypes: string[];
	entityNumbers: unknown;
	currency: Array<Record<string, string>>;
	folders: Array<Record<string, string>>;
	admin: Record<string, string>;
	workflows: Array<Record<string, string>>;
	/** What the web service tells the administrator of himself. */
	portalUser: Record<string, unknown>;
	/** Groups that users share, with their `id`. */
	groups: Array<Record<string, string>>;
	/** Reference fields, also of modules whose other fields are not known, in coreBOS's order. */
	referringFields: Array<{ module: string; field: string; refersTo: string[] }>;
	/** Language → text → its translation. */
	translations: Record<string, Record<string, string>>;
	/** Links of the modules' screens. */
	businessActions: Array<{ module: string; link: Record<string, unknown> }>;
	/** Number of the view "All" of a module. */
	views: Record<string, string>;
	/** Bytes. */
	uploadLimit: number;
}

const DATA = join(__dirname, 'data');

/** What the recordings say of modules and fields. */
interface RecordedModules {
	order: string[];
	modules: Record<string, ModuleDefinition>;
}

const read = new Map<string, unknown>();

/** A file, read once for all installs: nobody may change what it holds. */
function readOnce<Content>(name: string): Content {
	if (!read.has(name)) {
		const content: unknown = JSON.parse(readFileSync(join(DATA, name), 'utf8'));
		read.set(name, frozen(content));
	}
	return read.get(name) as Content;
}

function frozen(value: unknown): unknown {
	if (typeof value !== 'object' || value === null) return value;
	for (const member of Object.values(value)) frozen(member);
	return Object.freeze(value);
}

/** What the recordings say of modules and fields; an install has a list of its own. */
export function recordedModules(): RecordedModules {
	const { order, modules } = readOnce<RecordedModules>('modules.json');
	return { order, modules: { ...modules } };
}

/** What the recordings say of the install beside its modules. */
export function recordedInstall(): InstallData {
	return { ...readOnce<InstallData>('install.json') };
}

/** A field that an administrator adds in the module manager. */
export interface CustomField {
	name: string;
	/** Name of the type as `describe` tells it; default `string`. */
	type?: string;
	/** Default `1`. */
	uitype?: string;
	/** As `describe` tells it; default that of the type. */
	typeofdata?: string;
	/** The field that it stands before; default the last one, the id. */
	before?: string;
	/** Digits and decimals of a number's column. */
	size?: [digits: number, decimals: number];
	/** Values of a picklist. */
	options?: string[];
}

/**
 * A custom field as `describe` tells it; a name alone is a text field.
 *
 * @param place of the field among the custom fields of its module, from 1
 */
export function customField(
	{ name, type = 'string', uitype = '1', typeofdata, options }: CustomField,
	place: number,
): FieldDescription {
	const picklistValues = options?.map((value) => ({ label: value, value, tooltip: '' }));
	return {
		name,
		label: name,
		label_raw: name,
		mandatory: false,
		type: {
			...(picklistValues && { picklistValues, defaultValue: options?.[0] }),
			...(type === 'date' && { format: 'yyyy-mm-dd' }),
			name: type,
		},
		nullable: true,
		editable: true,
		uitype,
		helpinfo: '',
		typeofdata: typeofdata ?? TYPES_OF_DATA[type] ?? 'V~O',
		sequence: String(place),
		quickcreate: false,
		displaytype: '1',
		summary: 'B',
		block: CUSTOM_BLOCK,
		default: type === 'date' ? 'today' : type === 'datetime' ? 'now' : '',
	};
}

const CUSTOM_BLOCK = {
	blockid: '34',
	blocksequence: '4',
	blocklabel: 'LBL_CUSTOM_INFORMATION',
	blockname: 'Custom Information',
};

const TYPES_OF_DATA: Record<string, string> = {
	currency: 'N~O',
	double: 'N~O',
	integer: 'I~O',
	date: 'D~O',
	datetime: 'DT~O',
	time: 'T~O',
	boolean: 'C~O',
};

/** What a custom field holds in a record that is made without it. */
export function unsetOf({ type, size }: CustomField): string {
	switch (type) {
		case 'currency':
		case 'double':
			return (0).toFixed(size?.[1] ?? 6);
		case 'integer':
		case 'boolean':
			return '0';
		case 'date':
			return 'today';
		case 'datetime':
			return 'now';
		default:
			return '';
	}
}

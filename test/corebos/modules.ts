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

/** What the recordings say of modules and fields: a new copy at each call. */
export function recordedModules(): { order: string[]; modules: Record<string, ModuleDefinition> } {
	return JSON.parse(readFileSync(join(DATA, 'modules.json'), 'utf8'));
}

/** What the recordings say of the install beside its modules. */
export function recordedInstall(): InstallData {
	return JSON.parse(readFileSync(join(DATA, 'install.json'), 'utf8'));
}

/** A text field as an administrator adds it in the module manager. */
export function customField(name: string): FieldDescription {
	return {
		name,
		label: name,
		label_raw: name,
		mandatory: false,
		type: { name: 'string' },
		nullable: true,
		editable: true,
		uitype: '1',
		typeofdata: 'V~O',
		displaytype: '1',
		default: '',
	};
}

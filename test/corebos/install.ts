import { createHash, randomBytes } from 'node:crypto';
import {
	customField,
	unsetOf,
	recordedInstall,
	recordedModules,
	type CustomField,
	type KeptModule,
	type ModuleDefinition,
} from './modules';
import type { StoredFile } from './files';
import type { Line } from './operations/totals';
import { accessDenied, wrongId } from './refusal';

/** One record. Values are texts, as coreBOS answers them. */
export interface Entity {
	module: string;
	/** Number after the x of the web service id. */
	number: number;
	values: Record<string, string>;
	/** 40 hexadecimal digits; empty for what is not a CRM record (users, currencies). */
	cbuuid: string;
	deleted: boolean;
	/** A record whose owner does not exist: joins with users do not find it. */
	ownerless?: boolean;
	/** Lines of an invoice, an order or a quote, and how they are taxed. */
	lines?: Line[];
	taxType?: 'group' | 'individual';
	/** Taxes of a product or service, `tax1=4.5,tax2=10`: the web service does not show them. */
	taxes?: string;
	/** The error of a workflow's only task, which is then run for no record. */
	taskError?: string;
	/** The file of a document, the image of a contact, the images of a product. */
	files?: StoredFile[];
}

/** A user who can log in. */
export interface CoreBosUser {
	/** Web service id, such as `19x1`. */
	id: string;
	userName: string;
	accessKey: string;
	isAdmin: boolean;
}

/** What became of an operation in the queue. */
export interface QueuedAnswer {
	/** Milliseconds since 1970 from which on it can be fetched, once. */
	due: number;
	result: unknown;
}

/**
 * A record to start with: field values, optionally `id`, `cbuuid`, `$deleted` (`1`) and the taxes
 * of a product, `$taxes` (`tax1=4.5`); of a workflow with a failing task its error, `$taskError`.
 */
export type Seed = Record<string, string>;

export interface InstallOptions {
	/** Access key of the user `admin`. */
	accessKey?: string;
	/** Settings of the user `admin` that are others than in the recorded install. */
	admin?: Seed;
	/** Records to start with, by module. */
	records?: Record<string, Seed[]>;
	/** Fields to add, by module; a name alone is a text field. */
	customFields?: Record<string, Array<string | CustomField>>;
	/**
	 * Users who can log in beside `admin`: field values of Users, such as
	 * `{ user_name: 'comma', currency_decimal_separator: ',', currency_grouping_separator: '.' }`.
	 * What is missing is as in a new user: `.`, `,`, two decimals, `yyyy-mm-dd`, UTC, Euro.
	 */
	users?: Seed[];
	/** Currencies beside the Euro, such as `{ id: '21x2', currency_code: 'USD', conversion_rate: '1.25' }`. */
	currencies?: Seed[];
	settings?: Record<string, string>;
	/** The number that the next record gets. */
	nextNumber?: number;
	/** The number that the next record of a module gets in its autonumber field. */
	nextAutonumbers?: Record<string, number>;
	/** Many to many relations: web service ids in pairs. */
	relations?: Array<[string, string]>;
	/** Bytes that an uploaded file may have, PHP's `upload_max_filesize`; files in base64 may have more. */
	uploadLimit?: number;
	/** The install's clock. */
	now?: () => Date;
}

const ACTOR_MODULES = new Set(['Users', 'Groups', 'Currency', 'Workflow']);
const WITHOUT_UUID = new Set([...ACTOR_MODULES, 'DocumentFolders']);

/** Everything that one install holds. */
export class Install {
	readonly data = recordedInstall();
	readonly order: string[];
	readonly modules: Record<string, ModuleDefinition>;
	readonly entities: Entity[] = [];
	private readonly byNumber = new Map<number, Entity[]>();
	private readonly byModule = new Map<string, Entity[]>();
	/** Modules whose records were not added in the order of their numbers. */
	private readonly unordered = new Set<string>();
	/** How many of the records the two lists know. */
	private indexed = 0;
	readonly users: CoreBosUser[] = [];
	readonly settings: Map<string, string>;
	readonly relations: Array<[number, number]> = [];
	/** Answers that wait in the queue, by their tracking id. */
	readonly queue = new Map<string, QueuedAnswer>();
	/** Files that were generated, by their path. */
	readonly generated = new Map<string, StoredFile>();
	/** Numbers of the leads that were converted. */
	readonly converted = new Set<number>();
	/** Where the install is, for the urls in its answers; known once it listens. */
	url = '';
	readonly now: () => Date;
	private nextNumber: number;
	private nextLineNumber = 1;
	/** Users and groups are counted together; 2 to 4 are the groups of every install. */
	private nextUserNumber = 5;
	private readonly autonumbers: Record<string, number>;

	constructor(options: InstallOptions = {}) {
		const { order, modules } = recordedModules();
		this.order = order;
		this.modules = modules;
		this.now = options.now ?? (() => new Date());
		this.settings = new Map(Object.entries(options.settings ?? {}));
		this.data.uploadLimit = options.uploadLimit ?? this.data.uploadLimit;
		this.nextNumber = options.nextNumber ?? 1;
		this.autonumbers = { ...options.nextAutonumbers };
		for (const [module, fields] of Object.entries(options.customFields ?? {})) {
			fields.forEach((field) => this.addField(module, field));
		}
		this.seed('Users', { ...this.data.admin, ...options.admin });
		const currencies = [...this.data.currency, ...(options.currencies ?? [])];
		currencies.forEach((currency) => this.seed('Currency', currency));
		this.data.groups.forEach((group) => this.seed('Groups', group));
		const given = options.records ?? {};
		if (given.Workflow === undefined) this.data.workflows.forEach((w) => this.seed('Workflow', w));
		if (given.DocumentFolders === undefined) {
			this.data.folders.forEach((folder) => this.seed('DocumentFolders', folder));
		}
		for (const [module, seeds] of Object.entries(given)) {
			seeds.forEach((seed) => this.seed(module, seed));
		}
		for (const [one, other] of options.relations ?? []) {
			this.relations.push([numberOf(one), numberOf(other)]);
		}
		const accessKey = options.accessKey ?? randomBytes(8).toString('hex');
		this.users.push({ id: '19x1', userName: 'admin', accessKey, isAdmin: true });
		options.users?.forEach((user) => this.addUser(user));
	}

	/** A user who can log in, with an access key of its own. */
	private addUser(user: Seed): void {
		const id = user.id ?? `19x${this.nextUserNumber++}`;
		this.nextUserNumber = Math.max(this.nextUserNumber, numberOf(id) + 1);
		this.seed('Users', { last_name: user.user_name, is_admin: 'on', ...user, id });
		const isAdmin = (user.is_admin ?? 'on') === 'on';
		const accessKey = randomBytes(8).toString('hex');
		this.users.push({ id, userName: user.user_name, accessKey, isAdmin });
	}

	/** A custom field stands before the last field of its module, the id. */
	private addField(module: string, given: string | CustomField): void {
		const field = typeof given === 'string' ? { name: given } : given;
		// Other installs share what was recorded.
		const definition = structuredClone(this.kept(module));
		this.modules[module] = definition;
		const { fields } = definition.describe;
		const before = fields.findIndex(({ name }) => name === field.before);
		const place = fields.filter(({ name }) => name.startsWith('cf_')).length + 1;
		fields.splice(before, 0, customField(field, place));
		definition.unset = { ...definition.unset, [field.name]: unsetOf(field) };
		if (field.size !== undefined) {
			definition.sizes = { ...definition.sizes, [field.name]: field.size };
		}
	}

	/** The definition of a module whose records are kept. @throws Refusal ACCESS_DENIED */
	kept(module: string, what = ''): KeptModule {
		const found = Object.hasOwn(this.modules, module) ? this.modules[module] : undefined;
		if (found?.describe === undefined) throw accessDenied(what);
		return { ...found, describe: found.describe };
	}

	/** A module's name as coreBOS spells it; queries name it in any letter case. */
	spelled(name: string): string {
		return this.order.find((module) => module.toLowerCase() === name.toLowerCase()) ?? name;
	}

	private seed(module: string, seed: Seed): void {
		const { id, cbuuid, $deleted, $taxes, $taskError, ...values } = seed;
		const number = id === undefined ? this.takeNumber(module) : numberOf(id);
		if (!ACTOR_MODULES.has(module)) this.nextNumber = Math.max(this.nextNumber, number + 1);
		const { describe, unset, autonumber } = this.kept(module);
		const filled: Record<string, string> = {};
		for (const { name } of describe.fields)
			filled[name] = values[name] ?? this.unsetValue(unset?.[name]);
		delete filled.id;
		if (!ACTOR_MODULES.has(module)) {
			const time = this.timeText();
			filled.createdtime = values.createdtime ?? time;
			filled.modifiedtime = values.modifiedtime ?? time;
			for (const name of ['assigned_user_id', 'created_user_id', 'modifiedby']) {
				if (name in filled) filled[name] ||= '19x1';
			}
		}
		if (autonumber !== undefined) filled[autonumber.field] ||= this.takeAutonumber(module);
		const uuid = WITHOUT_UUID.has(module) ? '' : (cbuuid ?? newUuid());
		this.entities.push({
			module,
			number,
			values: filled,
			cbuuid: uuid,
			deleted: $deleted === '1',
			taxes: $taxes,
			taskError: $taskError,
		});
	}

	/** A record that coreBOS makes itself: what is not given is unset. */
	make(module: string, values: Record<string, string>): void {
		this.seed(module, values);
	}

	/** The product, service or other CRM record with a number. */
	numbered(number: string): Entity | undefined {
		if (number === '') return undefined;
		return this.withNumber(Number(number)).find(
			(entity) => String(entity.number) === number && entity.cbuuid !== '' && !entity.deleted,
		);
	}

	/** The records with a number, deleted ones too; users and currencies have numbers of their own. */
	private withNumber(number: number): Entity[] {
		this.index();
		return this.byNumber.get(number) ?? [];
	}

	/** Records are only ever added: what is new since the last look-up joins the lists. */
	private index(): void {
		for (; this.indexed < this.entities.length; this.indexed++) {
			const entity = this.entities[this.indexed];
			const { module, number } = entity;
			const ofModule = listIn(this.byModule, module);
			const last = ofModule[ofModule.length - 1];
			if (last !== undefined && last.number > number) this.unordered.add(module);
			listIn(this.byNumber, number).push(entity);
			ofModule.push(entity);
		}
	}

	/** Lines are counted on their own. */
	takeLineNumber(): number {
		return this.nextLineNumber++;
	}

	/** The next number of a record; attachments and invoice lines take one, too. */
	takeNumber(module = ''): number {
		return module === 'Users' ? this.nextUserNumber++ : this.nextNumber++;
	}

	/** Sets the numbers that come next; `line` counts lines. */
	renumber(next: number, autonumbers: Record<string, number> = {}): void {
		const { line, ...modules } = autonumbers;
		this.nextNumber = next;
		this.nextLineNumber = line ?? this.nextLineNumber;
		Object.assign(this.autonumbers, modules);
	}

	/** The next value of a module's autonumber field, such as `PRO27`. */
	takeAutonumber(module: string): string {
		const { autonumber } = this.modules[module];
		if (autonumber === undefined) return '';
		const number = this.autonumbers[module] ?? 1;
		this.autonumbers[module] = number + 1;
		return autonumber.prefix + String(number).padStart(autonumber.digits, '0');
	}

	/** An unset value as the database holds it. */
	unsetValue(value = ''): string {
		if (value === 'now') return this.timeText();
		return value === 'today' ? this.today() : value;
	}

	/** The date of the install's clock (UTC), `2026-11-22`. */
	today(): string {
		return this.now().toISOString().slice(0, 10);
	}

	/** The time of the install's clock (UTC), `2026-11-22 02:16:39`. */
	timeText(): string {
		return this.now().toISOString().slice(0, 19).replace('T', ' ');
	}

	idOf(entity: Pick<Entity, 'module' | 'number'>): string {
		return `${this.kept(entity.module).describe.idPrefix}x${entity.number}`;
	}

	moduleOfPrefix(prefix: string): KeptModule | undefined {
		const name = this.order.find((module) => this.modules[module].describe?.idPrefix === prefix);
		return name === undefined ? undefined : this.kept(name);
	}

	/**
	 * All records of a module that are not deleted, oldest first.
	 *
	 * @param number only those with this number
	 */
	of(module: string, number?: number): Entity[] {
		this.index();
		const known =
			number === undefined ? (this.byModule.get(module) ?? []) : this.withNumber(number);
		const found = known.filter((entity) => entity.module === module && !entity.deleted);
		if (!this.unordered.has(module)) return found;
		return found.sort((one, other) => one.number - other.number);
	}

	/** The record of a well formed web service id, if there is one that is not deleted. */
	find(id: string): Entity | undefined {
		const parts = /^(\d+)x(\d+)$/.exec(id);
		if (parts === null) return undefined;
		const module = this.moduleOfPrefix(parts[1])?.name;
		return this.withNumber(Number(parts[2])).find(
			(entity) => entity.module === module && !entity.deleted,
		);
	}

	/**
	 * The web service id that a parameter means: an id, a plain record number or a cbuuid.
	 *
	 * @throws Refusal ACCESS_DENIED for what is none of them, as recorded
	 */
	webServiceId(given: string): string {
		if (given === '') throw wrongId();
		const parts = /^(\d+)x(\d+)$/.exec(given);
		if (parts !== null) {
			if (this.moduleOfPrefix(parts[1]) === undefined) throw accessDenied(` for id: ${parts[1]}`);
			return given;
		}
		const entity = this.entities.find(
			({ cbuuid, number }) => cbuuid !== '' && (cbuuid === given || String(number) === given),
		);
		if (entity === undefined) throw accessDenied(' for id: 0');
		return this.idOf(entity);
	}

	/** What a reference field shows beside the id: `first_name last_name`, `Euro : &euro;`. */
	nameOf(entity: Entity): string {
		if (entity.module === 'Currency') return `${entity.values.currency_name} : &euro;`;
		const { labelFields } = this.kept(entity.module).describe;
		return labelFields
			.split(',')
			.map((field) => entity.values[field] ?? '')
			.join(' ');
	}
}

function listIn<Key>(lists: Map<Key, Entity[]>, key: Key): Entity[] {
	const list = lists.get(key) ?? [];
	lists.set(key, list);
	return list;
}

/** A fresh record uuid: 40 hexadecimal digits. */
export function newUuid(): string {
	return createHash('sha1').update(randomBytes(20)).digest('hex');
}

function numberOf(id: string): number {
	return Number(id.split('x').at(-1));
}

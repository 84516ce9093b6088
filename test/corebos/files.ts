import type { Element } from './entities';
import { htmlEncoded } from './html';
import type { Entity, Install } from './install';
import type { FieldDescription, KeptModule } from './modules';
import { Refusal } from './refusal';

/** A file in the storage of an install. */
export interface StoredFile {
	/** Its own number, taken from those of the records. */
	number: number;
	/** As the storage keeps it: see {@link storedName}. */
	name: string;
	type: string;
	/** Base64. */
	content: string;
}

/** A file as a caller describes it. */
export interface GivenFile {
	name: string;
	type: string;
	/** Bytes as the caller tells them; nobody counts. */
	size: string;
	/** Base64. */
	content: string;
}

const BAD_EXTENSIONS = new Set(
	'php php3 php4 php5 pht phps phtml phar pl cgi py asp cfm js vbs html htm xhtml exe bin bat sh dll rb msi jsp shtml sth shtm htaccess'.split(
		' ',
	),
);

/** No blanks, no path; what a web server might run is made a text: `x.php` is `x.phpfile.txt`. */
function storedName(given: string): string {
	const parts = given
		.replaceAll(/\.\.[/\\]/g, '_')
		.replaceAll(/\s+/g, '_')
		.split('.');
	const isBad = (part: string, index: number) =>
		index > 0 && BAD_EXTENSIONS.has(part.toLowerCase());
	if (!parts.some(isBad)) return parts.join('.');
	return `${parts.map((part, index) => (isBad(part, index) ? `${part}file` : part)).join('.')}.txt`;
}

/** Puts a file into the storage. Like every attachment it takes the number of a record. */
export function storeFile(install: Install, { name, type, content }: GivenFile): StoredFile {
	return { number: install.takeNumber(), name: storedName(name), type, content };
}

/** Bytes of a file. */
export function sizeOfFile({ content }: Pick<StoredFile, 'content'>): number {
	return Buffer.from(content, 'base64').length;
}

/** A member that describes a file; undefined for what does not. */
export function fileIn(value: unknown): GivenFile | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const text = (name: string) => String((value as Record<string, unknown>)[name] ?? '');
	return { name: text('name'), type: text('type'), size: text('size'), content: text('content') };
}

/**
 * The files in the element's `attachments`, by field. One without name, type, size or content is
 * none (recorded).
 */
export function attachedFiles({ attachments }: Element): Array<[field: string, file: GivenFile]> {
	if (typeof attachments !== 'object' || attachments === null) return [];
	return Object.entries(attachments).flatMap(([field, value]): Array<[string, GivenFile]> => {
		const file = fileIn(value);
		const isWhole = file !== undefined && Object.values(file).every((one) => one !== '');
		return isWhole ? [[field, file]] : [];
	});
}

/** Types of image fields: one image, and the list of a product's images. */
const IMAGE = '69';
const IMAGES = '69m';
const CODE = /<\?(?:php|=|\s)|<%/i;

function imageField(module: KeptModule, ...types: string[]): FieldDescription | undefined {
	return module.describe.fields.find(({ uitype }) => types.includes(String(uitype)));
}

/** @throws Refusal for an image with code in it; whether it is an image at all, nobody asks */
export function checkImages(module: KeptModule, element: Element): void {
	if (imageField(module, IMAGE, IMAGES) === undefined) return;
	const hasCode = attachedFiles(element).some(([, { content }]) =>
		CODE.test(Buffer.from(content, 'base64').toString('latin1')),
	);
	if (!hasCode) return;
	const message = 'Invalid image: contains potential malicious contents';
	throw new Refusal('VALIDATION_FAILED', message);
}

/**
 * Stores the images of an element. A single image replaces the one before, and goes when its field
 * is emptied; a product keeps all, whatever their fields are called, and its field tells the last
 * one's name.
 */
export function attachImages(install: Install, entity: Entity, element: Element): void {
	const module = install.kept(entity.module);
	const field = imageField(module, IMAGE, IMAGES);
	if (field === undefined) return;
	for (const [name, file] of attachedFiles(element)) {
		if (name !== field.name && field.uitype === IMAGE) continue;
		const stored = storeFile(install, file);
		entity.files = field.uitype === IMAGE ? [stored] : [...(entity.files ?? []), stored];
		if (name === field.name) entity.values[name] = file.name;
	}
	if (field.uitype === IMAGE && entity.values[field.name] === '') entity.files = undefined;
}

/** The image of a record with a field for one. The images of products are found by nothing. */
export function imageOf(install: Install, entity: Entity): StoredFile | undefined {
	const hasImage = imageField(install.kept(entity.module), IMAGE) !== undefined;
	return hasImage ? entity.files?.at(-1) : undefined;
}

/** An image as coreBOS tells of it: with the names of a page. */
export function imageInformation(
	install: Install,
	entity: Entity,
	{ number, name, type }: StoredFile,
): Record<string, string> {
	const shown = htmlEncoded(name);
	const path = storagePath(entity);
	const fullpath = `${install.url}/${path}${number}_${shown}`;
	return { name: shown, path, fullpath, type, id: String(number) };
}

/** The member of an image field that a changed or retrieved record has; found by its name alone. */
export function imageMembers(install: Install, entity: Entity): Record<string, unknown> {
	const field = imageField(install.kept(entity.module), IMAGE);
	const image = imageOf(install, entity);
	if (field === undefined || image?.name !== entity.values[field.name]) return {};
	return { [`${field.name}imageinfo`]: imageInformation(install, entity, image) };
}

export function isDocument(module: string): boolean {
	return module === 'Documents';
}

/** What a document answers beside its fields: where its file is. */
export function documentMembers(install: Install, entity: Entity): Record<string, unknown> {
	const [file] = entity.files ?? [];
	if (!isDocument(entity.module) || file === undefined) return {};
	const url = `${install.url}/${storagePath(entity)}${file.number}_${entity.values.filename}`;
	return { _downloadurl: url };
}

/** A file in the storage, or a generated one: the web server gives them out to everyone. */
export function fileAt(install: Install, path: string): StoredFile | undefined {
	const generated = install.generated.get(path);
	if (generated !== undefined) return generated;
	for (const entity of install.entities) {
		const found = entity.files?.find(
			({ number, name }) => path === `${storagePath(entity)}${number}_${name}`,
		);
		if (found !== undefined) return found;
	}
	return undefined;
}

/** The folder of the storage in which the files of a record's week are, with a slash at its end. */
function storagePath({ values }: Pick<Entity, 'values'>): string {
	const [, year, month, day] = /^(\d+)-(\d+)-(\d+)/.exec(values.createdtime) ?? [];
	const monthName = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(
		new Date(`${year}-${month}-01`),
	);
	return `storage/${year}/${monthName}/week${Math.ceil(Number(day) / 7)}/`;
}

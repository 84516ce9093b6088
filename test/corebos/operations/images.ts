import { imageInformation, imageOf, storeFile } from '../files';
import { accessDenied, PhpDeath } from '../refusal';
import { decoded, text, type Operation } from './operation';

const MOST_IMAGES = 6;

/** The image of a contact; those of products are not found (recorded). */
const getRecordImages: Operation = (call) => {
	const { install } = call;
	const entity = install.find(install.webServiceId(text(call, 'id')));
	if (entity === undefined) throw accessDenied();
	const image = imageOf(install, entity);
	// Those of products it does not find (seen on a real coreBOS).
	if (image === undefined || entity.module === 'Products') return { results: 0 };
	return { results: 1, images: { '': imageInformation(install, entity, image) } };
};

/** Looks for images where `addProductImages` and `create` do not put them (recorded). */
const getProductImages: Operation = (call) => {
	const { install } = call;
	if (install.find(install.webServiceId(text(call, 'id'))) === undefined) throw accessDenied();
	return { results: 0 };
};

/** Adds images to a product, as many as there is room for. */
const addProductImages: Operation = (call) => {
	const { install } = call;
	const given = decoded(call, 'files');
	if (typeof given !== 'object' || given === null) throw new PhpDeath('files is not a list');
	const product = install.find(install.webServiceId(text(call, 'id')));
	if (product?.module !== 'Products') throw accessDenied();
	const stored = (product.files ??= []);
	const atStart = stored.length;
	const files = Object.values(given);
	const room = files.slice(0, MOST_IMAGES - atStart);
	const added = room.map((file) => {
		if (typeof file !== 'object' || file === null) throw new PhpDeath('a file is not an object');
		const { name, content } = file as Record<string, unknown>;
		const image = { name: String(name), type: '', size: '', content: String(content) };
		stored.push(storeFile(install, image));
		product.values.imagename = image.name;
		return image.name;
	});
	const isFull = room.length < files.length;
	const error = isFull
		? { Error: '1', ErrorStr: 'Maximum number of images has been reached' }
		: { Error: '0' };
	const told = { FileName: added };
	return {
		...(added.length > 0 ? { ...told, ...error } : { ...error, ...told }),
		ImagesAtStart: atStart,
		NumberToAdd: files.length,
		ImagesAtFinish: stored.length,
		MaxImages: MOST_IMAGES,
	};
};

export const imageOperations: Record<string, Operation> = {
	getRecordImages,
	getProductImages,
	addProductImages,
};

import { placeText, readXml, textOf, type SourcePlace, type XmlElement } from '../../xml';
import { MapError } from '../map-error';
import type { WebServiceMap } from './types';

/** The XML that maps were read from. It is read again for a message alone. */
const sources = new WeakMap<WebServiceMap, string>();

/** Remembers what a map was read from, so that errors of its run can say where they are. */
export function rememberSource(map: WebServiceMap, xml: string): void {
	sources.set(map, xml);
}

/**
 * The same error with line and column of the element that it is about, where the map was read
 * from XML and the error does not say yet.
 */
export function placedError(map: WebServiceMap, error: unknown): unknown {
	const source = sources.get(map);
	if (source === undefined || !(error instanceof MapError) || error.line !== undefined) {
		return error;
	}
	const document = readXml(source);
	const found = nearestElement(document.root, error);
	const place = document.placeOf(found);
	return new MapError(error.reason, detailsOf(error, place, found));
}

function detailsOf(error: MapError, place: SourcePlace, found: XmlElement) {
	const { element = found.name, field, cause, advice } = error;
	return { place, element, field, cause, advice, location: placeText(place, found.name) };
}

/** The element that an error names, or the innermost one around where it should be. */
function nearestElement(root: XmlElement, { element, field }: MapError): XmlElement {
	if (field === undefined) {
		const config = child(root, 'wsconfig') ?? root;
		return inside(config, element) ?? inside(root, element) ?? config;
	}
	const isHeader = element === 'keyname' || element === 'keyvalue';
	const list = isHeader ? child(child(root, 'wsconfig'), 'wsheader') : child(root, 'fields');
	const nameElement = isHeader ? 'keyname' : 'fieldname';
	const part = children(list).find((one) => isCalled(child(one, nameElement), field));
	if (part === undefined) return list ?? root;
	return inside(part, element) ?? sourceOfKind(part, element) ?? part;
}

function isCalled(element: XmlElement | undefined, name: string): boolean {
	return element !== undefined && textOf(element).trim() === name.trim();
}

/** The `Orgfield` whose `OrgfieldID` an error names. */
function sourceOfKind(field: XmlElement, id: string | undefined): XmlElement | undefined {
	return children(child(field, 'Orgfields')).find((source) => {
		const written = child(source, 'OrgfieldID');
		return written !== undefined && textOf(written) === id;
	});
}

function children(element: XmlElement | undefined): XmlElement[] {
	return (element?.children ?? []).flatMap((node) => (node.kind === 'element' ? node.element : []));
}

/** The last of a name: that is the one that counts in `wsconfig`. */
function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
	return children(element).findLast((one) => one.name === name);
}

/** An element of a name at any depth. */
function inside(element: XmlElement, name: string | undefined): XmlElement | undefined {
	if (name === undefined) return undefined;
	const direct = child(element, name);
	if (direct !== undefined) return direct;
	for (const one of children(element)) {
		const found = inside(one, name);
		if (found !== undefined) return found;
	}
	return undefined;
}

import { readXml, XmlError, type XmlElement } from '../../xml';
import { unreadableMap } from '../map-error';

/**
 * Reads the XML of a map, or of a part of one.
 *
 * @returns its root element
 * @throws MapError with line, column and the nearest element for text that is not XML
 */
export function readMapXml(xml: string): XmlElement {
	try {
		return readXml(xml).root;
	} catch (error) {
		if (!(error instanceof XmlError)) throw error;
		throw unreadableMap(error.reason, error.place, error);
	}
}

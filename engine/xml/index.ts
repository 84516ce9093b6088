/** XML: documents as trees with places. */
export { XmlError, placeText, type SourcePlace } from './xml-error';
export { Places } from './xml-places';
export { escapeXml, forbiddenCharacter } from './xml-characters';
export type { XmlAttribute } from './xml-attribute';
export { readXml, textOf, type XmlElement, type XmlNode } from './xml-tree';

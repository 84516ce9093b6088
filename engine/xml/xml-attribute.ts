/** An attribute of an element, in the order of the source. */
export interface XmlAttribute {
	name: string;
	value: string;
}

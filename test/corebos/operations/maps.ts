import { XMLParser } from 'fast-xml-parser';
import type { Element } from '../entities';
import type { KeptModule } from '../modules';

const parser = new XMLParser({
	ignoreAttributes: true,
	parseTagValue: false,
	trimValues: true,
	cdataPropName: 'cdata',
});

/** A business map keeps its XML as JSON, too, as PHP's SimpleXML shows it. */
export function mapContent(module: KeptModule, element: Element): Element {
	if (module.name !== 'cbMap' || typeof element.content !== 'string') return {};
	const document: unknown = parser.parse(element.content);
	const map = (document as Record<string, unknown>).map;
	// PHP escapes the slash and everything that is not ASCII.
	const json = JSON.stringify(asSimpleXml(map))
		.replaceAll('/', '\\/')
		.replace(
			/[\u0080-\uffff]/g,
			(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
		);
	return { contentjson: json };
}

/** Empty elements and CDATA become an empty object. */
function asSimpleXml(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(asSimpleXml);
	if (typeof value === 'object' && value !== null) {
		const members = Object.entries(value).filter(([name]) => name !== 'cdata');
		return Object.fromEntries(members.map(([name, member]) => [name, asSimpleXml(member)]));
	}
	return value === '' || value === undefined ? {} : value;
}

import { escapeXml, forbiddenCharacter } from '../xml';
import { SoapError } from './soap-error';
import { NAMESPACES } from './xml-elements';

/** The usual prefixes of well-known namespaces. */
const PREFIXES: Readonly<Record<string, string>> = {
	[NAMESPACES.xsd]: 'xsd',
	[NAMESPACES.xsi]: 'xsi',
	[NAMESPACES.encoding11]: 'SOAP-ENC',
	[NAMESPACES.encoding12]: 'enc',
	[NAMESPACES.xml]: 'xml',
};

/** Prefixes of the namespaces that an envelope uses. */
export class Prefixes {
	private readonly byNamespace = new Map<string, string>();

	constructor(envelope: string, prefix: string) {
		this.byNamespace.set(envelope, prefix);
	}

	/** A name with the prefix of its namespace. */
	name(namespace: string, name: string): string {
		if (namespace === '') return name;
		let prefix = this.byNamespace.get(namespace) ?? PREFIXES[namespace];
		if (prefix === undefined) {
			const own = [...this.byNamespace.values()].filter((known) => /^ns\d+$/.test(known));
			prefix = `ns${own.length + 1}`;
		}
		this.byNamespace.set(namespace, prefix);
		return `${prefix}:${name}`;
	}

	/** The declarations, for the envelope: its own namespaces first, then the well-known. */
	declarations(): string {
		const known = Object.keys(PREFIXES);
		return [...this.byNamespace]
			.filter(([namespace]) => namespace !== NAMESPACES.xml)
			.sort(([a], [b]) => known.indexOf(a) - known.indexOf(b))
			.map(([namespace, prefix]) => ` xmlns:${prefix}="${escaped(namespace)}"`)
			.join('');
	}
}

/** A string as XML writes it. @throws SoapError for a character that XML leaves out */
export function escaped(text: string): string {
	const character = forbiddenCharacter(text);
	if (character !== undefined) {
		throw new SoapError(`contains the character ${character}, which XML does not allow`);
	}
	return escapeXml(text);
}

/** A string as an attribute writes it. @throws SoapError for a character that XML leaves out */
export function attributeText(text: string): string {
	return escaped(text).replace(/"/g, '&quot;').replace(/\n/g, '&#10;').replace(/\t/g, '&#9;');
}

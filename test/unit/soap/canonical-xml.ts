import { readElements, type NamedElement } from '../../../engine/soap/xml-elements';

/** An envelope without what does not matter: prefixes and where namespaces are declared. */
export function canonicalXml(xml: string): string {
	return JSON.stringify(canonical(readElements(xml)));
}

function canonical(element: NamedElement): unknown {
	const { namespace, name, attributes, children, text, prefixes } = element;
	const resolved = [...attributes].map(([key, value]) => {
		const [, prefix, local] = /^([\w-]+):([\w.[\]-]+)$/.exec(value) ?? [];
		const of = prefix === undefined ? undefined : prefixes.get(prefix);
		return [key, of === undefined ? value : `{${of}}${local}`];
	});
	return [namespace, name, resolved.sort(), children.map(canonical), children.length ? '' : text];
}

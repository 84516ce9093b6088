import { NAMESPACES, type NamedElement } from './xml-elements';

/** What a policy asks of a message's own security; a transport's is that of HTTPS. */
const MESSAGE_SECURITY =
	/^(?:SymmetricBinding|AsymmetricBinding|(?:\w*Supporting)Tokens|UsernameToken)$/;

/** The policies of a WSDL. */
export class SecurityPolicies {
	private readonly byId = new Map<string, boolean>();

	/** @param definitions the WSDL's documents, which contain the policies that are referred to */
	constructor(definitions: NamedElement[]) {
		for (const element of definitions.flatMap(({ children }) => children)) {
			const id = isPolicy(element.namespace) ? idOf(element) : undefined;
			if (id !== undefined) this.byId.set(id, holdsSecurity(element));
		}
	}

	/** Whether an element's policies ask for security in the message itself, which is not done. */
	askForSecurity({ children }: NamedElement): boolean {
		return children.some((child) => {
			if (!isPolicy(child.namespace)) return false;
			const reference = child.attributes.get('URI')?.replace(/^#/, '');
			return child.name === 'Policy'
				? holdsSecurity(child)
				: this.byId.get(reference ?? '') === true;
		});
	}
}

function isPolicy(namespace: string): boolean {
	return /\/(?:ws\/2004\/09\/policy|ns\/ws-policy)$/.test(namespace);
}

function idOf({ attributes }: NamedElement): string | undefined {
	return [...attributes].find(([key]) => /(?:^|[}])(?:Id|Name)$/.test(key))?.[1];
}

function holdsSecurity(element: NamedElement): boolean {
	const isSecurity = /\/(?:ws-securitypolicy|securitypolicy)/i.test(element.namespace);
	if (isSecurity && MESSAGE_SECURITY.test(element.name)) return true;
	return element.namespace !== NAMESPACES.wsdl && element.children.some(holdsSecurity);
}

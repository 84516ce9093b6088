import { elementsOf, isList, memberName, takesAny } from './content-model';
import type { ComplexType, ElementParticle } from './model';
import { keyOf, type Key, type NamedElement } from './xml-elements';

/** A member that a type names, and what it is called in values. */
interface DeclaredMember {
	/** Its name; `{namespace}name` where a member before it has the same name. */
	name: string;
	particle: ElementParticle;
}

/** What a type says of the elements in one that was received. */
export class DeclaredMembers {
	/** Whether there may be elements that the type does not name. */
	readonly takesAny: boolean;
	private readonly byKey = new Map<Key, DeclaredMember>();
	private readonly byName = new Map<string, DeclaredMember>();
	private readonly present: ReadonlySet<Key>;

	constructor({ content }: ComplexType, { children }: NamedElement) {
		this.takesAny = content !== undefined && takesAny(content);
		this.present = new Set(children.map(({ namespace, name }) => keyOf(namespace, name)));
		for (const particle of content === undefined ? [] : elementsOf(content)) {
			const key = keyOf(particle.namespace, particle.name);
			if (this.byKey.has(key)) continue;
			const isFirst = !this.byName.has(particle.name);
			const member = { name: memberName(particle), particle };
			this.byKey.set(key, member);
			if (isFirst) this.byName.set(particle.name, member);
		}
	}

	/** Names of the members that are lists. */
	listNames(): string[] {
		return this.lists().map(({ name }) => name);
	}

	/** Those that are lists, too, where nothing of them came. */
	expectedLists(): string[] {
		return this.lists().flatMap(({ name, particle }) => (particle.isSubstitute ? [] : [name]));
	}

	private lists(): DeclaredMember[] {
		return [...this.byKey.values()].filter(({ particle }) => isList(particle));
	}

	/**
	 * The member that an element is. Servers err in namespaces, so that the name will do where
	 * nothing else is the member.
	 *
	 * @returns undefined for an element that the type does not name; `apart` for one that is not
	 * the member whose name it has
	 */
	memberOf({ namespace, name }: NamedElement): DeclaredMember | 'apart' | undefined {
		const exact = this.byKey.get(keyOf(namespace, name));
		if (exact !== undefined) return exact;
		const member = this.byName.get(name);
		if (member === undefined) return undefined;
		const isThere = this.present.has(keyOf(member.particle.namespace, name));
		return isThere && this.takesAny ? 'apart' : member;
	}
}

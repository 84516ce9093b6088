import type { CoreBosClient } from '../environment';
import { fieldKind, type ModuleField } from './module-description';

/** What `getPortalUserInfo` tells of a user: `id` (`19x1`), names, language, formats, role. */
type CurrentUser = Record<string, unknown>;

const known = new WeakMap<CoreBosClient, Promise<CurrentUser>>();

/**
 * The user of a client's session, asked for once per client.
 *
 * @throws CoreBosError of `getPortalUserInfo`
 */
export async function currentUser(client: CoreBosClient): Promise<CurrentUser> {
	const asked = known.get(client) ?? (client.call('getPortalUserInfo') as Promise<CurrentUser>);
	known.set(client, asked);
	asked.catch(() => known.delete(client));
	return await asked;
}

/** The given owner, or the user of the session where none is given. */
export async function ownerOrCurrentUser(client: CoreBosClient, given: string): Promise<string> {
	return given === '' ? String((await currentUser(client)).id) : given;
}

/** The field that nearly every module keeps its owner in. */
const OWNER = 'assigned_user_id';

/**
 * The element of a new record with an owner: where none is given, the user of the session, as in
 * coreBOS's own forms.
 *
 * @param fields the module's fields; a module that keeps no owner gets none
 * @throws CoreBosError of `getPortalUserInfo`
 */
export async function ownedByUser(
	element: Record<string, unknown>,
	fields: ModuleField[],
	client: CoreBosClient,
): Promise<Record<string, unknown>> {
	const given = String(element[OWNER] ?? '');
	const field = fields.find(({ name }) => name === OWNER);
	if (given !== '' || field?.editable !== true || fieldKind(field) !== 'owner') return element;
	return { ...element, [OWNER]: await ownerOrCurrentUser(client, '') };
}

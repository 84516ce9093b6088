import { randomBytes } from 'node:crypto';
import type { CoreBosUser, Entity, Install } from '../install';
import { accessDenied } from '../refusal';
import { text, type Operation } from './operation';

/** Users are made by administrators only. */
export function admitUser(user: CoreBosUser): void {
	if (!user.isAdmin) throw accessDenied();
}

/** A new user can log in: with an access key of its own, as `CoreBosStandIn.users` tells. */
export function rememberUser(install: Install, entity: Entity): void {
	entity.cbuuid = '';
	entity.values.ename = install.nameOf(entity);
	entity.values.currency_symbol_placement ||=
		install.find('19x1')?.values.currency_symbol_placement ?? '';
	install.users.push({
		id: install.idOf(entity),
		userName: entity.values.user_name,
		accessKey: randomBytes(8).toString('hex'),
		isAdmin: entity.values.is_admin === 'on',
	});
}

/** What a user answers beside the fields. */
export function userMembers(entity: Entity): Record<string, unknown> {
	return entity.module === 'Users'
		? { rolename: entity.values.is_admin === 'on' ? 'CEO' : '' }
		: {};
}

/** The user's records go to another user. */
const deleteUser: Operation = (call) => {
	const { install, user } = call;
	const id = text(call, 'id');
	const gone = install.find(id);
	if (!user.isAdmin || gone === undefined) throw accessDenied();
	gone.deleted = true;
	for (const { values } of install.entities) {
		if (values.assigned_user_id === id) values.assigned_user_id = text(call, 'newOwnerId');
	}
	const place = install.users.findIndex((one) => one.id === id);
	if (place >= 0) install.users.splice(place, 1);
	return { status: 'successful' };
};

export const userOperations: Record<string, Operation> = {
	deleteUser,
	// Nobody is in a group of the stand-in.
	getUsersInSameGroup: () => [],
};

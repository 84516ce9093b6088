import type { Entity } from '../install';
import { PhpDeath } from '../refusal';
import { text, type Operation } from './operation';

/** Changes that an answer begins with; those of the last one's second come along. */
const CHANGES = 100;

/**
 * Records of the user that were changed or deleted after a time in seconds since 1970, oldest
 * changes first where there are too many for one answer: records of others, also of the
 * user's groups, are left out, as coreBOS does for all but the users of its configuration.
 */
const sync: Operation = (call) => {
	const { install, user } = call;
	// Without a module, those of all modules come.
	const only = text(call, 'elementType');
	const module = only === '' ? undefined : install.kept(only).name;
	const isAsked = ({ module: name, cbuuid }: Entity) =>
		module === undefined ? cbuuid !== '' : name === module;
	const since = text(call, 'modifiedTime');
	if (!/^\d+$/.test(since)) throw new PhpDeath('modifiedTime is not a number');
	const changes = install.entities
		.filter((entity) => isAsked(entity) && isOwn(entity.values, user.id))
		.map((entity) => ({ entity, at: seconds(entity.values.modifiedtime) }))
		.filter(({ at }) => at > Number(since))
		.sort((one, other) => one.at - other.at);
	const last = changes.slice(0, CHANGES).at(-1)?.at ?? Number(since);
	const told = changes
		.filter(({ at }) => at <= last)
		.map(({ entity }) => entity)
		.sort((one, other) => one.number - other.number);
	const updated = told
		.filter(({ deleted }) => !deleted)
		.map((entity) => ({ ...entity.values, id: install.idOf(entity), deleted: '0' }));
	const deleted = told.filter((entity) => entity.deleted).map((entity) => install.idOf(entity));
	return { updated, deleted, more: changes.length > told.length, lastModifiedTime: last };
};

function isOwn(values: Record<string, string>, userId: string): boolean {
	return values.assigned_user_id === undefined || values.assigned_user_id === userId;
}

function seconds(moment: string): number {
	return Date.parse(`${moment.replace(' ', 'T')}Z`) / 1000;
}

export const syncOperations: Record<string, Operation> = { sync };

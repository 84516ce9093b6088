import { PhpDeath } from '../refusal';
import { text, type Operation } from './operation';

/** Records of a module that were changed or deleted since a time in seconds since 1970. */
const sync: Operation = (call) => {
	const { install } = call;
	const module = install.kept(text(call, 'elementType'));
	const since = text(call, 'modifiedTime');
	if (!/^\d+$/.test(since)) throw new PhpDeath('modifiedTime is no number');
	const seconds = (moment: string) => Date.parse(`${moment.replace(' ', 'T')}Z`) / 1000;
	const changed = install.entities
		.filter((entity) => entity.module === module.name)
		.filter(({ values }) => seconds(values.modifiedtime) >= Number(since))
		.sort((one, other) => one.number - other.number);
	const updated = changed
		.filter(({ deleted }) => !deleted)
		.map((entity) => ({ ...entity.values, id: install.idOf(entity), deleted: '0' }));
	const deleted = changed.filter((entity) => entity.deleted).map((entity) => install.idOf(entity));
	const last = changed.map(({ values }) => seconds(values.modifiedtime));
	return { updated, deleted, more: false, lastModifiedTime: Math.max(Number(since), ...last) };
};

export const syncOperations: Record<string, Operation> = { sync };

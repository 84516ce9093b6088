import { shownDate, shownMoment } from './dates';
import type { CoreBosUser, Entity, Install } from './install';
import { isFormatted, shownNumber } from './numbers';
import { formatOf } from './user-format';

/** The global variable that makes coreBOS answer values as the user writes them. */
export const FORMATTED_VALUES = 'Webservice_Return_FormattedValues';

/** The value of a global variable; undefined where nobody set it. */
export function globalVariable(install: Install, name: string): string | undefined {
	return install.of('GlobalVariable').find(({ values }) => values.gvname === name)?.values.value;
}

/**
 * The values of a record as create, update, revise, upsert, retrieve and query answer them: those
 * of the database, or with the global variable as the user writes them. Integers, times and
 * fields of uitype 1 stay.
 */
export function answeredFields(
	install: Install,
	entity: Entity,
	user: CoreBosUser,
): Record<string, string> {
	// The call that sets a variable still answers without it.
	if (entity.module === 'GlobalVariable') return entity.values;
	if (globalVariable(install, FORMATTED_VALUES) !== '1') return entity.values;
	const format = formatOf(install, user);
	const { fields } = install.kept(entity.module).describe;
	const shown = { ...entity.values };
	for (const { name, type, uitype } of fields) {
		const value = entity.values[name];
		if (value === undefined || value === '') continue;
		if (type.name === 'date') shown[name] = shownDate(value, format.date);
		else if (type.name === 'datetime') shown[name] = shownMoment(value, format);
		else if (isFormatted(uitype)) shown[name] = shownNumber(value, uitype, format);
	}
	return shown;
}

import { thrownError } from '../../thrown-error';
import { fetchDescription, ifThere, type ModuleDescription } from '../../corebos';
import type { ValueScope } from './value-scope';
import type { FieldFormat, ModuleFormat } from './module-format';

/**
 * Number fields of coreBOS's own modules. `describe` lists them only for a user who may see them,
 * while coreBOS formats them for the map, no matter who runs it.
 */
const STANDARD_NUMBERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	Accounts: { employees: '7', annual_revenue: '71' },
	Leads: { noofemployees: '7', annualrevenue: '71' },
	Potentials: { amount: '71', forecast_amount: '71', probability: '9' },
	Campaigns: {
		expectedrevenue: '71',
		budgetcost: '71',
		actualcost: '71',
		expectedroi: '71',
		actualroi: '71',
		numsent: '9',
	},
	Products: { unit_price: '72', cost_price: '71', commissionrate: '9' },
	Services: { unit_price: '72', cost_price: '71', commissionrate: '9' },
};

/**
 * The formats of a module's fields, from `describe`.
 *
 * @returns undefined without a credential
 */
export function moduleFormat(scope: ValueScope, module: string): Promise<ModuleFormat | undefined> {
	const asked = scope.formats.get(module) ?? describedFormat(scope, module);
	scope.formats.set(module, asked);
	return asked;
}

async function describedFormat(
	scope: ValueScope,
	module: string,
): Promise<ModuleFormat | undefined> {
	const { coreBos } = scope.environment;
	if (coreBos === undefined) return undefined;
	if (module === '') {
		scope.warn('The module of the record is unknown, so its values are sent as they are stored');
		return undescribedFormat(module);
	}
	const described = await ifThere(
		() => fetchDescription(coreBos, module),
		(error) => {
			// The run goes on with what is stored; of linked modules only the link is shown.
			if (module === scope.module) scope.warn(notDescribed(module, error));
		},
	);
	if (described === undefined) return undescribedFormat(module);
	const format = known.get(described) ?? formatOf(module, described);
	known.set(described, format);
	return format;
}

/** The format that a description was read as: the items of a run have the same one. */
const known = new WeakMap<ModuleDescription, ModuleFormat>();

function formatOf(module: string, { fields, idPrefix }: ModuleDescription): ModuleFormat {
	const format = undescribedFormat(module);
	for (const field of fields) format.fields.set(field.name, field);
	return { ...format, idPrefix };
}

/** What is known of a module without its description. */
function undescribedFormat(module: string): ModuleFormat {
	const fields = Object.entries(standardNumbers(module)).map(
		([name, uitype]): [string, FieldFormat] => [name, { uitype, type: 'double', refersTo: [] }],
	);
	return { idPrefix: '', fields: new Map(fields) };
}

function standardNumbers(module: string): Readonly<Record<string, string>> {
	return Object.hasOwn(STANDARD_NUMBERS, module) ? STANDARD_NUMBERS[module] : {};
}

function notDescribed(module: string, error: unknown): string {
	const reason = thrownError(error).message;
	return `coreBOS does not describe the module ${module} (${reason}), so its values are sent as they are stored`;
}

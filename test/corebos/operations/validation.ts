import type { Element } from '../entities';
import type { KeptModule } from '../modules';
import { decoded, Reply, text, type Operation, type OperationCall } from './operation';
import { recordOperations } from './records';

const LONGEST_TEXT = 100;

/**
 * The install's validation map: owners are required, mandatory texts also limited in length.
 * References are checked for integers, so that web service ids fail (seen on a real coreBOS).
 */
function complaints(module: KeptModule, element: Element): Record<string, string[]> {
	const texts = module.describe.fields
		.filter(({ mandatory, type }) => mandatory && type.name === 'string')
		.filter(({ name }) => {
			const value = element[name];
			return typeof value !== 'string' || value === '' || value.length > LONGEST_TEXT;
		})
		.map(({ name, label }) => [
			name,
			[`${label} is required`, `${label} must not exceed ${LONGEST_TEXT} characters`],
		]);
	const owners = module.describe.fields
		.filter(({ mandatory, type, name }) => mandatory && type.name === 'owner' && !element[name])
		.map(({ name, label }) => [name, [`${label} is required`]]);
	const references = module.describe.fields
		.filter(({ type, name }) => type.name === 'reference' && /\D/.test(String(element[name] ?? '')))
		.map(({ name, label }) => [name, [`${label} must be an integer`]]);
	return Object.fromEntries([...texts, ...owners, ...references]);
}

function validated(module: KeptModule, element: Element, operation: () => unknown): unknown {
	const found = complaints(module, element);
	return Object.keys(found).length === 0 ? operation() : new Reply(found, { success: false });
}

function objectOf(call: OperationCall, parameter: string): Element {
	const value = decoded(call, parameter);
	return typeof value === 'object' && value !== null ? (value as Element) : {};
}

/** Validates what came: a revise, too, must name all that is required (recorded). */
function changeWith(operation: string): Operation {
	return (call) => {
		const element = objectOf(call, 'element');
		const entity = call.install.find(String(element.id));
		const run = () => recordOperations[operation](call);
		if (entity === undefined) return run();
		return validated(call.install.kept(entity.module), element, run);
	};
}

export const validationOperations: Record<string, Operation> = {
	CreateWithValidation: (call) =>
		validated(call.install.kept(text(call, 'elementType')), objectOf(call, 'element'), () =>
			recordOperations.create(call),
		),
	ReviseWithValidation: changeWith('revise'),
	UpdateWithValidation: changeWith('update'),
	ValidateInformation: (call) => {
		const context = objectOf(call, 'context');
		return validated(call.install.kept(String(context.module)), context, () => true);
	},
};

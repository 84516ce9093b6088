import { asRecord } from '../../is-record';
import { bytesOfText, fromPlain, PhpArray, toBytes, type Value } from '../../php';
import { recordNumberOf } from '../../corebos';
import type { Environment } from '../../environment';
import { compileExpression, compileTemplate, type Lookup } from '../../expression';
import { expressionLookup } from './linked-names';
import { inField, MapError } from '../map-error';
import { recordIfThere, neededClient, ownValue, type ValueScope } from './value-scope';
import type { MapField, OrgfieldSource, RelatedSource } from '../model/types';
import { displayLookup, shownField, storedLink, storedValue } from './displayed-fields';
import { typedValue } from './typed-values';

/** The value of one source of a field. */
export async function sourceValue(
	scope: ValueScope,
	field: MapField,
	source: OrgfieldSource,
): Promise<Value> {
	try {
		return await valueOf(scope, withText(scope, field, source));
	} catch (error) {
		throw inField(error, field.name, source.id === undefined ? 'its source' : source.id);
	}
}

/** coreBOS takes the text of an empty postProcess for the source's own. */
function withText(scope: ValueScope, field: MapField, source: OrgfieldSource): OrgfieldSource {
	if (scope.native || source.postProcess !== '' || source.text === '') return source;
	scope.warn(
		`The postProcess of field "${field.name}" is empty, so coreBOS reads its source as empty. Remove the element`,
	);
	return { ...source, text: '' };
}

async function valueOf(scope: ValueScope, source: OrgfieldSource): Promise<Value> {
	const { kind, text } = source;
	if (source.rule !== undefined && source.rule !== '' && kind !== 'rule') {
		scope.warn(
			`The element Rule has an effect only with OrgfieldID RULE, not with ${source.id ?? 'none'}`,
		);
	}
	switch (kind) {
		case 'constant':
			return scope.native && source.typed !== undefined
				? typedValue(source.typed)
				: bytesOfText(text);
		case 'field':
			return fieldValue(scope, text);
		case 'template':
			return template(scope, text);
		case 'expression':
			return expression(scope, text);
		case 'rule':
			return rule(scope, source);
		case 'stored':
			return storedValue(scope, text);
	}
}

/** FIELD is a template of one name, its `$` optional; what follows a name is text. */
async function fieldValue(scope: ValueScope, text: string): Promise<Value> {
	const name = /^\s*\$?(\w+)\s*$/.exec(text)?.[1];
	if (name !== undefined) return shownField(scope, name);
	const trimmed = text.trim();
	return template(scope, trimmed.startsWith('$') ? trimmed : `$${trimmed}`);
}

/**
 * A template, shown to the owner of the record.
 *
 * @param names how names are read, where this differs
 */
export async function template(
	scope: ValueScope,
	text: string,
	names: Partial<Lookup> = {},
): Promise<Value> {
	// What functions inside a template see: the record, or the context where there is none.
	const fields = scope.recordCase === 'none' ? scope.context : scope.fields;
	const compiled = compileTemplate(text, scope.compatibility);
	for (const warning of compiled.warnings) scope.warn(`A template of the map: ${warning}`);
	const environment = await ownersEnvironment(scope);
	const shown = displayLookup({ ...scope, environment });
	return compiled.render({ ...environment, fields }, { ...shown, ...names });
}

/** coreBOS renders a template for the owner of the record, in the time zone of the owner. */
async function ownersEnvironment(scope: ValueScope): Promise<Environment> {
	const { environment, recordCase, native } = scope;
	const id = ownValue(scope.fields, 'assigned_user_id');
	const { coreBos, user } = environment;
	if (native || recordCase !== 'record' || coreBos === undefined) return environment;
	if (typeof id !== 'string' || id === '' || id === user?.id) return environment;
	const owner = await recordIfThere(coreBos, id);
	if (typeof owner?.user_name !== 'string') return environment;
	const zone = owner.time_zone;
	return {
		...environment,
		user: { id, name: owner.user_name },
		...(typeof zone === 'string' && zone !== '' ? { timeZone: zone } : {}),
	};
}

/**
 * With a record an expression sees its fields and the context, with `0x0` (natively always)
 * the context only, and without either nothing: a name stands for itself then.
 */
async function expression(scope: ValueScope, text: string): Promise<Value> {
	const compiled = compileExpression(text, scope.compatibility);
	for (const warning of compiled.warnings) scope.warn(`An expression of the map: ${warning}`);
	const { environment } = scope;
	if (scope.recordCase === 'record') {
		return compiled.evaluate({ ...environment, fields: scope.fields }, expressionNames(scope));
	}
	const withoutFields = { ...environment, fields: undefined };
	if (scope.recordCase === 'stub' || scope.native) {
		return compiled.evaluate(withoutFields, {
			// The stand-in for a record has an id, and nothing else.
			symbol: (name) => bytesOfText(name === 'id' && !scope.native ? '0x0' : name),
			reference: () => '',
		});
	}
	// getFromContext finds nothing, yet what setToContext writes is kept.
	const written: Record<string, unknown> = {};
	const value = await compiled.evaluate(
		{ ...withoutFields, context: written },
		{
			symbol: (name) => bytesOfText(name),
			reference: ({ link, module, field }) => bytesOfText(`$(${link} : (${module}) ${field})`),
		},
	);
	for (const name of Object.keys(written)) defineOwn(scope.context, name, written[name]);
	return value;
}

/** Fields by their names, and those of linked records as they are shown. */
function expressionNames(scope: ValueScope): Partial<Lookup> {
	const names = expressionLookup(scope);
	return scope.native ? names : { ...names, reference: displayLookup(scope).reference };
}

/** Sets a property of its own, whatever it is called. */
function defineOwn(target: Record<string, unknown>, name: string, value: unknown): void {
	Object.defineProperty(target, name, {
		value,
		enumerable: true,
		configurable: true,
		writable: true,
	});
}

/** A business rule, evaluated by coreBOS with the record and the context. */
async function rule(scope: ValueScope, source: OrgfieldSource): Promise<Value> {
	const id = source.rule !== undefined && source.rule !== '' ? source.rule : source.text;
	const client = neededClient(scope, `The business rule "${id}"`);
	const recordId = scope.environment.recordId ?? ownValue(scope.fields, 'id');
	const context = {
		...scope.context,
		...scope.fields,
		...(scope.recordCase === 'record' ? { record_id: recordId } : {}),
	};
	return fromPlain(await client.call('cbRule', { conditionid: id, context }));
}

/**
 * A field of the linked record, or the texts and fields of `Relfieldvalue` put together.
 * Values are as they are stored, ids bare.
 */
export async function relatedValue(
	scope: ValueScope,
	field: MapField,
	source: RelatedSource,
): Promise<Value> {
	try {
		const linked = await linkedRecord(scope, source);
		if (linked === undefined) return '';
		const values = (source.values ?? '').split(',');
		if (values.length < 2) return await linkedText(scope, linked, source, source.text);
		let text = '';
		for (const part of values) {
			const quoted = /^\s*'([^]*)'\s*$/.exec(part);
			text +=
				quoted === null
					? await linkedText(scope, linked, source, part.trim())
					: bytesOfText(quoted[1]);
		}
		return text;
	} catch (error) {
		throw inField(error, field.name, 'Relfield');
	}
}

/** @returns undefined where there is no link */
async function linkedRecord(
	scope: ValueScope,
	{ linkField, module }: RelatedSource,
): Promise<unknown> {
	const given = ownValue(linkHolder(scope, linkField), linkField);
	// An item may hold the linked record itself.
	if (typeof given === 'object' && given !== null) return given;
	const link = toBytes(await storedValue(scope, linkField));
	if (link === '' || link === '0') return undefined;
	const id = String(given ?? link);
	const client = neededClient(scope, `The linked ${module} record ${id}`);
	return await client.call('retrieve', { id });
}

/** Where storedValue has found the link; there it may still have the number of its module. */
function linkHolder(scope: ValueScope, name: string): Record<string, unknown> {
	const isGiven = scope.environment.fields !== undefined && Object.hasOwn(scope.fields, name);
	return isGiven ? scope.fields : scope.context;
}

async function linkedText(
	scope: ValueScope,
	linked: unknown,
	{ module }: RelatedSource,
	name: string,
): Promise<string> {
	const record = asRecord(linked);
	if (name === 'record_module') return bytesOfText(module);
	const value = fromPlain(ownValue(record, name === 'record_id' ? 'id' : name));
	if (value instanceof PhpArray) throw new MapError(`its field "${name}" is a list`);
	const bytes = toBytes(value);
	if (bytes === '') return await storedLink(scope, module, name, bytes);
	return name === 'id' ? bytes : recordNumberOf(bytes);
}

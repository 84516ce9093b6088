import { bytesOfText, fromPlain, PhpArray, toBytes, type Value } from '../../php';
import { recordNumberOf } from '../../corebos/record-id';
import { compileExpression, compileTemplate } from '../../expression';
import { expressionLookup } from './linked-names';
import { inField, MapError } from '../map-error';
import { asRecord, neededClient, ownValue, type MapRun } from '../run-context';
import type { MapField, OrgfieldSource, RelatedSource } from '../model/types';
import { displayLookup, shownField, storedValue } from './displayed-fields';
import { typedValue } from './typed-values';

/** The value of one source of a field. */
export async function sourceValue(
	run: MapRun,
	field: MapField,
	source: OrgfieldSource,
): Promise<Value> {
	try {
		return await valueOf(run, withText(run, field, source));
	} catch (error) {
		throw inField(error, field.name, source.id === undefined ? 'its source' : source.id);
	}
}

/** coreBOS takes the text of an empty postProcess for the source's own. */
function withText(run: MapRun, field: MapField, source: OrgfieldSource): OrgfieldSource {
	if (run.native || source.postProcess !== '' || source.text === '') return source;
	run.warn(
		`Field "${field.name}" of the map has an empty <postProcess>, with which coreBOS reads its source as empty. Remove the element`,
	);
	return { ...source, text: '' };
}

async function valueOf(run: MapRun, source: OrgfieldSource): Promise<Value> {
	const { kind, text } = source;
	if (source.rule !== undefined && source.rule !== '' && kind !== 'rule') {
		run.warn(`<Rule> has an effect only beside OrgfieldID RULE, not beside ${source.id ?? 'none'}`);
	}
	switch (kind) {
		case 'constant':
			return run.native && source.typed !== undefined
				? typedValue(source.typed)
				: bytesOfText(text);
		case 'field':
			return fieldValue(run, text);
		case 'template':
			return template(run, text);
		case 'expression':
			return expression(run, text);
		case 'rule':
			return rule(run, source);
		case 'stored':
			return storedValue(run, text);
	}
}

/** FIELD is a template of one name, its `$` optional; what follows a name is text. */
async function fieldValue(run: MapRun, text: string): Promise<Value> {
	const name = /^\s*\$?(\w+)\s*$/.exec(text)?.[1];
	if (name !== undefined) return shownField(run, name);
	const trimmed = text.trim();
	return template(run, trimmed.startsWith('$') ? trimmed : `$${trimmed}`);
}

function template(run: MapRun, text: string): Promise<Value> {
	// What functions inside a template see: the record, or the context where there is none.
	const fields = run.recordCase === 'none' ? run.context : run.fields;
	return compileTemplate(text).render({ ...run.environment, fields }, displayLookup(run));
}

/**
 * With a record an expression sees its fields and the context, with `0x0` (natively always)
 * the context only, and without either nothing: a name stands for itself then.
 */
async function expression(run: MapRun, text: string): Promise<Value> {
	const compiled = compileExpression(text);
	for (const warning of compiled.warnings) run.warn(`An expression of the map: ${warning}`);
	const { environment } = run;
	if (run.recordCase === 'record') {
		return compiled.evaluate({ ...environment, fields: run.fields }, expressionLookup(run));
	}
	const nameItself = {
		symbol: (name: string) => bytesOfText(name),
		reference: () => '',
	};
	const withoutFields = { ...environment, fields: undefined };
	if (run.recordCase === 'stub' || run.native) return compiled.evaluate(withoutFields, nameItself);
	// getFromContext finds nothing, yet what setToContext writes is kept.
	const written: Record<string, unknown> = {};
	const value = await compiled.evaluate({ ...withoutFields, context: written }, nameItself);
	for (const name of Object.keys(written)) defineOwn(run.context, name, written[name]);
	return value;
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
async function rule(run: MapRun, source: OrgfieldSource): Promise<Value> {
	const id = source.rule !== undefined && source.rule !== '' ? source.rule : source.text;
	const client = neededClient(run, `The business rule "${id}"`);
	const recordId = run.environment.recordId ?? ownValue(run.fields, 'id');
	const context = {
		...run.context,
		...run.fields,
		...(run.recordCase === 'record' ? { record_id: recordId } : {}),
	};
	return fromPlain(await client.call('cbRule', { conditionid: id, context }));
}

/**
 * A field of the linked record, or the texts and fields of `Relfieldvalue` put together.
 * Values are as they are stored, ids bare.
 */
export async function relatedValue(
	run: MapRun,
	field: MapField,
	source: RelatedSource,
): Promise<Value> {
	try {
		const linked = await linkedRecord(run, source);
		if (linked === undefined) return '';
		const values = (source.values ?? '').split(',');
		if (values.length < 2) return linkedText(linked, source, source.text);
		const parts = values.map((part) => {
			const quoted = /^\s*'([^]*)'\s*$/.exec(part);
			return quoted === null ? linkedText(linked, source, part.trim()) : bytesOfText(quoted[1]);
		});
		return parts.join('');
	} catch (error) {
		throw inField(error, field.name, 'Relfield');
	}
}

/** @returns undefined where there is no link */
async function linkedRecord(run: MapRun, { linkField, module }: RelatedSource): Promise<unknown> {
	const given = ownValue(linkHolder(run, linkField), linkField);
	// An item may hold the linked record itself.
	if (typeof given === 'object' && given !== null) return given;
	const link = toBytes(await storedValue(run, linkField));
	if (link === '' || link === '0') return undefined;
	const id = String(given ?? link);
	const client = neededClient(run, `The linked ${module} record ${id}`);
	return await client.call('retrieve', { id });
}

/** Where storedValue has found the link; there it may still have the number of its module. */
function linkHolder(run: MapRun, name: string): Record<string, unknown> {
	const isGiven = run.environment.fields !== undefined && Object.hasOwn(run.fields, name);
	return isGiven ? run.fields : run.context;
}

function linkedText(linked: unknown, { module }: RelatedSource, name: string): string {
	const record = asRecord(linked);
	if (name === 'record_module') return bytesOfText(module);
	const value = fromPlain(ownValue(record, name === 'record_id' ? 'id' : name));
	if (value instanceof PhpArray) throw new MapError(`its field "${name}" is a list`);
	const bytes = toBytes(value);
	return name === 'id' ? bytes : recordNumberOf(bytes);
}

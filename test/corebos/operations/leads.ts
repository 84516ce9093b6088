import type { Element } from '../entities';
import type { KeptModule } from '../modules';
import { accessDenied, Refusal } from '../refusal';
import { decoded, type Operation } from './operation';
import { makeRecord } from './records';

interface Conversion {
	leadId?: string;
	assignedTo?: string;
	entities?: Record<string, Element & { create?: boolean; name?: string }>;
}

/** Makes the wanted records out of a lead, once. */
const convertlead: Operation = (call) => {
	const { install } = call;
	const conversion = (decoded(call, 'element') ?? {}) as Conversion;
	const lead = install.find(conversion.leadId ?? '');
	if (lead === undefined) throw accessDenied();
	if (install.converted.has(lead.number)) {
		throw new Refusal('LEAD_CONVERT_CONDITIONS_NOT_MET', 'Conditions to convert Lead are not met');
	}
	const made: Record<string, string> = {};
	for (const [name, wanted] of Object.entries(conversion.entities ?? {})) {
		if (wanted.create !== true) continue;
		const element = { ...wanted, assigned_user_id: conversion.assignedTo, ...accountOf(made) };
		made[name] = install.idOf(makeRecord(call, withoutParent(install.kept(name)), element));
	}
	install.converted.add(lead.number);
	return made;
};

/** An opportunity is made out of a lead without an account, too. */
function withoutParent(module: KeptModule): KeptModule {
	const fields = module.describe.fields.map((field) =>
		field.name === 'related_to' ? { ...field, mandatory: false } : field,
	);
	return { ...module, describe: { ...module.describe, fields } };
}

function accountOf(made: Record<string, string>): Element {
	return made.Accounts === undefined ? {} : { account_id: made.Accounts };
}

export const leadOperations: Record<string, Operation> = { convertlead };

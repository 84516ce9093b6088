import type { SoapValue } from '../../../engine/soap';

/** An answer's value as JSON has it. */
export function toPlainValue(value: SoapValue): unknown {
	if (typeof value === 'bigint') return Number(value);
	if (Array.isArray(value)) return Array.from(value, toPlainValue);
	if (!(value instanceof Map)) return value;
	return Object.fromEntries([...value].map(([name, one]) => [name, toPlainValue(one)]));
}

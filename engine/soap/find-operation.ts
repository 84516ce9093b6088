import { editDistance } from '../edit-distance';
import type { Operation, Wsdl } from './model';
import { SoapError } from './soap-error';

/** How many names an error offers. */
const OFFERED = 5;

const LONGEST_NAME = 100;

/**
 * The operation of a name. Where several ports have it, the first that speaks SOAP 1.1 is
 * taken, as PHP's client does; `port.operation` names one of them.
 *
 * @param parameters names of the parameters at hand, which choose among overloaded operations
 * @throws SoapError with the nearest names where there is none
 */
export function findOperation(wsdl: Wsdl, name: string, parameters: string[] = []): Operation {
	const same = wsdl.operations.filter(
		(operation) => operation.name === name || `${operation.port}.${operation.name}` === name,
	);
	const [first] = [...same.filter(({ version }) => version === '1.1'), ...same];
	if (first === undefined) throw unknownOperation(wsdl, name);
	if (!/^https?:\/\//i.test(first.address)) {
		throw new SoapError(
			`The WSDL has no HTTP address for the operation "${name}" (port "${first.port}", "${first.address}")`,
		);
	}
	const overloaded = same.filter(
		({ port, service }) => port === first.port && service === first.service,
	);
	return overloaded.find((one) => takesAll(one, parameters)) ?? first;
}

function takesAll({ input }: Operation, parameters: string[]): boolean {
	const names = new Set(input.parts.map(({ name }) => name));
	return names.size === parameters.length && parameters.every((name) => names.has(name));
}

function unknownOperation({ operations }: Wsdl, name: string): SoapError {
	const names = [...new Set(operations.map((operation) => operation.name))];
	if (names.length === 0) {
		return new SoapError('The WSDL offers no operation over SOAP with HTTP');
	}
	const shown = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
	const wanted = shown.toLowerCase();
	const nearest = names
		.map((one) => ({ one, distance: editDistance(one.toLowerCase(), wanted) }))
		.sort((a, b) => a.distance - b.distance)
		.slice(0, OFFERED)
		.map(({ one }) => one);
	const more = names.length > OFFERED ? `The nearest of its ${names.length}` : 'It has';
	return new SoapError(`The WSDL has no operation "${shown}". ${more}: ${nearest.join(', ')}`);
}

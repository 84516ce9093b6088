import { editDistance } from '../../edit-distance';
import { aggregationFunctions } from './aggregations';
import { applicationFunctions } from './application';
import { arrayFunctions } from './arrays';
import { contextFunctions } from './context';
import { dateFunctions } from './dates';
import { refusedTable, type FunctionDefinition, type FunctionTable } from './definition';
import { evaluationFunctions } from './evaluation';
import { geographyFunctions } from './geography';
import { logicFunctions } from './logic';
import { mappingFunctions } from './mappings';
import { massCreateFunctions } from './mass-create';
import { mathFunctions } from './math';
import { relatedRecordFunctions } from './related-records';
import { stringFunctions } from './strings';
import { userFunctions } from './user';

const GEOCODER =
	'it needs a geocoder; fetch the coordinates before with an HTTP Request node, ' +
	'and use getGEODistanceFromCoordinates';

/** What cannot work outside coreBOS, and what to use instead. */
const refusedFunctions = refusedTable({
	executeSQL: 'use the query operation of the coreBOS node before this one',
	sendMessage: "it uses coreBOS's own message queue; use a queue node such as Redis or RabbitMQ",
	readMessage: "it uses coreBOS's own message queue; use a queue node such as Redis or RabbitMQ",
	hashFile: "the file is on coreBOS's disk; fetch the document and use the Crypto node",
	AutoNumberDec: 'numbers are counted in its database; let coreBOS number the record it creates',
	getLatitude: GEOCODER,
	getLongitude: GEOCODER,
	getLongitudeLatitude: GEOCODER,
	getGEODistance: GEOCODER,
	getGEODistanceFromCompanyAddress: GEOCODER,
	getGEODistanceFromUserAddress: GEOCODER,
	getGEODistanceFromUser2AccountBilling: GEOCODER,
	getGEODistanceFromAssignUser2AccountBilling: GEOCODER,
	getGEODistanceFromUser2AccountShipping: GEOCODER,
	getGEODistanceFromAssignUser2AccountShipping: GEOCODER,
	getGEODistanceFromUser2ContactBilling: GEOCODER,
	getGEODistanceFromAssignUser2ContactBilling: GEOCODER,
	getGEODistanceFromUser2ContactShipping: GEOCODER,
	getGEODistanceFromAssignUser2ContactShipping: GEOCODER,
	faker:
		'it makes up data with a PHP library; use the Code node, or write the values you test with',
});

const FUNCTIONS: FunctionTable = new Map([
	...stringFunctions,
	...mathFunctions,
	...logicFunctions,
	...arrayFunctions,
	...dateFunctions,
	...contextFunctions,
	...evaluationFunctions,
	...geographyFunctions,
	...userFunctions,
	...applicationFunctions,
	...relatedRecordFunctions,
	...aggregationFunctions,
	...mappingFunctions,
	...massCreateFunctions,
	...refusedFunctions,
]);

/**
 * The function of a name.
 *
 * @returns its definition; for a name nobody knows, a refusal with the nearest known name
 */
export function findFunction(name: string): FunctionDefinition {
	const found = FUNCTIONS.get(name);
	if (found !== undefined) return found;
	const nearest = nearestName(name);
	const advice = nearest === undefined ? '' : `: did you mean '${nearest}'?`;
	const shown = name.length > 60 ? `${name.slice(0, 60)}…` : name;
	return { kind: 'refused', reason: `there is no function '${shown}'${advice}` };
}

/** All names that coreBOS or this package gives a meaning, those that are refused included. */
export function functionNames(): string[] {
	return [...FUNCTIONS.keys()];
}

function nearestName(name: string): string | undefined {
	const wanted = name.toLowerCase();
	if (wanted.length > 60) return undefined;
	let nearest: string | undefined;
	let smallest = Math.max(2, Math.floor(wanted.length / 3)) + 1;
	for (const known of FUNCTIONS.keys()) {
		const distance = editDistance(wanted, known.toLowerCase());
		if (distance < smallest) {
			smallest = distance;
			nearest = known;
		}
	}
	return nearest;
}

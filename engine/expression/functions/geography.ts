import { ExpressionError } from '../expression-error';
import { toBytes, type Value } from '../../php';
import { functionTable, type FunctionTable } from './definition';
import { numberParameter } from './parameters';

/** Mean radius of the earth, in kilometres. */
const EARTH_RADIUS = 6371;

function radians(degrees: number): number {
	return (degrees * Math.PI) / 180;
}

/** Four numbers, or two texts of two: `41.38, 2.17`. */
function coordinates(parameters: Value[]): number[] {
	const parts =
		parameters.length === 2 ? parameters.flatMap((pair) => toBytes(pair).split(',')) : parameters;
	if (parts.length !== 4) {
		throw new ExpressionError(
			'getGEODistanceFromCoordinates needs the latitude and longitude of two places',
		);
	}
	return parts.map((part) => radians(Number(numberParameter(part))));
}

/** Kilometres between two places, as the crow flies. */
function distance(parameters: Value[]): Value {
	const [fromLatitude, fromLongitude, toLatitude, toLongitude] = coordinates(parameters);
	const half =
		Math.sin((toLatitude - fromLatitude) / 2) ** 2 +
		Math.cos(fromLatitude) *
			Math.cos(toLatitude) *
			Math.sin((toLongitude - fromLongitude) / 2) ** 2;
	return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** Functions on places that need no geocoder. */
export const geographyFunctions: FunctionTable = functionTable({
	getGEODistanceFromCoordinates: distance,
});

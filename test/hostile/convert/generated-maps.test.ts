import fc from 'fast-check';
import { mapToParameters, parametersToMap } from '../../../convert';
import { parseMap, serializeMap, splitMaps } from '../../../engine/map';
import { generatedMaps } from '../../unit/map/generated-map';
import { storedByN8n, withoutLayouts } from '../../unit/convert/stored-parameters';

test('parameters keep what the form cannot show of any map', () => {
	fc.assert(
		fc.property(generatedMaps, (xml) => {
			const map = parseMap(xml);
			const again = parametersToMap(storedByN8n(mapToParameters(map)));
			expect(serializeMap(again)).toBe(serializeMap(map));
			expect(withoutLayouts(again)).toEqual(withoutLayouts(map));
		}),
		{ numRuns: 300 },
	);
});

test('any number of maps in one text is found again', () => {
	fc.assert(
		fc.property(fc.array(generatedMaps, { minLength: 1, maxLength: 4 }), (maps) => {
			const xml = maps.map((one) => serializeMap(parseMap(one)));
			expect(splitMaps(maps.join('\n')).map((one) => serializeMap(parseMap(one)))).toEqual(xml);
		}),
		{ numRuns: 50 },
	);
});

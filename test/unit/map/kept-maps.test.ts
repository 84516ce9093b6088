import { mapOfText } from '../../../engine/map';
import { smallMap } from './small-map';

/** Maps that are kept at the same time. */
const LIMIT = 100;

const text = (name: string) => smallMap({ config: { methodname: name } });

test('a map is parsed once for its text', () => {
	const first = mapOfText(text('one'));
	expect(mapOfText(text('one'))).toBe(first);
	expect(mapOfText(text('another'))).not.toBe(first);
});

test('the map that was not used for the longest time is parsed again', () => {
	const [used, unused] = [mapOfText(text('used')), mapOfText(text('unused'))];
	for (let index = 0; index < LIMIT - 1; index++) {
		mapOfText(text(`more ${index}`));
		expect(mapOfText(text('used'))).toBe(used);
	}
	expect(mapOfText(text('unused'))).not.toBe(unused);
	expect(mapOfText(text('unused'))).toEqual(unused);
});

test('a text that is no map is refused each time', () => {
	for (let times = 0; times < 2; times++) {
		expect(() => mapOfText('<map>')).toThrow(/The XML breaks off/);
	}
});

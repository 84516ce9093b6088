import { parseMap, serializeMap } from '../../../engine/map';
import {
	difference,
	insteadOf,
	readRecording,
	rerun,
	type MapException,
	type RecordedMap,
} from './recorded-run';

/**
 * Every REST map (for SOAP see soap-recordings.test.ts) that was recorded must send, keep and
 * store here what it did there. The exceptions are listed by id, each with the reason that the
 * reference gives for it and what we do instead.
 */
const recordings = readRecording<RecordedMap[]>('maps.json');
const exceptions = readRecording<Record<string, MapException>>('map-exceptions.json');

const rest = recordings.filter(({ map }) => !map.includes('<wstype>SOAP</wstype>'));
const named = (recorded: RecordedMap) =>
	[`${recorded.group}: ${recorded.title}`, recorded] as const;
const isException = ({ id }: RecordedMap) => Object.hasOwn(exceptions, id);

test.each(rest.filter((recorded) => !isException(recorded)).map(named))(
	'%s',
	async (_title, recorded) => {
		expect(difference(recorded, await rerun(recorded))).toBeUndefined();
	},
);

describe('exceptions, each with its reason', () => {
	test.each(rest.filter(isException).map(named))('%s', async (_title, recorded) => {
		const { reason, instead } = exceptions[recorded.id];
		expect(reason).toMatch(/^(?:(?:[1-9]|10)|we add|we encode): ./);
		expect(instead).not.toEqual({});
		expect(insteadOf(recorded, await rerun(recorded))).toEqual(instead);
	});

	test('every one of them is a recording', () => {
		const ids = new Set(recordings.map(({ id }) => id));
		expect(Object.keys(exceptions).filter((id) => !ids.has(id))).toEqual([]);
	});
});

describe('read, written and read again', () => {
	test.each(recordings.map(named))('%s', (_title, { map }) => {
		const parsed = parseMap(map);
		const written = serializeMap(parsed);
		expect(parseMap(written)).toEqual(parsed);
		expect(serializeMap(parseMap(written))).toBe(written);
	});
});

import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { recordedCalls, recordedState, Replay, type RecordedCall } from '../corebos/recordings';

/**
 * Recorded operations that the stand-in does not speak: they evaluate expressions and maps
 * inside coreBOS, show its SQL, its translations or its menus.
 */
const NOT_SPOKEN = new Set([
	'cbRule',
	'getBusinessActions',
	'getRelatedModulesManytoOne',
	'gettranslation',
	'ProcessMap',
	'showqueryfromwsdoquery',
]);

const calls = recordedCalls();
const isSpoken = (call: RecordedCall) => !NOT_SPOKEN.has(call.operation);

describe('the coreBOS stand-in answers what a real coreBOS answered', () => {
	let coreBos: CoreBosStandIn;
	let replay: Replay;

	beforeAll(async () => {
		coreBos = await startCoreBos(recordedState());
		replay = new Replay(coreBos);
	});
	afterAll(async () => await coreBos.close());

	// The state of the install comes from the calls before: they run in the recorded order.
	test.each(
		calls
			.map((call, index) => [index, call.operation, call.title, call] as const)
			.filter(([, , , call]) => isSpoken(call)),
	)('call %i: %s, %s', async (_index, _operation, _title, call) => {
		expect(replay.differences(call, await replay.call(call))).toEqual([]);
	});
});

test('operations that are left out are recorded ones', () => {
	const recorded = new Set(calls.map(({ operation }) => operation));
	expect([...NOT_SPOKEN].filter((operation) => !recorded.has(operation))).toEqual([]);
});

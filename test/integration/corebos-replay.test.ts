import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { recordedCalls, recordedState, Replay } from '../corebos/recordings';

const calls = recordedCalls();

describe('the coreBOS stand-in answers what a real coreBOS answered', () => {
	let coreBos: CoreBosStandIn;
	let replay: Replay;

	beforeAll(async () => {
		coreBos = await startCoreBos(recordedState());
		replay = new Replay(coreBos);
	});
	afterAll(async () => await coreBos.close());

	// The state of the install comes from the calls before: they run in the recorded order.
	test.each(calls.map((call, index) => [index, call.operation, call.title, call] as const))(
		'call %i: %s, %s',
		async (_index, _operation, _title, call) => {
			expect(replay.differences(call, await replay.call(call))).toEqual([]);
		},
	);
});

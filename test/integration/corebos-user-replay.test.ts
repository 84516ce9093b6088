import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CoreBosStandIn } from '../corebos';
import { startReplay, userCalls, type UserReplay } from '../corebos/user-recordings';

/** Reason → ids of the calls that the stand-in answers otherwise because of it. */
type Exceptions = Record<string, string[]>;

const file = join(__dirname, '..', 'corebos', 'data', 'replay-exceptions.json');
const exceptions: Record<string, Exceptions> = JSON.parse(readFileSync(file, 'utf8'));

describe.each(['webservice-more', 'webservice-live'] as const)('the users of %s', (recording) => {
	const calls = userCalls(recording);
	const excepted = Object.values(exceptions[recording]).flat();
	let coreBos: CoreBosStandIn;
	let replay: UserReplay;
	const differing: string[] = [];

	beforeAll(async () => ({ coreBos, replay } = await startReplay(recording)));
	afterAll(async () => await coreBos.close());

	// The state of the install comes from the calls before: they run in the recorded order.
	test.each(calls.map((call) => [call.id, call.operation, call.note ?? call.topic, call] as const))(
		'call %s: %s, %s',
		async (id, _operation, _note, call) => {
			const differences = await replay.differences(call);
			if (differences.length > 0) differing.push(String(id));
			if (!excepted.includes(String(id))) expect(differences).toEqual([]);
		},
	);

	test('the exceptions are those that are written down, each with its reason', () => {
		expect([...excepted].sort()).toEqual([...differing].sort());
		console.info(`${recording}: ${calls.length - differing.length} of ${calls.length} calls`);
	});
});

/**
 * How many sessions parallel calls should have: calls per second with 1, 2 and 4 sessions at 1
 * and 4 calls at a time, against the stand-in, which locks a session as PHP does.
 *
 *     npx tsx bench/sessions.ts
 *
 * Two servers: one with two processors that work on most of a call, as the recorded coreBOS
 * had (there four sessions were 2.3 × as fast as one), and one where a call mostly waits.
 * Rounds are taken in turns, and the median counts. With COREBOS_URL, COREBOS_USERNAME and
 * COREBOS_ACCESS_KEY it measures that coreBOS instead, by reading.
 */
import { createCoreBosClient, runConcurrently, type CoreBosConnection } from '../engine';
import { startCoreBos, type CoreBosOptions } from '../test/corebos';
import { fetchHttp } from '../test/corebos/http';

const CALLS = 120;
const ROUNDS = 5;

const SERVERS: Record<string, CoreBosOptions> = {
	'two processors, 20 ms a call, 17 of them work': {
		latency: 3,
		processorTime: 17,
		processors: 2,
	},
	'20 ms a call, all of them waiting': { latency: 20 },
};

/** Sessions allowed and calls at a time. */
const CASES = [1, 4].flatMap((parallel) =>
	[1, 2, 4, 8].map((sessions) => ({ sessions, parallel })),
);

async function rate(connection: CoreBosConnection, parallel: number, sessions: number) {
	const client = createCoreBosClient(connection, fetchHttp, Date, { sessions });
	await client.call('logout');
	const started = performance.now();
	await runConcurrently(
		CALLS,
		{ concurrency: parallel },
		async () => await client.call('getAllUsers'),
	);
	return CALLS / ((performance.now() - started) / 1000);
}

async function measure(title: string, connection: CoreBosConnection): Promise<void> {
	const rates = CASES.map((): number[] => []);
	for (let round = 0; round < ROUNDS; round++) {
		for (const [index, { parallel, sessions }] of CASES.entries()) {
			rates[index].push(await rate(connection, parallel, sessions));
		}
	}
	const medians = rates.map(
		(some) => some.sort((one, other) => one - other)[Math.floor(ROUNDS / 2)],
	);
	console.log(`\n${title}: ${CALLS} calls, logins included, median of ${ROUNDS} rounds`);
	for (const [index, { parallel, sessions }] of CASES.entries()) {
		const perSecond = medians[index].toFixed(1).padStart(7);
		const times = (medians[index] / medians[0]).toFixed(2);
		console.log(`  ${parallel} at a time, ${sessions} sessions: ${perSecond} calls/s, ${times} ×`);
	}
}

async function main(): Promise<void> {
	const { COREBOS_URL, COREBOS_USERNAME = '', COREBOS_ACCESS_KEY = '' } = process.env;
	if (COREBOS_URL !== undefined) {
		const username = COREBOS_USERNAME;
		const accessKey = COREBOS_ACCESS_KEY;
		return await measure(COREBOS_URL, { url: COREBOS_URL, username, accessKey });
	}
	for (const [title, options] of Object.entries(SERVERS)) {
		const coreBos = await startCoreBos({ ...options, sessionLock: true });
		await measure(title, coreBos.connection);
		await coreBos.close();
	}
}

void main();

import { AsyncLocalStorage } from 'node:async_hooks';
import { startCoreBos, type CoreBosOptions, type CoreBosStandIn } from '../corebos';
import { startRecordingServer } from '../integration/recording-server';
import { startVies } from '../integration/soap-vies/vies-server';
import { startFaultProxy, type Fault, type FaultProxy } from './fault-proxy';
import type { Origins, Place } from './operations';

/** The servers of one case, each behind a proxy of its own. */
export interface Stage {
	crm: CoreBosStandIn;
	proxies: Record<Place, FaultProxy>;
	/** Where the node finds the servers: at their proxies. */
	origins: Origins;
	/** Resolves when no call is under way any more, also none that is held back. */
	idle(): Promise<void>;
	/** Has calls that nobody answers end soon from now on. */
	isImpatient: boolean;
}

/** Milliseconds that a call may take where its answer never comes, where a user waits a minute. */
const PATIENCE = 1500;

/** Faults that only a time limit ends. */
const SILENCES: ReadonlySet<Fault> = new Set(['late answer', 'held back']);

/** Cases run side by side, as they mostly wait: each knows its own stage. */
const stages = new AsyncLocalStorage<Stage>();

/**
 * Runs a case on a stage of its own.
 *
 * @param coreBos what coreBOS holds
 * @param run the case
 */
export async function onStage(
	coreBos: CoreBosOptions,
	run: (stage: Stage) => Promise<void>,
): Promise<void> {
	const [crm, api, vies] = await Promise.all([
		startCoreBos(coreBos),
		startRecordingServer(),
		startVies(),
	]);
	const proxies = {
		crm: await startFaultProxy(crm.url),
		api: await startFaultProxy(api.url),
		soap: await startFaultProxy(`http://${vies.address}`),
	};
	// The WSDL leads through the proxy as well.
	vies.address = new URL(proxies.soap.url).host;
	const all = Object.values(proxies);
	const stage: Stage = {
		crm,
		proxies,
		origins: { crm: proxies.crm.url, api: proxies.api.url, soap: proxies.soap.url },
		idle: async () => {
			await Promise.all(all.map(async (proxy) => await proxy.idle()));
		},
		isImpatient: false,
	};
	try {
		await stages.run(stage, async () => await run(stage));
	} finally {
		await Promise.all(all.map(async (proxy) => await proxy.close()));
		await Promise.all([crm.close(), api.close(), vies.close()]);
	}
}

/** Resolves when no call of the case that asks is under way: what is held back has arrived then. */
export async function untilIdle(): Promise<void> {
	await stages.getStore()?.idle();
}

/** Whether a fault is a silence, which only a time limit ends. */
export function isSilence(fault: Fault): boolean {
	return SILENCES.has(fault);
}

/** Lets each case have its own patience, for all tests of a file. */
export function limitPatience(): void {
	const limited = AbortSignal.timeout.bind(AbortSignal);
	jest
		.spyOn(AbortSignal, 'timeout')
		.mockImplementation((milliseconds) =>
			limited(stages.getStore()?.isImpatient ? Math.min(milliseconds, PATIENCE) : milliseconds),
		);
}

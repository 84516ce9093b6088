/**
 * A coreBOS stand-in in a process of its own, so that its work is not counted as that of a node.
 * Started by `startStandIn`; ends when the process that started it does.
 */
import { fork } from 'node:child_process';
import { startCoreBos, type CoreBosOptions } from '../test/corebos';

/** A running stand-in. */
export interface BenchStandIn {
	/** What a credential of the administrator holds. */
	connection: { url: string; username: string; accessKey: string };
	/** How often an operation was called since this was asked last. */
	calls(operation: string): Promise<number>;
	stop(): void;
}

type Question = { operation: string };
type Message = { connection: BenchStandIn['connection'] } | { calls: number };

/** Starts a stand-in. @param options see `startCoreBos` */
export async function startStandIn(options: CoreBosOptions = {}): Promise<BenchStandIn> {
	const child = fork(__filename, [JSON.stringify(options)], { env: process.env });
	const next = async (): Promise<Message> =>
		await new Promise((resolve, reject) => {
			const ended = (code: number | null) =>
				reject(new Error(`the stand-in ended with ${code ?? 'a signal'}`));
			child.once('exit', ended);
			child.once('message', (message: Message) => {
				child.off('exit', ended);
				resolve(message);
			});
		});
	const first = await next();
	if (!('connection' in first)) throw new Error('the stand-in did not say where it is');
	return {
		connection: first.connection,
		calls: async (operation) => {
			const answer = next();
			child.send({ operation });
			const told = await answer;
			return 'calls' in told ? told.calls : 0;
		},
		stop: () => void child.kill(),
	};
}

async function serve(options: CoreBosOptions): Promise<void> {
	const coreBos = await startCoreBos(options);
	process.on('message', ({ operation }: Question) => {
		const calls = coreBos.calls(operation);
		coreBos.requests.length = 0;
		process.send?.({ calls } satisfies Message);
	});
	process.on('disconnect', () => process.exit());
	process.send?.({ connection: coreBos.connection } satisfies Message);
}

if (require.main === module) void serve(JSON.parse(process.argv[2]) as CoreBosOptions);

import { startReplay, userCalls, type UserRecording } from './user-recordings';

/** Prints how the stand-in answers the recorded calls: `npx tsx test/corebos/replay-report.ts webservice-live [id]`. */
async function report(recording: UserRecording, only?: string): Promise<void> {
	const { coreBos, replay } = await startReplay(recording);
	const topics = new Map<string, [good: number, all: number]>();
	for (const call of userCalls(recording)) {
		const found = await replay
			.differences(call)
			.catch((error: unknown) => [error instanceof Error ? String(error.stack) : String(error)]);
		const topic = String(call.id).replace(/-\d+$/, '').replace(/^\d+$/, call.topic);
		const [good, all] = topics.get(topic) ?? [0, 0];
		topics.set(topic, [good + (found.length === 0 ? 1 : 0), all + 1]);
		if (found.length === 0) continue;
		if (only === undefined || String(call.id).startsWith(only)) {
			console.log(`${call.id} ${call.operation} ${call.note ?? call.topic}`);
			found.slice(0, 12).forEach((line) => console.log(`    ${line.slice(0, 400)}`));
		}
	}
	const sum = { good: 0, all: 0 };
	for (const [topic, [good, all]] of topics) {
		console.log(`${topic}: ${good} of ${all}`);
		sum.good += good;
		sum.all += all;
	}
	console.log(`all: ${sum.good} of ${sum.all}`);
	await coreBos.close();
}

void report(process.argv[2] as UserRecording, process.argv[3]);

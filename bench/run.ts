/** One group of figures in a process of its own: `run.ts GROUP ENGINE`, started by `index.ts`. */
import type { Results } from './measure';
import type { ExpressionEngine } from './n8n';

interface Group {
	measure(engine: ExpressionEngine): Promise<Results>;
}

async function run(group: string, engine: ExpressionEngine): Promise<void> {
	const { measure } = (await import(`./groups/${group}`)) as Group;
	process.send?.(await measure(engine), () => process.exit());
}

const [group, engine] = process.argv.slice(2);
run(group, engine as ExpressionEngine).catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});

import { stepsOf } from '../work-counter';
import { createAllowlist } from '../../../engine/http-handler';

test('a look-up among 100,000 entries takes about the steps it takes among 10', async () => {
	const entriesOf = (count: number) =>
		Array.from(
			{ length: count },
			(_unused, index) => `10.${index >> 15}.${(index >> 7) & 255}.${(index & 127) * 2}`,
		);
	const asked = Array.from({ length: 1_000 }, (_u, index) => `10.0.${index & 255}.${index % 251}`);
	const steps = async (count: number) => {
		const { allows } = createAllowlist(entriesOf(count));
		return await stepsOf(() => asked.forEach(allows));
	};
	expect((await steps(100_000)) / (await steps(10))).toBeLessThan(2);
});

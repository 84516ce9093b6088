import { growth, LINEAR, stepsOf } from './work-counter';
import { readXml } from '../../engine/xml';

const quadratic: Array<[string, (size: number) => void]> = [
	[
		'a text is searched to its end over and over',
		(size) => {
			const text = 'a'.repeat(size);
			for (let at = 0; at < size; at++) text.indexOf('b', at);
		},
	],
	[
		'a pattern is',
		(size) => {
			const text = 'a'.repeat(size);
			for (let at = 0; at < size; at++) /b/.exec(text.slice(at));
		},
	],
	[
		'a list is',
		(size) => {
			const list = Array.from({ length: size }, (_, index) => index);
			for (let at = 0; at < size; at++) list.includes(at + size);
		},
	],
	[
		'a list is emptied from its front',
		(size) => {
			const list = Array.from({ length: size }, (_, index) => index);
			while (list.length > 0) list.shift();
		},
	],
];

test.each(quadratic)('growth is seen where %s', async (_title, work) => {
	expect(await growth(work, 200)).toBeGreaterThan(3);
});

test('the loops of shipped code are counted, not only its calls', async () => {
	const xml = (size: number): string => `<r>${'<a/>'.repeat(size)}</r>`;
	readXml(xml(10));
	expect(await stepsOf(() => readXml(xml(1000)))).toBeGreaterThan(1000);
	expect(await growth((size) => readXml(xml(size)), 1000)).toBeLessThan(LINEAR);
});

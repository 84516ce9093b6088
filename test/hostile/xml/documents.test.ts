import { growth, LINEAR } from '../work-counter';
import { readXml, XmlError } from '../../../engine/xml';

test.each([
	['comments', '<r>', '<!--'],
	['CDATA sections', '<r>', '<![CDATA['],
	['instructions', '<r>', '<?'],
	['misspelled CDATA sections', '<r>', '<!CDATA['],
	['attributes', '<r ', 'a="1" '],
	['quotes', '<r ', 'a=" '],
])(
	'beginnings of %s without an end are refused in linear steps',
	async (_title, start, beginning) => {
		const refuse = (count: number) =>
			expect(() => readXml(`${start}${beginning.repeat(count)}</r>`)).toThrow(XmlError);
		refuse(300_000);
		expect(await growth(refuse, 1_000)).toBeLessThan(LINEAR);
	},
);

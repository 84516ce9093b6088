import { growth, LINEAR } from '../work-counter';
import { convertMaps, parametersToMap } from '../../../convert';
import { parseMap, serializeMap } from '../../../engine/map';
import { smallMap, source } from '../../unit/map/small-map';

describe('in proportion to the size of the map', () => {
	const map = (count: number, beside: string) => {
		const field = (index: number) =>
			`<field><fieldname>f${index}</fieldname>${source('expression', `concat(${index}, name)`)}</field>${beside}`;
		const fields = Array.from({ length: count }, (_, index) => field(index)).join('');
		return smallMap({}).replace('<fields></fields>', `<fields>${fields}</fields>`);
	};
	const convertAndBack = (xml: string) => {
		const { workflow } = convertMaps([{ name: 'map', xml }]);
		const again = parametersToMap(workflow.nodes[1].parameters);
		expect(serializeMap(again)).toBe(serializeMap(parseMap(xml)));
	};

	test('fields, each with an unknown element beside it, become parameters and XML again', async () => {
		const unknown = '<extra a="1">x</extra>';
		convertAndBack(map(1000, unknown));
		const some = (count: number) => convertAndBack(map(count, unknown));
		expect(await growth(some, 200)).toBeLessThan(LINEAR);
	});

	test.each(['getContext(', "'", '"a":"', 'a=b&amp;', "hash(concat(a,'b',", 'http://', 'a'])(
		'a text of many %s is looked through for secrets',
		async (piece) => {
			const convert = (count: number) => {
				const long = piece.repeat(count);
				for (const kind of ['CONST', 'TEMPLATE', 'EXPRESSION']) {
					const field = `<field><fieldname>password</fieldname><Orgfields><Orgfield><OrgfieldName>${long}</OrgfieldName><OrgfieldID>${kind}</OrgfieldID></Orgfield></Orgfields></field>`;
					const config = `<wsconfig><wsurl>${long}</wsurl><wsheader><header><keyname>token</keyname><keyvalue>${long}</keyvalue></header></wsheader></wsconfig>`;
					convertMaps([{ name: 'map', xml: `<map>${config}<fields>${field}</fields></map>` }]);
				}
			};
			convert(10_000);
			expect(await growth(convert, 500)).toBeLessThan(LINEAR);
		},
	);
});

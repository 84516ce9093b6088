import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Each input of ../shared/cases/inputs.json, and the test that holds it by its id. */
const TESTS: ReadonlyArray<readonly [file: string, ...ids: string[]]> = [
	[
		'unit/expression/cases-inputs.test.ts',
		...['001', '002', '003', '005', '006', '007', '008', '009', '010', '012', '039', '040'],
		...['045', '046', '047', '048', '049', '050', '051', '053', '057', '058', '059', '060'],
		...['061', '062', '063', '064'],
	],
	['integration/published-maps.test.ts', '004'],
	['unit/corebos/encoded-answers.test.ts', '010', '011', '032', '033'],
	[
		'integration/written-values.test.ts',
		...['013', '014', '016', '017', '018', '019', '020', '030', '031', '054', '071'],
	],
	['integration/written-numbers.test.ts', '015'],
	[
		'integration/corebos-node-lines.test.ts',
		...['021', '022', '023', '024', '025', '055', '065', '066'],
	],
	['integration/filters.test.ts', '026', '027', '028', '029', '068'],
	['unit/corebos/advice.test.ts', '034', '041'],
	['integration/deleted-records.test.ts', '042'],
	['unit/http-handler/body.test.ts', '035', '036', '070'],
	['integration/trigger-calls.test.ts', '037'],
	['integration/watch-trigger.test.ts', '038', '067'],
	['unit/map/values.test.ts', '043'],
	['unit/expression/pattern.test.ts', '044'],
	['unit/expression/template-meta.test.ts', '052', '058'],
	['integration/corebos-node-files.test.ts', '056'],
	['unit/corebos/queries.test.ts', '069'],
];

const RECORDED = join(__dirname, '../../recordings/inputs.json');
const SHARED = join(__dirname, '../../../../shared/cases/inputs.json');
const INPUTS = JSON.parse(readFileSync(RECORDED, 'utf8')) as Array<{ id: string; kind: string }>;

test.each(INPUTS.map(({ id, kind }) => [id, kind]))('input %s (%s) has its test', (id) => {
	expect(TESTS.filter(([, ...ids]) => ids.includes(id))).not.toEqual([]);
});

test.each(TESTS.flatMap(([file, ...ids]) => ids.map((id) => [file, id])))(
	'%s has a test of input %s',
	(file, id) => {
		const source = readFileSync(join(__dirname, '../..', file), 'utf8');
		// The id stands in a title, alone or beside others.
		expect(source).toMatch(new RegExp(`['"\`](?:[^'"\`\\n]* )?${id}(?:[ ':,"\`]|$)`));
	},
);

const shared = existsSync(SHARED) ? test : test.skip;
shared('the inputs are those of ../shared (skipped where it is missing)', () => {
	expect(JSON.parse(readFileSync(SHARED, 'utf8'))).toEqual(INPUTS);
});

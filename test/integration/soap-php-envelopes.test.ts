import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { requireOrSkip } from '../e2e/require-or-skip';
import { compareWithPhp } from './soap-peers/differential';
import { missingPhp } from './soap-peers/php';

/**
 * Every operation of WSDLs is called with typical values, made by rule from the model of the
 * WSDL, and written by PHP's SoapClient and by the engine: as XML both envelopes are the same.
 */
const CASES = join(__dirname, '../recordings/soap-cases');
const folders = readdirSync(CASES).map((name) => [name, join(CASES, name, 'service.wsdl')]);
const peers = ['document', 'rpc-encoded', 'rpc-literal'].map((name) => [
	name,
	join(__dirname, 'soap-peers', `${name}.wsdl`),
]);
const vies = ['checkVat', join(__dirname, 'soap-vies/checkVatService.wsdl')];

/** What PHP cannot read, or writes as no schema has it. */
const EXCEPTIONS: Readonly<Record<string, { outcome: string; reason: string }>> = {
	'chameleon-include': {
		outcome: 'different',
		reason: 'PHP takes the elements of the included schema for unqualified',
	},
	'doctype-schema': { outcome: 'php refuses', reason: 'PHP loses the namespace with the DTD' },
	'substitution-group': { outcome: 'php refuses', reason: 'PHP knows no substitution groups' },
};

const canRunPhp = requireOrSkip(missingPhp());
const all = [...folders, ...peers, vies].filter(([, path]) => existsSync(path));

(canRunPhp ? describe : describe.skip)('envelopes as PHP writes them', () => {
	test.each(all)('%s', async (name, path) => {
		const wanted = EXCEPTIONS[name]?.outcome ?? 'equal';
		const comparisons = await compareWithPhp([path]);
		expect(comparisons.length).toBeGreaterThan(0);
		const others = comparisons.filter(({ outcome }) => outcome !== wanted);
		expect(others).toEqual([]);
	});
});

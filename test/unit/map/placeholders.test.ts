import type { Environment } from '../../../engine/environment';
import { failure, runSmall, smallMap } from './small-map';

const SETTINGS: Record<string, string> = { host: 'http://set', 'a key': 's3' };
const VARIABLES: Record<string, string> = { Application_Server: 'srv', Application_Empty: '' };

/** A coreBOS with settings and global variables, which counts what it is asked. */
function install(calls: string[] = []): Environment['coreBos'] {
	return {
		call: async (operation, parameters = {}) => {
			calls.push(operation);
			if (operation === 'getSetting') return SETTINGS[String(parameters.key)] ?? parameters.default;
			if (operation === 'SearchGlobalVar') return VARIABLES[String(parameters.gvname)] ?? '';
			throw new Error(`${operation} is not expected`);
		},
	};
}

const environment = (coreBos = install()): Environment => ({
	context: { t: 't0k', n: 77, o: { k: 'deep' }, 'a b': 'spaced', list: [1], evil: 'a\r\nX: y' },
	coreBos,
});

/** The texts with calls in them, and what is sent for them. */
const TEXTS: Array<[text: string, want: string]> = [
	['getContext(t)', 't0k'],
	['Bearer getContext(t)', 'Bearer t0k'],
	['getContext(t)getContext(n)', 't0k77'],
	['x-getContext(o.k)-z', 'x-deep-z'],
	['getContext(a b)', 'spaced'],
	["getContext('t')", 't0k'],
	['getContext("t")', 't0k'],
	['getContext(nosuch)!', '!'],
	['getContext(__proto__)!', '!'],
	['getSetting(a key)', 's3'],
	["getSetting('a key')getSetting(nosuch)", 's3'],
	['getGlobalVariable(Application_Server)', 'srv'],
	["a getGlobalVariable('Application_Server') z", 'a srv z'],
	['getGlobalVariable(Application_Empty)!', '!'],
	['getContext(t)/getSetting(a key)/getGlobalVariable(Application_Server)', 't0k/s3/srv'],
	['getOther(t)', 'getOther(t)'],
];

describe.each(['coreBos', 'native'] as const)('%s', (compatibility) => {
	test.each(TEXTS)('in a header: %s', async (text, want) => {
		const map = smallMap({ headers: [['X-Value', text]] });
		const { sent } = await runSmall(map, environment(), {}, { compatibility });
		expect(sent[0].headers['X-Value']).toBe(want);
	});

	test.each(TEXTS)('in the address: %s', async (text, want) => {
		const map = smallMap({ config: { wsurl: `http://host/a?b=${text}` } });
		const { sent } = await runSmall(map, environment(), {}, { compatibility });
		expect(decodeURIComponent(sent[0].url)).toBe(`http://host/a?b=${want}`);
	});

	test.each<[where: string, text: string, message: RegExp]>([
		['header', 'getContext(list)', /A value for header X-Value is a list/],
		['header', 'getContext(evil)', /header X-Value contains a line break/],
		['header', "getGlobalVariable(a');b)", /does not name a variable/],
		['address', 'getContext(list)', /A value for wsurl is a list/],
	])('in the %s, %s is an error and nothing is sent', async (where, text, message) => {
		const map = smallMap(
			where === 'header'
				? { headers: [['X-Value', text]] }
				: { config: { wsurl: `http://host/${text}` } },
		);
		expect((await failure(runSmall(map, environment(), {}, { compatibility }))).message).toMatch(
			message,
		);
	});

	test.each(['getSetting(host)', 'getGlobalVariable(Application_Server)'])(
		'%s without a credential says what it needs',
		async (call) => {
			const map = smallMap({ headers: [['X-Value', call]] });
			const run = runSmall(map, { context: {} }, {}, { compatibility });
			expect((await failure(run)).message).toMatch(
				/in header X-Value needs coreBOS, but no credential is selected/,
			);
		},
	);
});

test('a setting that is asked for often is read once', async () => {
	const calls: string[] = [];
	const map = smallMap({
		config: { wsurl: 'getSetting(host)/getSetting(host)' },
		headers: [['X-Value', 'getSetting(host)']],
	});
	const { sent } = await runSmall(map, environment(install(calls)));
	expect(sent[0].url).toBe('http://set/http://set');
	expect(calls).toEqual(['getSetting']);
});

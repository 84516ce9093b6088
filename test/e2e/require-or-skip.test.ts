import { requireOrSkip } from './require-or-skip';

describe('a test that cannot run here', () => {
	const { CI } = process.env;
	afterEach(() => {
		if (CI === undefined) delete process.env.CI;
		else process.env.CI = CI;
		jest.restoreAllMocks();
	});

	test('fails in CI', () => {
		process.env.CI = 'true';
		expect(() => requireOrSkip('there is no browser')).toThrow('there is no browser');
	});

	test('says why elsewhere', () => {
		delete process.env.CI;
		const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
		expect(requireOrSkip('there is no browser')).toBe(false);
		expect(write).toHaveBeenCalledWith('skipped: there is no browser\n');
	});

	test('runs where nothing is missing', () => {
		expect(requireOrSkip(undefined)).toBe(true);
	});
});

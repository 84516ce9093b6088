// n8n's engine logs every error that a test provokes.
process.env.N8N_LOG_LEVEL ??= 'silent';

const transform = {
	'^.+\\.ts$': [
		'@swc/jest',
		{
			jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' },
			// In files of their own: in the code, every test file would read them again.
			sourceMaps: true,
		},
	],
};
const project = (name) => ({
	displayName: name,
	rootDir: __dirname,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	testEnvironment: '<rootDir>/test/environment.js',
	transform,
});

module.exports = {
	// A busy machine is slow, not wrong.
	testTimeout: 180_000,
	projects: [
		project('unit'),
		project('hostile'),
		project('integration'),
		{ ...project('e2e'), setupFiles: ['<rootDir>/test/new-connections.ts'] },
	],
};

export { default } from './eslint/node-program.mjs';

export { default } from '../scripts/eslint/node-program.mjs';

export { default } from '../scripts/eslint/without-n8n.mjs';

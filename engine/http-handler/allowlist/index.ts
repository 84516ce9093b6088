export { canonicalAddress } from './address';
export { createAllowlist, splitEntries, type Allowlist } from './allowlist';
export { AllowlistError } from './entry';

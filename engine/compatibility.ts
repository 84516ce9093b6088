/**
 * Whose rules a call follows:
 * - `coreBos`: the request and the stored values are those of coreBOS, PHP's quirks included;
 * - `native`: what the documentation means, typed values, no quirks.
 */
export type Compatibility = 'coreBos' | 'native';

import md5 from 'crypto-js/md5';

/**
 * What coreBOS takes as `accessKey` of the operation `login`: the md5 of the challenge
 * token and the user's access key. The only place where it is computed.
 *
 * @param token `result.token` of `getchallenge`
 * @param accessKey the user's access key (My Preferences)
 * @returns 32 hexadecimal digits in lower case
 */
export function accessKeyFor(token: string, accessKey: string): string {
	return md5(token + accessKey).toString();
}

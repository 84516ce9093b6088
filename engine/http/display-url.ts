/** An address for messages: without credentials, query and fragment. */
export function displayUrl(url: string): string {
	const end = url.search(/[?#]/);
	const address = end === -1 ? url : url.slice(0, end);
	return address.replace(/^([a-z]+:\/\/)[^/]*@/i, '$1');
}

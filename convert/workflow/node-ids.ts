import md5 from 'crypto-js/md5';

/** The same for the same text, in the form that n8n gives its nodes' ids. */
export function nodeId(text: string): string {
	const digits = md5(text).toString();
	return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The same for the same text, in the form that n8n gives its workflows' ids. */
export function workflowId(text: string): string {
	return md5(text).toString().slice(0, 16);
}

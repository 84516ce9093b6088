import md5 from 'crypto-js/md5';

/** An id in the form of n8n's node ids, the same for the same text. */
export function nodeId(text: string): string {
	const digits = md5(text).toString();
	return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** An id in the form of n8n's workflow ids, the same for the same text. */
export function workflowId(text: string): string {
	return md5(text).toString().slice(0, 16);
}

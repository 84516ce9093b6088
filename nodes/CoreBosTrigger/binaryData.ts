import type { IBinaryKeyData, IWebhookFunctions } from 'n8n-workflow';
import type { UploadedFile } from '../../engine';

/**
 * Stores the files of a call as binary data. A file is named after its form field, without the
 * brackets of a list; several files with the same name are numbered, as in n8n's Webhook node.
 *
 * @param files the files in the order in which they were sent
 */
export async function binaryDataOf(
	context: IWebhookFunctions,
	files: UploadedFile[],
): Promise<IBinaryKeyData> {
	const names = propertyNames(files.map(({ field }) => field));
	const stored = await Promise.all(
		files.map(async ({ content, fileName, contentType }, index) => {
			const bytes = Buffer.from(content);
			const data = await context.helpers.prepareBinaryData(
				bytes,
				fileName || undefined,
				contentType.trim() || undefined,
			);
			return [names[index], data] as const;
		}),
	);
	return Object.fromEntries(stored);
}

/** Unique names: those that occur more than once are numbered. */
function propertyNames(fields: string[]): string[] {
	const wanted = fields.map((field) => field.replace(/\[\]$/, ''));
	const seen = new Set<string>();
	const repeated = new Set<string>();
	for (const name of wanted) (seen.has(name) ? repeated : seen).add(name);
	const next = new Map<string, number>();
	return wanted.map((name) => {
		if (!repeated.has(name)) return name;
		let number = next.get(name) ?? 0;
		while (seen.has(`${name}${number}`)) number++;
		next.set(name, number + 1);
		return `${name}${number}`;
	});
}

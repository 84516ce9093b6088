import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of a folder, also those in folders, that hold one of the texts; installed packages aside. */
export function filesWith(folder: string, texts: string[]): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((one) => one.isFile() && !one.parentPath.includes('node_modules'))
		.map((one) => join(one.parentPath, one.name))
		.filter((file) => {
			const content = readFileSync(file);
			return texts.some((text) => content.includes(text));
		});
}

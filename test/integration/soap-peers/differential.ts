import { existsSync, readFileSync } from 'node:fs';
import type { Compatibility } from '../../../engine/compatibility';
import type { Http } from '../../../engine/environment';
import { buildEnvelope, findOperation, WsdlCache, type Wsdl } from '../../../engine/soap';
import { canonicalXml } from '../../unit/soap/canonical-xml';
import { phpEnvelopes, type PhpCall } from './php-envelopes';
import { NoTypicalValue, typicalCall } from './typical-values';

/** What came of one operation. */
export interface Comparison {
	title: string;
	/** `equal`, or what differs: both envelopes, or the errors. */
	outcome: 'equal' | 'different' | 'php refuses' | 'we refuse';
	ours?: string;
	theirs?: string;
}

const FILES = 'http://files';

const readFiles: Http = async ({ url }) => {
	const path = decodeURIComponent(new URL(url).pathname);
	const isThere = url.startsWith(FILES) && existsSync(path);
	return await Promise.resolve({
		status: isThere ? 200 : 404,
		headers: {},
		body: isThere ? readFileSync(path) : '',
	});
};

/** The model of a WSDL in a file. */
export async function wsdlOf(path: string): Promise<Wsdl> {
	const url = FILES + path.split('/').map(encodeURIComponent).join('/');
	return await new WsdlCache().read({ method: 'GET', url, headers: {} }, readFiles);
}

/** Every operation of WSDLs, written by PHP and by the engine from the same typical values. */
export async function compareWithPhp(paths: string[]): Promise<Comparison[]> {
	const calls: Array<{ call: PhpCall; title: string; ours: string; isRefused: boolean }> = [];
	for (const path of paths) {
		const wsdl = await wsdlOf(path);
		const seen = new Set<string>();
		for (const operation of wsdl.operations) {
			const { name, version } = findOperation(wsdl, operation.name);
			if (seen.has(name) || operation.version !== version) continue;
			seen.add(name);
			for (const compatibility of ['coreBos', 'native'] as const) {
				for (const isFull of [true, false]) {
					const title = `${path} ${operation.name} ${compatibility} ${isFull ? 'full' : 'bare'}`;
					try {
						const { parameters, args } = typicalCall(operation, compatibility, isFull);
						const call = { wsdl: path, operation: name, args, version };
						calls.push({ call, title, ...written(wsdl, operation, parameters, compatibility) });
					} catch (error) {
						if (!(error instanceof NoTypicalValue)) {
							const call = { wsdl: path, operation: name, args: [], version };
							calls.push({ call, title, ours: String(error), isRefused: true });
						}
					}
				}
			}
		}
	}
	const answers = phpEnvelopes(calls.map(({ call }) => call));
	return calls.map(({ title, ours, isRefused }, index) => {
		const { envelope, error } = answers[index] ?? { error: 'PHP died' };
		if (envelope === undefined) return { title, outcome: 'php refuses', ours, theirs: error };
		if (isRefused) return { title, outcome: 'we refuse', ours, theirs: envelope };
		const isEqual = canonicalXml(ours) === canonicalXml(envelope);
		return { title, outcome: isEqual ? 'equal' : 'different', ours, theirs: envelope };
	});
}

function written(
	wsdl: Wsdl,
	operation: Wsdl['operations'][number],
	parameters: Record<string, unknown>,
	compatibility: Compatibility,
): { ours: string; isRefused: boolean } {
	try {
		const options = { compatibility, warn: () => undefined };
		return { ours: buildEnvelope(wsdl, operation, parameters, options).body, isRefused: false };
	} catch (error) {
		return { ours: String(error), isRefused: true };
	}
}

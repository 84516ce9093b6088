import { existsSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Compatibility } from '../../../engine/compatibility';
import type { Http } from '../../../engine/environment';
import {
	bodyOf,
	buildEnvelope,
	findOperation,
	readSoapAnswer,
	WsdlCache,
	type Operation,
	type Wsdl,
} from '../../../engine/soap';
import { canonicalXml } from '../../unit/soap/canonical-xml';
import { toPlainValue } from '../../unit/soap/plain';
import { callPhp, type PhpCall } from './php-envelopes';
import { NoTypicalValue, typicalCall } from './typical-values';

/** What came of one operation. */
export interface Comparison {
	/** Of the WSDL. */
	path: string;
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
export async function compareWithPhp(paths: string[], text?: string): Promise<Comparison[]> {
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
						const { parameters, args } = typicalCall(operation, compatibility, isFull, text);
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
	const answers = callPhp(calls.map(({ call }) => call));
	return calls.map(({ call, title, ours, isRefused }, index) => {
		const told = { path: call.wsdl, title, ours };
		const { envelope, error } = answers[index] ?? { error: 'PHP died' };
		if (envelope === undefined) return { ...told, outcome: 'php refuses', theirs: error };
		if (isRefused) return { ...told, outcome: 'we refuse', theirs: envelope };
		const isEqual = canonicalXml(ours) === canonicalXml(envelope);
		return { ...told, outcome: isEqual ? 'equal' : 'different', theirs: envelope };
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

/**
 * Answers of typical values to every operation of WSDLs, read by PHP and by the engine as PHP
 * reads them.
 */
export async function compareAnswersWithPhp(paths: string[], text?: string): Promise<Comparison[]> {
	const calls: Array<{ call: PhpCall; title: string; ours: unknown }> = [];
	for (const path of paths) {
		const wsdl = await wsdlOf(path);
		for (const { name } of wsdl.operations) {
			const operation = findOperation(wsdl, name);
			for (const isFull of [true, false]) {
				const answer = typicalAnswer(wsdl, operation, isFull, text);
				if (answer === undefined) continue;
				const { version } = operation;
				const { args } = typicalCall(operation, 'coreBos', true, text);
				calls.push({
					call: { wsdl: path, operation: name, args, version, answer },
					title: `${path} ${name} ${isFull ? 'full' : 'bare'}`,
					ours: readByUs(wsdl, operation, answer),
				});
			}
		}
	}
	const answers = callPhp(calls.map(({ call }) => call));
	return calls.map(({ call, title, ours }, index) => {
		const { value, error, fault } = answers[index] ?? { error: 'PHP died' };
		const refusal = error ?? fault?.string;
		const told = {
			path: call.wsdl,
			title: `${title}: ${call.answer}`,
			ours: shown(ours),
			theirs: shown(value),
		};
		if (refusal !== undefined) return { ...told, outcome: 'php refuses', theirs: refusal };
		return { ...told, outcome: isSame(ours, value) ? 'equal' : 'different' };
	});
}

/** @returns undefined where the operation answers nothing, or nothing typical can be made */
function typicalAnswer(
	wsdl: Wsdl,
	operation: Operation,
	isFull: boolean,
	text?: string,
): string | undefined {
	const { output, style, name } = operation;
	if (output === undefined) return undefined;
	// An answer is written as a call is, in an element of another name.
	const turned = { ...operation, input: output, name: style === 'rpc' ? `${name}Response` : name };
	try {
		const { parameters } = typicalCall(turned, 'native', isFull, text);
		const options = { compatibility: 'native' as const, warn: () => undefined };
		return buildEnvelope(wsdl, turned, parameters, options).body;
	} catch (error) {
		if (error instanceof NoTypicalValue) return undefined;
		throw error;
	}
}

function readByUs(wsdl: Wsdl, operation: Operation, answer: string): unknown {
	const body = bodyOf(answer);
	if (body === undefined) throw new Error(`no envelope: ${answer}`);
	return toPlainValue(readSoapAnswer(wsdl, operation, body, 'coreBos').value);
}

function shown(value: unknown): string {
	return JSON.stringify(value) ?? 'nothing';
}

/** Equal but for the order of members. */
function isSame(one: unknown, other: unknown): boolean {
	return isDeepStrictEqual(one ?? null, other ?? null);
}

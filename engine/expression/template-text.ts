import type { Compatibility } from '../compatibility';
import { CompiledSources } from './compiled-sources';
import type { Step } from './compiler';
import { ExpressionError } from './expression-error';
import {
	bytesOfText,
	checkTextLength,
	decodeHtml,
	fromPlain,
	getOwn,
	isTruthy,
	toBytes,
	type Value,
} from '../php';
import { readExpression } from './read-expression';
import { contextValue, walkPath } from './functions/context';
import type { Run } from './run';
import { metaRecordId, unknownMeta } from './template-meta';

/**
 * What stands for something else in a template. coreBOS wants the spaces in
 * `$(a : (B) c)` exactly so; with others it stays text.
 */
const PLACEHOLDER =
	/\$env\[(?:"([^"\]]*)"|'([^'\]]*)')\]|\$(\w+)|(\$\(general : \(__WorkflowFunction__\) )|\$\((\w+) : \((\w+)\) ([^)\n]+)\)|Ç(\w+(?:\.\w+)*)/g;

/** What is meant as the field of a linked record and is text, for its spaces or its end. */
const NEARLY = /\$\(\s*(\w+)\s*:\s*\(\s*(\w+)\s*\)\s*(\w+)/g;

/** A template that has been read. */
interface TemplateText {
	step: Step;
	/** What coreBOS reads differently than it looks in its expressions. */
	warnings: readonly string[];
}

const compiled = new CompiledSources<TemplateText>(compileTemplateText);

/**
 * Turns a template into a function that gives its text.
 *
 * @throws ExpressionError for an expression in it that cannot be read
 */
export function templateOfText(source: string, compatibility: Compatibility): TemplateText {
	return compiled.of(source, compatibility);
}

function compileTemplateText(source: string, compatibility: Compatibility): TemplateText {
	const warnings: string[] = [];
	const steps = readSteps(source, compatibility, warnings);
	const step: Step = async (run) => {
		const texts: string[] = [];
		let length = 0;
		for (const step of steps) {
			const part = toBytes(await step(run));
			length += part.length;
			checkTextLength(length);
			texts.push(part);
		}
		return texts.join('');
	};
	return { step, warnings };
}

function readSteps(source: string, compatibility: Compatibility, warnings: string[]): Step[] {
	const steps: Step[] = [];
	let position = 0;
	const placeholder = new RegExp(PLACEHOLDER);
	for (let match = placeholder.exec(source); match; match = placeholder.exec(source)) {
		steps.push(plainText(source.slice(position, match.index), warnings));
		if (match[4] === undefined) {
			steps.push(readPlaceholder(match, warnings));
		} else {
			const end = closingBracket(source, placeholder.lastIndex);
			const inner = source.slice(placeholder.lastIndex, end);
			steps.push(readFunction(inner, source, placeholder.lastIndex, compatibility, warnings));
			placeholder.lastIndex = end + 1;
		}
		position = placeholder.lastIndex;
	}
	steps.push(plainText(source.slice(position), warnings));
	return steps;
}

function plainText(plain: string, warnings: string[]): Step {
	for (const [, link, module, field] of plain.matchAll(NEARLY)) {
		warnings.push(
			`'${link}' is not followed: write $(${link} : (${module}) ${field}), with spaces and brackets as here`,
		);
	}
	return text(plain);
}

function text(plain: string): Step {
	const bytes = bytesOfText(plain);
	return () => bytes;
}

/**
 * `0` and everything else that counts as empty gives no text, unless the run wants it.
 *
 * @param written the name as the template has it
 */
function unlessEmpty(run: Run, value: Value, written: string): Value {
	if (run.lookup.showsZero === true || isTruthy(value)) return value;
	return run.lookup.keepsEmpty === true ? bytesOfText(written) : '';
}

function readPlaceholder(match: RegExpExecArray, warnings: string[]): Step {
	const [whole, doubleQuoted, singleQuoted, name, , link, module, field, path] = match;
	if (path !== undefined) return async (run) => await readPath(run, path, whole);
	const variable = doubleQuoted ?? singleQuoted;
	if (variable !== undefined) return (run) => fromPlain(getOwn(run.environment.env, variable));
	if (name !== undefined) return async (run) => unlessEmpty(run, await readName(run, name), whole);
	const reference = { link, module, field };
	if (module === '__VtigerMeta__') {
		const warning = unknownMeta(field);
		if (warning !== undefined) warnings.push(warning);
		return (run) => run.lookup.reference(reference, true);
	}
	return async (run) => unlessEmpty(run, await run.lookup.reference(reference, true), whole);
}

/**
 * `Çname.path`: out of the context where there is no record, else out of the record.
 *
 * coreBOS makes nothing of a name that the record does not have. A word that begins with Ç is not
 * such a name: it stays.
 */
async function readPath(run: Run, path: string, written: string): Promise<Value> {
	if (run.lookup.readsContextPaths === true) {
		return contextValue(run.environment, bytesOfText(path));
	}
	const { fields } = run.environment;
	const [name, ...rest] = path.split('.');
	const first = fromPlain(getOwn(fields, name));
	if (rest.length === 0) {
		if (first === null && name !== 'recordid') return bytesOfText(written);
		return unlessEmpty(run, await readName(run, name), written);
	}
	const found = isTruthy(first) ? walkPath(first, rest) : '';
	return unlessEmpty(run, found, written);
}

async function readName(run: Run, name: string): Promise<Value> {
	const value = await run.lookup.symbol(name, true);
	if (value !== null || name !== 'recordid') return value;
	return metaRecordId(run.environment.recordId);
}

/** The bracket that closes an expression, past brackets and strings of its own. */
function closingBracket(source: string, from: number): number {
	let depth = 0;
	let inString = false;
	for (let index = from; index < source.length; index++) {
		const character = source[index];
		if (character === "'" && source[index - 1] !== '\\') inString = !inString;
		if (inString) continue;
		if (character === '(') depth++;
		if (character === ')' && depth-- === 0) return index;
	}
	throw new ExpressionError("a '__WorkflowFunction__' is not closed by ')'", source, from);
}

function readFunction(
	inner: string,
	source: string,
	from: number,
	compatibility: Compatibility,
	warnings: string[],
): Step {
	const expression = decodeHtml(inner);
	try {
		const read = readExpression(expression, compatibility);
		warnings.push(...read.warnings);
		return read.step;
	} catch (error) {
		throw inTemplate(error, source, from);
	}
}

/** The same fault with its place in the template. */
function inTemplate(error: unknown, source: string, from: number): unknown {
	if (!(error instanceof ExpressionError)) return error;
	return new ExpressionError(error.reason, source, from + (error.offset ?? 0));
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import {
	mapOfParameters,
	mapToParameters,
	parametersToMap,
	type MapParameters,
} from '../../../convert';
import {
	DIRECTIVES,
	elementPath,
	parameterName,
	parseMap,
	serializeMap,
	type Directive,
	type DirectivePlace,
} from '../../../engine';
import { defineBelowParameters } from '../../../nodes/RunWebServiceMap/defineBelowParameters';

/**
 * Where the directives of a place are, in the XML, in the model and in the parameters. A new
 * directive needs nothing here: it is in the table, and each of these follows from it.
 */
interface PlaceInMap {
	xml: (directive: string) => string;
	/** Path of the part in the model. */
	model: string[];
	/** Path of the part in the parameters, and the name of its list in the editor. */
	parameters: string[];
}

const AT: Readonly<Record<DirectivePlace, PlaceInMap>> = {
	originmodule: {
		xml: (one) => `<originmodule>${one}</originmodule>`,
		model: [],
		parameters: [],
	},
	wsconfig: { xml: (one) => `<wsconfig>${one}</wsconfig>`, model: ['config'], parameters: [] },
	header: {
		xml: (one) => `<wsconfig><wsheader><header>${one}</header></wsheader></wsconfig>`,
		model: ['config', 'headers', '0'],
		parameters: ['headers', 'header', '0'],
	},
	field: {
		xml: (one) => `<fields><field>${one}</field></fields>`,
		model: ['fields', '0'],
		parameters: ['fields', 'field', '0'],
	},
	Orgfields: {
		xml: (one) => `<fields><field><Orgfields>${one}</Orgfields></field></fields>`,
		model: ['fields', '0'],
		parameters: ['fields', 'field', '0'],
	},
	Orgfield: {
		xml: (one) =>
			`<fields><field><Orgfields><Orgfield><OrgfieldID>RULE</OrgfieldID>${one}</Orgfield></Orgfields></field></fields>`,
		model: ['fields', '0', 'sources', '0'],
		parameters: ['fields', 'field', '0', 'sources', 'source', '0'],
	},
	Relfield: {
		xml: (one) =>
			`<fields><field><Orgfields><Relfield>${one}</Relfield></Orgfields></field></fields>`,
		model: ['fields', '0', 'sources', '0'],
		parameters: ['fields', 'field', '0', 'sources', 'source', '0'],
	},
	entry: {
		xml: (one) => `<Response><field>${one}</field></Response>`,
		model: ['response', '0'],
		parameters: ['response', 'entry', '0'],
	},
	destination: {
		xml: (one) => `<Response><field><destination>${one}</destination></field></Response>`,
		model: ['response', '0'],
		parameters: ['response', 'entry', '0'],
	},
};

const docs = readFileSync(join(__dirname, '../../../docs/run-web-service-map.md'), 'utf8');

/** A text that the directive takes: a choice other than the default, or any text. */
function sampleOf(directive: Directive): string {
	if (directive.kind === 'sourceKind') return 'FIELD';
	if (directive.kind !== 'choice') return `text of ${directive.element}`;
	const others = Object.keys(directive.choices).filter((choice) => choice !== directive.default);
	return others[0];
}

function at(value: unknown, path: string[]): unknown {
	return path.reduce((part, step) => (part as Record<string, unknown>)[step], value);
}

/** The editor's fields at a path of the parameters. */
function editorFields(path: string[], group?: string): INodeProperties[] {
	let fields = defineBelowParameters;
	for (const step of path.filter((one) => one !== '0')) {
		const found = fields.filter(({ name }) => name === step);
		fields = found.flatMap((field) => {
			const inside = field as unknown as {
				options?: INodeProperties[];
				values?: INodeProperties[];
			};
			return inside.values ?? inside.options ?? [];
		});
	}
	const settings = fields.find(({ name }) => name === group);
	return group === undefined ? fields : ((settings?.options ?? []) as INodeProperties[]);
}

const cases = DIRECTIVES.map(
	(directive) => [`${directive.element} in ${directive.place}`, directive as Directive] as const,
);

describe.each(cases)('%s', (_title, directive) => {
	const { element, place, property } = directive;
	const { xml, model, parameters } = AT[place];
	const sample = sampleOf(directive);
	const written = `<${element}>${sample}</${element}>`;
	// The kind of a source is written first; here it is the directive itself.
	const inMap = directive.kind === 'sourceKind' ? xml('').replace('RULE', sample) : xml(written);
	const map = parseMap(`<map>${inMap}</map>`);

	test('is read and written', () => {
		expect(at(map, [...model, property])).toBe(sample);
		expect(serializeMap(map)).toContain(written);
	});

	test('is a parameter of the node, and one gives the map again', () => {
		const stored = mapToParameters(map);
		const again = parametersToMap(stored);
		expect(at(again, [...model, property])).toBe(sample);
		expect(serializeMap(again)).toBe(serializeMap(map));
		if (directive.kind === 'sourceKind') return;
		// Two that most calls can do without are settings since version 1.2 of the node.
		const isSetting = ['originname', 'methodname'].includes(element) || directive.group;
		const holder = [...parameters, ...(isSetting ? ['settings'] : [])];
		expect(at(stored, [...holder, parameterName(directive)])).toBe(sample);
		expect(at(mapOfParameters(stored as MapParameters), [...model, property])).toBe(sample);
	});

	test('is nowhere but in its parameter', () => {
		const stored = JSON.stringify(mapToParameters(map));
		const alone = JSON.stringify(sample);
		expect(directive.kind === 'sourceKind' || stored.split(alone).length === 2).toBe(true);
	});

	test('is a field of the editor, which names the element', () => {
		const name = directive.kind === 'sourceKind' ? 'kind' : parameterName(directive);
		const fields = editorFields(parameters, directive.group).filter((field) => field.name === name);
		const described = fields.filter(({ description = '' }) =>
			description.includes(`(${elementPath(directive)})`),
		);
		expect(described).not.toEqual([]);
		expect(described.every(({ displayName }) => displayName !== '')).toBe(true);
	});

	test('is in the documentation', () => {
		const line = docs
			.split('\n')
			.find((one) => one.startsWith('|') && one.includes(`\`${element}\``));
		expect(line).toBeDefined();
	});
});

test('no two directives share an element or a property of a place', () => {
	for (const key of ['element', 'property'] as const) {
		const names = DIRECTIVES.map((directive) => `${directive.place}/${directive[key]}`);
		expect(new Set(names).size).toBe(names.length);
	}
});

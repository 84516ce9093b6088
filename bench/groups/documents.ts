/** Reading documents: maps, WSDLs and XML answers, next to the libraries that others read them with. */
import { createRequire } from 'node:module';
import { readFileSync, rmSync, writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { createClientAsync } from 'soap';
import { figureOf, inTurns, median, millisecondsOf, scaled, type Results } from '../measure';
import { builtEngine } from '../n8n';

const engine = builtEngine();

/** xml2js comes without types. */
const { parseString } = createRequire(__filename)('xml2js') as {
	parseString(
		xml: string,
		options: { async: boolean },
		done: (error: Error | null, result: unknown) => void,
	): void;
};
const speed = { kind: 'speed' as const, unit: 'ms' };

const MAP = readFileSync(
	join(__dirname, '..', '..', 'examples', 'product-sync', 'create.xml'),
	'utf8',
);

/** Texts that nobody has read before. */
let number = 0;
const fresh = () => MAP.replace('create</methodname>', `create ${++number}</methodname>`);

async function maps(): Promise<Results> {
	const count = scaled(1_000);
	const expression = /<OrgfieldName>([^<]*concat[^<]*)<\/OrgfieldName>/.exec(MAP)?.[1] ?? '';
	// Expressions are part of being ready to run; nothing of the peer's is.
	const ready = (xml: string) => {
		engine.mapOfText(xml);
		engine.compileExpression(expression);
	};
	const many = (work: (xml: string) => unknown, texts: () => string[]) => async () => {
		const all = texts();
		return await millisecondsOf(async () => {
			for (const xml of all) await work(xml);
		});
	};
	const freshTexts = () => Array.from({ length: count }, fresh);
	const sameText = () => Array.from({ length: count }, () => MAP);
	const xml2js = async (xml: string) =>
		await new Promise((resolve, reject) => {
			parseString(xml, { async: false }, (error: Error | null, result: unknown) =>
				error ? reject(error) : resolve(result),
			);
		});
	const [first, again, peer] = await inTurns([
		many(ready, freshTexts),
		many(ready, sameText),
		many(xml2js, freshTexts),
	]);
	const about = { ...speed, peer: 'xml2js, the same text' };
	return {
		figures: [
			figureOf({ ...about, title: `${count} maps, first time`, goal: { atLeast: 1 } }, first, peer),
			figureOf({ ...about, title: `${count} maps, again`, goal: { atLeast: 100 } }, again, peer),
		],
		curves: [await mapGrowth()],
	};
}

/** Reading a map of so many fields. */
async function mapGrowth(): Promise<Results['curves'][number]> {
	const field = /<field>[^]*?<\/field>/.exec(MAP)?.[0] ?? '';
	const points = [];
	// A map has at most five million characters, some 19,000 of these fields.
	for (const size of [100, 1_000, 10_000].filter((one) => one <= scaled(10_000))) {
		const more = Array.from({ length: size }, (_, index) =>
			field.replace('<fieldname>operation<', `<fieldname>field${index}<`),
		).join('\n');
		const xml = MAP.replace('<fields>', `<fields>${more}`);
		const times = [];
		for (let round = 0; round < (size > 1_000 ? 1 : 3); round++) {
			times.push(await millisecondsOf(() => engine.parseMap(xml)));
		}
		points.push({ size, milliseconds: median(times) });
	}
	return { title: 'reading a map', of: 'fields', points };
}

/** A WSDL of so many types and operations, as large as those that vendors publish. */
function wsdl(types: number, members: number, operations: number): string {
	const names = (count: number, prefix: string) =>
		Array.from({ length: count }, (_, index) => `${prefix}${index}`);
	const typeNames = names(types, 'Type');
	const complex = typeNames.map(
		(name, index) =>
			`<xsd:complexType name="${name}"><xsd:sequence>${names(members, 'member')
				.map((member) => `<xsd:element name="${member}" minOccurs="0" type="xsd:string"/>`)
				.join(
					'',
				)}<xsd:element name="next" minOccurs="0" type="tns:Type${(index + 1) % types}"/></xsd:sequence></xsd:complexType>`,
	);
	const calls = names(operations, 'operation');
	const element = (name: string, type: string) =>
		`<xsd:element name="${name}"><xsd:complexType><xsd:sequence><xsd:element name="record" type="tns:${type}"/></xsd:sequence></xsd:complexType></xsd:element>`;
	const elements = calls.map(
		(name, index) =>
			element(name, typeNames[index % types]) + element(`${name}Response`, typeNames[0]),
	);
	const messages = calls.map(
		(name) =>
			`<message name="${name}In"><part name="parameters" element="tns:${name}"/></message><message name="${name}Out"><part name="parameters" element="tns:${name}Response"/></message>`,
	);
	const port = calls.map(
		(name) =>
			`<operation name="${name}"><input message="tns:${name}In"/><output message="tns:${name}Out"/></operation>`,
	);
	const bound = calls.map(
		(name) =>
			`<operation name="${name}"><soap:operation soapAction="${name}"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>`,
	);
	return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:bench" targetNamespace="urn:bench">
<types><xsd:schema targetNamespace="urn:bench" elementFormDefault="qualified">${complex.join('\n')}${elements.join('\n')}</xsd:schema></types>
${messages.join('\n')}<portType name="Port">${port.join('\n')}</portType>
<binding name="Binding" type="tns:Port"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>${bound.join('\n')}</binding>
<service name="Service"><port name="Port" binding="tns:Binding"><soap:address location="http://127.0.0.1/soap"/></port></service></definitions>`;
}

async function wsdls(): Promise<Results> {
	const folder = mkdtempSync(join(tmpdir(), 'bench-wsdl-'));
	const figures: Results['figures'] = [];
	try {
		for (const [title, types, members, operations] of [
			['WSDL of the size of Salesforce’s', 600, 25, 45],
			['WSDL of the size of NetSuite’s', 1_500, 25, 120],
		] as const) {
			const text = wsdl(scaled(types), members, operations);
			const file = join(folder, `${types}.wsdl`);
			writeFileSync(file, text);
			const own = async () => {
				const read = await new engine.WsdlCache().read(
					{ method: 'GET', url: 'http://127.0.0.1/wsdl', headers: {} },
					async () => ({ status: 200, headers: {}, body: text }),
				);
				if (engine.offeredOperations(read).length !== operations) throw new Error('operations');
			};
			const [mine, theirs] = await inTurns([
				async () => await millisecondsOf(own),
				async () =>
					await millisecondsOf(async () => await createClientAsync(file, { disableCache: true })),
			]);
			const size = (text.length / 1e6).toFixed(1);
			const about = { ...speed, peer: 'npm soap', goal: { atLeast: 2 } };
			figures.push(
				figureOf(
					{ ...about, title: `${title} (${size} MB, ${operations} operations)` },
					mine,
					theirs,
				),
			);
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	return { figures, curves: [] };
}

async function xmlAnswer(): Promise<Results> {
	const row = `<record id="14x1"><name>Drill &amp; bits</name><price>99.95</price><stock>3</stock><note>one line and another, with Ñ and €</note></record>\n`;
	const xml = `<?xml version="1.0"?>\n<answer>${row.repeat(Math.ceil(scaled(10_000_000) / row.length))}</answer>`;
	const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false });
	const [own, peer] = await inTurns([
		async () => await millisecondsOf(() => engine.readXml(xml)),
		async () => await millisecondsOf(() => parser.parse(xml)),
	]);
	const about = {
		...speed,
		title: `an XML answer of ${(xml.length / 1e6).toFixed(1)} MB`,
		peer: 'fast-xml-parser alone',
		goal: { atLeast: 0.7 },
	};
	return { figures: [figureOf(about, own, peer)], curves: [] };
}

/** Maps, WSDLs and XML answers. */
export async function measure(): Promise<Results> {
	const all = [await maps(), await wsdls(), await xmlAnswer()];
	return {
		figures: all.flatMap(({ figures }) => figures),
		curves: all.flatMap(({ curves }) => curves),
	};
}

import { asRecord } from '../is-record';
import {
	ifThere,
	isWebServiceId,
	quoteText,
	readRelatedRecords,
	recordNumberOf,
	shownDate,
	shownFormat,
	shownMoment,
	shownNumber,
	UNKNOWN_FORMAT,
	type ShownFormat,
} from '../corebos';
import { linkedEntity, recordsOf } from './corebos-queries';
import { bytesOfText, isNumeric, phpDate, timeZone, trimEnd, type Value, wallOf } from '../php';
import type { Run } from './run';

/** What `$(general : (__VtigerMeta__) name)` stands for in a template. */

/** Names whose value only coreBOS itself knows, with the reason. */
const ONLY_INSIDE: ReadonlyArray<readonly [RegExp, string]> = [
	[
		/^groupEmailList|^groupUsersWsIdList/,
		'no operation of the web service returns the members of a group',
	],
	[
		/^Events_Users_Invited$|^Events_Related_Contacts$/,
		'the web service does not return who is invited',
	],
	[/^relatedlist/i, 'the web service does not return the columns of a related list'],
	[/^scanQRCode|^scanBarCode/, 'coreBOS draws the code as an image'],
];

const KNOWN =
	/^(?:recordId|dbtimezone|date|time|logo|siteurl|crmdetailviewurl|portalurl|portaldetailviewurl|supportName|supportEmailId|comments.*|\S+_comments.*|inventorydetails.*)$/s;

/**
 * Why a name gives nothing outside of coreBOS; undefined for one that gives a value.
 *
 * @param name what follows `(__VtigerMeta__)`
 */
export function unknownMeta(name: string): string | undefined {
	const asked = name.trim();
	const place = `$(general : (__VtigerMeta__) ${asked})`;
	const inside = ONLY_INSIDE.find(([pattern]) => pattern.test(asked));
	if (inside !== undefined) return `${place} is empty here: ${inside[1]}`;
	return KNOWN.test(asked) ? undefined : `${place} is empty: coreBOS has no such value`;
}

/** The global variables behind some names: variable, what counts where it is not set, module. */
const VARIABLES: ReadonlyMap<string, readonly [string, string, string]> = new Map([
	['supportName', ['HelpDesk_Support_Name', 'your-support name', 'HelpDesk']],
	['supportEmailId', ['HelpDesk_Support_EMail', 'support@your_support_domain.tld', 'HelpDesk']],
	[
		'portalurl',
		['Application_Customer_Portal_URL', 'https://your_support_domain.tld/customerportal', ''],
	],
	['portal', ['Application_Customer_Portal_BeingUsed', 'vtigercrmportal', '']],
]);

/**
 * The value of a name; empty for what only coreBOS knows (see {@link unknownMeta}) and for what
 * needs an install where there is none.
 *
 * @throws CoreBosError of what is asked for, but that it is not there
 */
export async function metaValue(run: Run, name: string): Promise<Value> {
	return bytesOfText(await metaText(run, name.trim()));
}

async function metaText(run: Run, name: string): Promise<string> {
	const { environment } = run;
	switch (name) {
		case 'recordId':
			return metaRecordId(environment.recordId);
		case 'dbtimezone':
			return environment.timeZone ?? 'UTC';
		case 'date':
			return shownDate(nowText(run, 'Y-m-d'), (await formatOfUser(run)).dateFormat ?? 'yyyy-mm-dd');
		case 'time':
			return nowText(run, 'H:i:s');
		case 'logo':
			return '<img src="cid:logo" />';
		case 'siteurl':
			return siteUrl(run);
		case 'crmdetailviewurl':
			return detailViewUrl(run);
		case 'portaldetailviewurl':
			return await portalUrl(run);
	}
	if (VARIABLES.has(name) && name !== 'portal') return await variable(run, name);
	if (name.startsWith('comments') || name.includes('_comments', 1))
		return await comments(run, name);
	return name.startsWith('inventorydetails') ? await documentLines(run, name) : '';
}

/** The record's number: 0 without a record, nothing for coreBOS's stand-in of one. */
export function metaRecordId(recordId: string | undefined): string {
	if (recordId === undefined) return '0';
	return recordId === '0x0' ? '' : recordNumberOf(recordId);
}

function nowText({ environment, now }: Run, format: string): string {
	const zone = timeZone(environment.timeZone);
	return phpDate(format, wallOf(now.getTime(), zone), zone);
}

/** The formats of the user whom the template is written for. */
async function formatOfUser(run: Run): Promise<ShownFormat> {
	const client = run.coreBos();
	return client === undefined
		? UNKNOWN_FORMAT
		: await shownFormat(client, [run.environment.user?.id]);
}

function siteUrl({ environment }: Run): string {
	return trimEnd(environment.siteUrl ?? '', '/');
}

function detailViewUrl(run: Run): string {
	const site = siteUrl(run);
	const { module = '', recordId } = run.environment;
	if (site === '') return '';
	return `${site}/index.php?action=DetailView&module=${module}&record=${metaRecordId(recordId)}`;
}

/** How the portal that most installs have calls the number of a record. */
const PORTAL_IDS: ReadonlyMap<string, string> = new Map([
	['HelpDesk', 'ticketid'],
	['Faq', 'faqid'],
	['Products', 'productid'],
]);

async function portalUrl(run: Run): Promise<string> {
	const { module = '', recordId = '' } = run.environment;
	const url = await variable(run, 'portalurl');
	switch (await variable(run, 'portal')) {
		case 'coreboscp':
			return `${url}/index.php#vtentity/${module}/list/${recordId}/dvcpage/0`;
		case 'reactadmin':
			return `${url}/#/${module}/${recordId}/show`;
		default: {
			const id = `${PORTAL_IDS.get(module) ?? 'id'}=${metaRecordId(recordId)}`;
			return `${url}/index.php?module=${module}&action=index&${id}&fun=detail`;
		}
	}
}

async function variable(run: Run, name: string): Promise<string> {
	const [gvname, defaultvalue, gvmodule] = VARIABLES.get(name) ?? ['', '', ''];
	const client = run.coreBos();
	if (client === undefined) return defaultvalue;
	const answer = await ifTold(
		async () => await client.call('SearchGlobalVar', { gvname, defaultvalue, gvmodule }),
	);
	return typeof answer === 'string' && answer !== '' ? answer : defaultvalue;
}

/** Codes of an install that has no such operation, or no such relation. */
const NOT_TOLD = new Set(['UNKNOWN_OPERATION', 'UNKNOWN_METHOD', 'MODULES_NOT_RELATED']);

/** What an install answers about something that not every install, module and user has. */
async function ifTold<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
	try {
		return await ifThere(ask);
	} catch (error) {
		if (NOT_TOLD.has(String(asRecord(error).code))) return undefined;
		throw error;
	}
}

/** How a list inside a template is written. */
type Layout = 'html' | 'table' | 'text';

function layoutOf(text: string | undefined): Layout {
	const wanted = (text ?? '').toLowerCase();
	return wanted === 'text' || wanted === 'table' ? wanted : 'html';
}

/** What coreBOS puts the parts of a list between, with its classes. */
interface Frame {
	whole: readonly [string, string];
	row: readonly [string, string];
	cell: (name: string) => readonly [string, string];
	/** Behind a cell. */
	end: string;
}

function framed(
	frame: Frame,
	rows: ReadonlyArray<ReadonlyArray<readonly [string, string]>>,
): string {
	const row = (cells: ReadonlyArray<readonly [string, string]>): string =>
		cells.map(([name, text]) => frame.cell(name).join(text + frame.end)).join('');
	return frame.whole.join(rows.map((cells) => frame.row.join(row(cells))).join(''));
}

const NOTHING = ['', ''] as const;

/** `comments_5d_text_creator`: how many, first or last first, how and which part of them. */
async function comments(run: Run, spec: string): Promise<string> {
	const { module, recordId } = run.environment;
	const client = run.coreBos();
	if (client === undefined || module === undefined || recordId === undefined) return '';
	const parts = spec.includes('_') ? spec.split('_') : [spec];
	// A format of PHP's date may precede the name.
	const dates = parts[0] === 'comments' ? 'user' : (parts.shift() ?? 'user');
	const [, count = '', layoutName, part = 'all'] = parts;
	const isNewestFirst = /[dD]$/.test(count);
	const limit = Number.parseInt(count, 10) || Infinity;
	const layout = layoutOf(layoutName);
	const ownDates = /^date(.+)$/s.exec(part)?.[1];
	const wanted = ownDates === undefined ? part.toLowerCase() : 'date';
	const names = ['creator', 'comment', 'date'].includes(wanted)
		? [wanted]
		: ['creator', 'date', 'comment'];
	const query = { orderby: `createdtime ${isNewestFirst ? 'desc' : 'asc'}`, columns: '*' };
	const found = await ifTold(
		async () =>
			await readRelatedRecords(
				client,
				{ id: recordId, module, relatedModule: 'ModComments' },
				query,
				limit,
			),
	);
	const format = await formatOfUser(run);
	const rows: Array<Array<readonly [string, string]>> = [];
	for (const comment of found ?? []) {
		const cells = names.map(async (name) => {
			return [name, await commentPart(run, comment, name, ownDates ?? dates, format)] as const;
		});
		rows.push(await Promise.all(cells));
	}
	return framed(COMMENT_FRAMES[layout](names.length === 1), rows);
}

const COMMENT_FRAMES: Readonly<Record<Layout, (isSingle: boolean) => Frame>> = {
	html: () => ({
		whole: ['<div class="comments">', '</div>'],
		row: ['<div class="commentdetails"><ul class="commentfields">', '</ul></div>'],
		cell: (name) => [`<li class="comment${name}">`, '</li>'],
		end: '',
	}),
	table: () => ({
		whole: ['<div class="comments">', '</div>'],
		row: ['<table class="commentdetails"><tr class="commentfields">', '</tr></table>'],
		cell: (name) => [`<td class="comment${name}">`, '</td>'],
		end: '',
	}),
	text: (isSingle) => ({
		whole: NOTHING,
		row: NOTHING,
		cell: () => NOTHING,
		end: isSingle ? '' : '\n',
	}),
};

async function commentPart(
	run: Run,
	comment: Record<string, unknown>,
	name: string,
	dates: string,
	{ dateFormat = 'yyyy-mm-dd', zone }: ShownFormat,
): Promise<string> {
	if (name === 'comment') return String(comment.commentcontent ?? '');
	if (name === 'creator') {
		const creator = String(comment.creator ?? '');
		if (!isWebServiceId(creator)) return '';
		return (await linkedEntity(run, 'comments', creator))?.name.trim() ?? '';
	}
	const created = String(comment.createdtime ?? '');
	if (dates === 'user') return shownMoment(created, dateFormat, zone);
	const utc = Date.parse(`${created.replace(' ', 'T')}Z`);
	return Number.isNaN(utc) ? '' : phpDate(dates, utc, timeZone('UTC'));
}

/** The columns of a line that are shown where none are named. */
const LINE_COLUMNS = ['quantity', 'listprice', 'extgross', 'linetotal'];

/** `inventorydetails_table_quantity,listprice`: the lines of an invoice, quote or order. */
async function documentLines(run: Run, spec: string): Promise<string> {
	const { recordId } = run.environment;
	const client = run.coreBos();
	if (client === undefined || recordId === undefined) return '';
	const [, layoutName, columns = ''] = /^inventorydetails_?([^_]*)(?:_(.*))?$/s.exec(spec) ?? [];
	const layout = layoutOf(layoutName);
	const named = columns
		.toLowerCase()
		.split(',')
		.map((column) => column.trim().replace(/^.*\./, ''))
		.filter((column) => column !== '' && column !== '*');
	const fields = named.length === 0 ? LINE_COLUMNS : named.filter((name) => !isProductName(name));
	const query =
		`select productid,${[...fields, 'sequence_no'].join(',')} from InventoryDetails ` +
		`where related_to=${quoteText(recordId)} order by sequence_no limit 1000;`;
	const lines = recordsOf(await ifTold(async () => await client.call('query', { query })));
	const format = await formatOfUser(run);
	const rows: Array<Array<readonly [string, string]>> = [];
	for (const line of lines) {
		const product = String(line.productid ?? '');
		const name = isWebServiceId(product)
			? ((await linkedEntity(run, 'inventorydetails', product))?.name ?? '')
			: '';
		const shown = fields.map((field) => {
			const value = String(asRecord(line)[field] ?? '');
			return [field, isNumeric(value) ? shownNumber(value, format) : value] as const;
		});
		rows.push([['pdoname', name], ...shown]);
	}
	// Texts follow one another; names alone have a line each.
	const end = layout === 'text' && fields.length === 0 ? '\n' : '';
	return framed({ ...LINE_FRAMES[layout], end }, rows);
}

function isProductName(column: string): boolean {
	return column === 'productname' || column === 'servicename' || column === 'pdoname';
}

const LINE_FRAMES: Readonly<Record<Layout, Omit<Frame, 'end'>>> = {
	html: {
		whole: ['<div class="inventorydetailslist">', '</div>'],
		row: ['<div class="inventorydetails"><ul class="inventorydetailsfields">', '</ul></div>'],
		cell: () => ['<li class="inventorydetailsfield">', '</li>'],
	},
	table: {
		whole: ['<table class="inventorydetails">', '</table>'],
		row: ['<tr class="inventorydetailsfields">', '</tr>'],
		cell: () => ['<td class="inventorydetailsfield">', '</td>'],
	},
	text: { whole: NOTHING, row: NOTHING, cell: () => NOTHING },
};

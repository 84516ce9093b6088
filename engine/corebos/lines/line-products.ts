import { BoundedCache, askOnce } from '../../bounded-cache';
import { runConcurrently } from '../../concurrency';
import type { CoreBosClient } from '../../environment';
import { CoreBosError } from '../corebos-error';
import { existingRecord } from '../existing-records';
import { isRecordId } from '../record-id';
import type { DocumentLine } from './given-lines';
import { answeredNumber, refusedLines } from './line-numbers';

/** Reads at a time. */
const AT_A_TIME = 4;
/** Products that a run of a node is expected to name. */
const KEPT = 500;

interface Product {
	id: string;
	/** A plain number; undefined where the user may not see it. */
	price: string | undefined;
}

/** Of each client, which lives as long as a run of its node. */
const known = new WeakMap<CoreBosClient, BoundedCache<string, Promise<Product>>>();

/**
 * Looks the products and services of lines up: coreBOS takes any number for one and counts it in
 * the total (recorded). Lines without a price get that of their product, as coreBOS's form fills
 * it in; coreBOS itself would take 0.
 *
 * @param client client of the install; each product is asked for once in its life
 * @returns the lines with the web service ids of their products, all with a price
 * @throws CoreBosError that names the line, for what is not a product or service, and for a price
 * that is neither given nor shown to the user
 */
export async function withProducts(
	client: CoreBosClient,
	lines: DocumentLine[],
): Promise<DocumentLine[]> {
	return await runConcurrently(lines.length, { concurrency: AT_A_TIME }, async (index) => {
		const line = lines[index];
		const place = `line ${index + 1}`;
		const { id, price } = await productOf(client, line.productid, place);
		const listprice = line.listprice ?? price;
		if (listprice !== undefined) return { ...line, productid: id, listprice };
		throw refusedLines(`${place} has no price (listprice), and the user may not see that of ${id}`);
	});
}

async function productOf(client: CoreBosClient, given: string, place: string): Promise<Product> {
	if (!isRecordId(given)) {
		throw refusedLines(`the productid of ${place} is "${given}", which is not the ID of a record`);
	}
	const products = known.get(client) ?? new BoundedCache<string, Promise<Product>>(KEPT);
	known.set(client, products);
	try {
		return await askOnce(products, given, async () => await lookUp(client, given));
	} catch (error) {
		throw ofLine(error, place);
	}
}

async function lookUp(client: CoreBosClient, given: string): Promise<Product> {
	const record = await existingRecord(client, given);
	if (record.productname === undefined && record.servicename === undefined) {
		throw refusedLines(`the record ${given} is not a product or service`);
	}
	const { id, unit_price: price } = record;
	return { id: String(id), price: price === undefined ? price : String(answeredNumber(price)) };
}

function ofLine(error: unknown, place: string): unknown {
	if (!(error instanceof CoreBosError)) return error;
	return new CoreBosError({ ...error, reason: `${place}: ${error.reason}` });
}

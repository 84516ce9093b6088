import { BoundedCache } from '../bounded-cache';
import { parseMap } from './model/parse';
import { keptUnchanged } from './model/unchanged-maps';
import type { WebServiceMap } from './model/types';

/** Maps kept at the same time: a workflow has a few, and runs again and again. */
const kept = new BoundedCache<string, WebServiceMap>(100);

/**
 * The map of a text, which is parsed once: mostly all items of a run have the same, and so has the
 * next run. It is shared and not to be changed.
 *
 * @param xml XML of the map
 * @throws MapError with line and column where the XML is not a map
 */
export function mapOfText(xml: string): WebServiceMap {
	return kept.getOrMake(xml, () => keptUnchanged(parseMap(xml)));
}

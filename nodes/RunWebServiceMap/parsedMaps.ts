import { parseMap } from '../engine';
import type { WebServiceMap } from '../engine';

/** Reads maps, each text once: all items of a run mostly have the same one. */
export class ParsedMaps {
	private readonly maps = new Map<string, WebServiceMap>();

	/**
	 * @param xml the map
	 * @throws MapError with line and column where the text is no map
	 */
	read(xml: string): WebServiceMap {
		let map = this.maps.get(xml);
		if (!map) {
			map = parseMap(xml);
			this.maps.set(xml, map);
		}
		return map;
	}
}

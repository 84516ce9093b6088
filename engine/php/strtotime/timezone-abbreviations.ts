/** Zones by their letters, as PHP knows them: seconds east of UTC, and the letters that mean them. */
const ZONES_BY_OFFSET: ReadonlyArray<[seconds: number, letters: string]> = [
	[-39600, 'sst'],
	[-36000, 'ahst bdt hst'],
	[-34200, 'hdt hpt hwt'],
	[-32400, 'ahdt akst yst'],
	[-28800, 'akdt pst ydt ypt ywt'],
	[-26248, 'emt'],
	[-25200, 'mst pdt ppt pwt yddt'],
	[-21600, 'cst mdt mpt mwt pddt'],
	[-20173, 'sjmt'],
	[-19776, 'hmt'],
	[-18840, 'qmt'],
	[-18000, 'cdt cpt cwt est mddt'],
	[-17340, 'ppmt'],
	[-16800, 'sdmt'],
	[-15408, 'cmt'],
	[-14660, 'ffmt'],
	[-14400, 'ast cddt edt ept ewt'],
	[-14309, 'bmt'],
	[-13884, 'smt'],
	[-13840, 'amt'],
	[-13236, 'pmt'],
	[-12600, 'nst'],
	[-10800, 'adt apt awt eddt'],
	[-9052, 'ndt'],
	[-9000, 'npt nwt'],
	[-7200, 'addt'],
	[-5400, 'nddt'],
	[-4056, 'fmt'],
	[-1521, 'dmt'],
	[0, 'gmt uct utc wet'],
	[3600, 'bst cet met wat west'],
	[5040, 'wmt'],
	[5736, 'kmt'],
	[5794, 'rmt'],
	[7200, 'bdst cat cest eet ist mest sast wast wemt'],
	[8440, 'jmt'],
	[9017, 'mmt'],
	[9394, 'lst'],
	[10751, 'tbmt'],
	[10800, 'cemt eat eest idt msk'],
	[12344, 'tmt'],
	[14400, 'iddt msd'],
	[16279, 'mdst'],
	[18000, 'pkt'],
	[21600, 'pkst'],
	[25025, 'imt'],
	[25200, 'wib'],
	[25590, 'plmt'],
	[28800, 'awst hkt wita'],
	[30600, 'kst'],
	[32400, 'awdt hkst jst wit'],
	[34200, 'acst cast'],
	[36000, 'aest chst gst jdt kdt'],
	[37800, 'acdt'],
	[39600, 'aedt gdt'],
	[41400, 'nzmt'],
	[43200, 'nzst'],
	[46800, 'nzdt'],
];

const OFFSETS: ReadonlyMap<string, number> = new Map(
	ZONES_BY_OFFSET.flatMap(([seconds, letters]) =>
		letters.split(' ').map((name): [string, number] => [name, seconds]),
	),
);

/** The zones of one letter: A to M (without J) lie east of UTC, N to Y west, Z on it. */
function militaryOffset(letter: string): number | undefined {
	if (letter === 'j') return undefined;
	const east = 'abcdefghiklm'.indexOf(letter) + 1;
	const west = 'nopqrstuvwxy'.indexOf(letter) + 1;
	return (east - west) * 3600;
}

/**
 * The offset that letters like `CEST`, `pst` or `Z` stand for, whatever the date.
 *
 * @returns seconds east of UTC; undefined for letters that PHP does not know
 */
export function offsetOfLetters(letters: string): number | undefined {
	const name = letters.toLowerCase();
	return name.length === 1 ? militaryOffset(name) : OFFSETS.get(name);
}

/**
 * Numbers in words, as coreBOS writes them: in capitals, put together from
 * tables that are the same for all languages, spelling included.
 */
interface Language {
	/** Between the whole number and its decimals. */
	point: string;
	/** Between tens and ones. */
	and: string;
	/** `one` as it is written before `million`. */
	one: string;
	/** 0 to 29; 0 is empty. */
	small: string;
	/** 30, 40 … 90. */
	tens: string;
	/** 100, 200 … 900 before something smaller. */
	hundreds: string;
	zero: string;
	/** 100 on its own. */
	hundred: string;
	thousand: string;
	million: string;
	millions: string;
}

const LANGUAGES: Readonly<Record<string, Language>> = {
	en: {
		point: 'point',
		and: '',
		one: 'ONE',
		small:
			'ONE,TWO,THREE,FOUR,FIVE,SIX,SEVEN,EIGHT,NINE,TEN,ELEVEN,TWELVE,THIRTEEN,FOURTEEN,FIFTEEN,' +
			'SIXTEEN,SEVENTEEN,EIGHTTEEN,NINETEEN,TWENTY,TWENTY-ONE,TWENTY-TWO,TWENTY-THREE,' +
			'TWENTY-FOUR,TWENTY-FIVE,TWENTY-SIX,TWENTY-SEVEN,TWENTY-EIGHT,TWENTY-NINE',
		tens: 'THIRTY,FOURTY,FIFTY,SIXTY,SEVENTY,EIGHTY,NINETY',
		hundreds:
			'HUNDRED,TWO HUNDRED,THREE HUNDRED,FOUR HUNDRED,FIVE HUNDRED,SIX HUNDRED,SEVEN HUNDRED,' +
			'EIGHT HUNDRED,NINE HUNDRED',
		zero: 'ZERO',
		hundred: 'HUNDRED',
		thousand: 'THOUSAND',
		million: 'MILLION',
		millions: 'MILLIONS',
	},
	es: {
		point: 'coma',
		and: 'Y',
		one: 'UN',
		small:
			'UNO,DOS,TRES,CUATRO,CINCO,SEIS,SIETE,OCHO,NUEVE,DIEZ,ONCE,DOCE,TRECE,CATORCE,QUINCE,' +
			'DIECISEIS,DIECISIETE,DIECIOCHO,DIECINUEVE,VEINTE,VEINTIUNO,VEINTIDOS,VEINTITRES,' +
			'VEINTICUATRO,VEINTICINCO,VEINTISEIS,VEINTISIETE,VEINTIOCHO,VEINTINUEVE',
		tens: 'TREINTA,CUARENTA,CINCUENTA,SESENTA,SETENTA,OCHENTA,NOVENTA',
		hundreds:
			'CIENTO,DOSCIENTOS,TRESCIENTOS,CUATROCIENTOS,QUINIENTOS,SEISCIENTOS,SETECIENTOS,' +
			'OCHOCIENTOS,NOVECIENTOS',
		zero: 'CERO',
		hundred: 'CIEN',
		thousand: 'MIL',
		million: 'MILLON',
		millions: 'MILLONES',
	},
	it: {
		point: 'punto',
		and: '',
		one: 'UNO',
		small:
			'UNO,DUE,TRE,QUATTRO,CINQUE,SEI,SETTE,OTTO,NOVE,DIECI,UNDICI,DODICI,TREDICI,QUATTORDICI,' +
			'QUINDICI,SEDICI,DICIASSETTE,DICIOTTO,DICIANOVE,VENTI,VENTUNO,VENTIDUE,VENTITRE,' +
			'VENTIQUATTRO,VENTICINQUE,VENTISEI,VENTISETTE,VENTOTTO,VENTINOVE',
		tens: 'TRENTA,QUARANTA,CINQUANTA,SESSANTA,SETTANTA,OTTANTA,NOVANTA',
		hundreds:
			'CENTO,DUECENTO,TRECENTO,QUATTROCENTO,CINQUECENTO,SEICENTO,SETTECENTO,OTTOCENTO,NOVECENTO',
		zero: 'ZERO',
		hundred: 'CENTINAIO',
		thousand: 'MILLE',
		million: 'MILIONE',
		millions: 'MILIONI',
	},
	fr: {
		point: 'point',
		and: '',
		one: 'UN',
		small:
			'UN,DEUX,TROIS,QUATRE,CINQ,SIX,SEPT,HUIT,NEUF,DIX,ONZE,DOUZE,TREIZE,QUATORZE,QUINZE,SEIZE,' +
			'DIX-SEPT,DIX-HUIT,DIX-NEUF,VINGT,VINGT-ET-UN,VINGT-DEUX,VINGT-TROIS,VINGT-QUATRE,' +
			'VINGT-CINQ,VINGT-SIX,VINGT-SEPT,VINGT-HUIT,VINGT-NEUF',
		tens: 'TRENTE,QUARANTE,CINQUANTE,SOIXANTE,SOIXANTE-DIX,QUATRE-VINGTS,QUATRE-VINGT-DIX',
		hundreds:
			'CENT,DEUX-CENTS,TROIS-CENTS,QUATRE-CENTS,CINQ-CENTS,SIX-CENTS,SEPT-CENTS,HUIT-CENTS,' +
			'NEUF-CENTS',
		zero: 'ZERO',
		hundred: 'CENT',
		thousand: 'MILLE',
		million: 'MILLION',
		millions: 'MILLIONS',
	},
	pt: {
		point: 'virgula',
		and: '',
		one: 'UM',
		small:
			'UM,DOIS,TRÊS,QUATRO,CINCO,SEIS,SETE,OITO,NOVE,DEZ,ONZE,DOZE,TREZE,QUATORZE,QUINZE,' +
			'DEZESSEIS,DEZESSETE,DEZOITO,DEZENOVE,VINTE,VINTE UM,VINTE DOIS,VINTE TRES,' +
			'VINTE QUATRO,VINTE CINCO,VINTE SEIS,VINTE SETE,VINTE OITO,VINTE NOVE',
		tens: 'TRINTA,QUARENTA,CINQUENTA,SESSENTA,SETENTA,OITENTA,NOVENTA',
		hundreds:
			'CEM,DUZENTOS,TREZENTOS,QUATROCENTOS,QUINHENTOS,SEISSENTOS,SETECENTOS,OITOCENTOS,' +
			'NOVECENTOS',
		zero: 'ZERO',
		hundred: 'CEM',
		thousand: 'MIL',
		million: 'MILHÃO',
		millions: 'MILHÕES',
	},
	nl: {
		point: 'punt',
		and: 'en',
		one: 'EEN',
		small:
			'EEN,TWEE,DRIE,VIER,VIJF,ZES,ZEVEN,ACHT,NEGEN,TIEN,ELF,TWAALF,DERTIEN,VEERTIEN,VIJFTIEN,' +
			'ZESTIEN,ZEVENTIEN,ACHTTIEN,NEGENTIEN,TWINTIG,EENENTWINTIG,TWEEËNTWINTIG,DRIEËNTWINTIG,' +
			'VIERENTWINTIG,VIJFENTWINTIG,ZESENTWINTIG,ZEVENENTWINTIG,ACHTENTWINTIG,NEGENENTWINTIG',
		tens: 'DERTIG,VEERTIG,VIJFTIG,ZESTIG,ZEVENTIG,TACHTIG,NEGENTIG',
		hundreds:
			'HONDERD,TWEEHONDERD,DRIEHONDERD,VIERHONDERD,VIJFHONDERD,ZESHONDERD,ZEVENHONDERD,' +
			'ACHTHONDERD,NEGENHONDERD',
		zero: 'NUL',
		hundred: 'HONDERD',
		thousand: 'DUIZEND',
		million: 'MILJOEN',
		millions: 'MILJOEN',
	},
	ro: {
		point: 'virgula',
		and: 'si',
		one: 'UNU',
		small:
			'UNA,DOUA,TREI,PATRU,CINCI,SASE,SAPTE,OPT,NOUA,ZECE,UNSPREZECE,DOISPREZECE,TREISPREZECE,' +
			'PAISPREZECE,CINCISPREZECE,SAISPREZECE,SAPTESPREZECE,OPTSPREZECE,NOUASPREZECE,DOUAZECI,' +
			'DOUAZECI SI UNA,DOUAZECISI DOUA,DOUAZECI SI TREI,DOUAZECI SI PATRU,DOUAZECI SI CINCI,' +
			'DOUAZECI SI SASE,DOUAZECI SI SAPTE,DOUAZECI SI OPT,DOUAZECI SI NOUA',
		tens: 'TREIZECI,PATRUZECI,CINCIZECI,SAIZECI,SAPTEZECI,OPTZECI,NOUAZECI',
		hundreds:
			'O SUTA,DOUA SUTE,TREI SUTE,PATRU SUTE,CINCI SUTE,SASE SUTE,SAPTE SUTE,OPT SUTE,NOUA SUTE',
		zero: 'ZERO',
		hundred: 'SUTA',
		thousand: 'MIE',
		million: 'MILION',
		millions: 'MILIOANE',
	},
};

/** An entry of a comma list whose first entry stands for `first`. */
function entry(list: string, index: number, first: number): string {
	return list.split(',')[Math.trunc(index) - first] ?? '';
}

/** A number below 1000; its decimals are not looked at. */
function belowThousand(number: number, words: Language): string {
	if (number === 100) return words.hundred;
	const hundreds = Math.floor(number / 100);
	const tens = Math.floor(number / 10) - 10 * hundreds;
	const ones = number - 100 * hundreds - 10 * tens;
	let text = tens > 2 ? entry(words.tens, tens, 3) : entry(words.small, tens * 10 + ones, 1);
	if (tens > 2 && ones > 0) text += ` ${words.and} ${entry(words.small, ones, 1)}`;
	return hundreds > 0 ? `${entry(words.hundreds, hundreds, 1)} ${text}` : text;
}

/** Whether a number ends in 1 without being 1 or 11, where coreBOS spaces differently. */
function endsInOne(number: number): boolean {
	return (
		number - 100 * Math.floor(number / 100) > 11 && number - 10 * Math.floor(number / 10) === 1
	);
}

function millionsText(count: number, words: Language): string {
	if (count === 1) return `${words.one} ${words.million} `;
	return count > 1 || endsInOne(count) ? `${belowThousand(count, words)} ${words.millions} ` : '';
}

function thousandsText(count: number, words: Language): string {
	if (count === 1) return ` ${words.thousand} `;
	if (count < 1 && !endsInOne(count)) return '';
	return `${endsInOne(count) ? '' : ' '}${belowThousand(count, words)} ${words.thousand} `;
}

/**
 * A number in words.
 *
 * @param number the number
 * @param text the same number as text: what follows its point is read as a number of its own
 * @param language en, es, it, fr, pt, nl or ro; another one counts as en
 * @returns JavaScript text
 */
export function numberInWords(number: number, text: string, language: string): string {
	const words = Object.hasOwn(LANGUAGES, language) ? LANGUAGES[language] : LANGUAGES.en;
	if (Math.floor(number) === 0) return words.zero;
	const millions = Math.floor(number / 1_000_000);
	const thousands = Math.floor((number - millions * 1_000_000) / 1000);
	const rest = number - millions * 1_000_000 - thousands * 1000;
	let result =
		millionsText(millions, words) + thousandsText(thousands, words) + belowThousand(rest, words);
	const point = text.indexOf('.');
	if (point > 0) {
		const decimals = text.slice(point + 1);
		result += ` ${words.point} ${numberInWords(Number(decimals) || 0, decimals, language)}`;
	}
	return result.replaceAll('  ', ' ').trim();
}

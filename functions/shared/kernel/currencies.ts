/**
 * ISO 4217 (list one): every code by the decimal places of its minor unit. Not from `Intl`, whose data (CLDR) has the customary
 * places and differs for 17 codes. Codes without a minor unit (XAU, XXX) are excluded.
 */
const codesByExponent: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: [
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY',
    'COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR',
    'IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD',
    'NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP',
    'SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG',
  ].join(' '),
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

/** Withdrawn in recent years, but still in old orders. All had two decimal places. */
const withdrawn = 'ANG BGN CUC HRK SLL ZWL';

const exponents: ReadonlyMap<string, number> = new Map([
  ...Object.entries(codesByExponent).flatMap(([exponent, codes]) =>
    codes.split(' ').map((code) => [code, Number(exponent)] as const),
  ),
  ...withdrawn.split(' ').map((code) => [code, 2] as const),
]);

/** Every code, sorted. */
export const currencyCodes: readonly string[] = [...exponents.keys()].sort();

/** Whether the code is in ISO 4217. */
export const isCurrency = (code: string): boolean => exponents.has(code);

/** Decimal places of the currency's minor unit; two for a code that is not in ISO 4217. */
export const minorUnitExponent = (code: string): number => exponents.get(code) ?? 2;

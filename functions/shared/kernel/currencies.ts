/**
 * ISO 4217 (list one): every code by the decimal places of its minor unit. Never from `Intl`, whose data (CLDR)
 * says how many places are customary, and differs for 17 of them. Codes without a minor unit (XAU, XXX) are no money here.
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

/** Withdrawn in the last years: amounts of old orders are still written. All had two places. */
const withdrawn = 'ANG BGN CUC HRK SLL ZWL';

const exponents: ReadonlyMap<string, number> = new Map([
  ...Object.entries(codesByExponent).flatMap(([exponent, codes]) =>
    codes.split(' ').map((code) => [code, Number(exponent)] as const),
  ),
  ...withdrawn.split(' ').map((code) => [code, 2] as const),
]);

/** Every code there is, in order. */
export const currencyCodes: readonly string[] = [...exponents.keys()].sort();

/** Whether ISO 4217 has the code. */
export const isCurrency = (code: string): boolean => exponents.has(code);

/** Decimal places of the currency's minor unit; two, as most have, where the code is none of ISO 4217's. */
export const minorUnitExponent = (code: string): number => exponents.get(code) ?? 2;

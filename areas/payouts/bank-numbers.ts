// Guards against money sent astray: a number enters only when its length and its check digits are right.
// Sources: ISO 13616 (IBAN registry, release 99), ISO 9362 (BIC), ABA routing number policy.

/** Length of an IBAN by country. */
const ibanLengths: Record<string, number> = {
  AD: 24, AE: 23, AL: 28, AT: 20, AZ: 28, BA: 20, BE: 16, BG: 22, BH: 22, BI: 27, BR: 29, BY: 28, CH: 21, CR: 22, CY: 28, CZ: 24, DE: 22, DJ: 27, DK: 18, DO: 28, EE: 20, EG: 29, ES: 24,
  FI: 18, FK: 18, FO: 18, FR: 27, GB: 22, GE: 22, GI: 23, GL: 18, GR: 27, GT: 28, HR: 21, HU: 28, IE: 22, IL: 23, IQ: 23, IS: 26, IT: 27, JO: 30, KW: 30, KZ: 20, LB: 28, LC: 32, LI: 21,
  LT: 20, LU: 20, LV: 21, LY: 25, MC: 27, MD: 24, ME: 22, MK: 19, MN: 20, MR: 27, MT: 31, MU: 30, NI: 28, NL: 18, NO: 15, OM: 23, PK: 24, PL: 28, PS: 29, PT: 25, QA: 29, RO: 24, RS: 22,
  RU: 33, SA: 24, SC: 31, SD: 18, SE: 24, SI: 19, SK: 24, SM: 27, SO: 23, ST: 25, SV: 28, TL: 23, TN: 24, TR: 26, UA: 29, VA: 22, VG: 24, XK: 20, YE: 30,
}

/** Where a SEPA credit transfer reaches, by the first letters of the IBAN. Source: EPC409-09, list of SEPA scheme countries. */
const sepa = new Set(('AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK SM VA').split(' '))

export type NumberProblem = { code: string; message: string }
export type Checked = { ok: true; value: string } | ({ ok: false } & NumberProblem)
const wrong = (code: string, message: string): Checked => ({ ok: false, code, message })

/** An IBAN without spaces, in capitals; its length must be its country's and its remainder by 97 must be 1. */
export function checkIban(raw: string): Checked {
  const value = raw.replace(/[\s.-]/g, '').toUpperCase()
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$/.test(value)) return wrong('iban_shape', 'An IBAN begins with two letters and two digits, such as DE89 3704 0044 0532 0130 00.')
  const length = ibanLengths[value.slice(0, 2)]
  if (!length) return wrong('iban_country', `${value.slice(0, 2)} is not a country with IBANs.`)
  if (value.length !== length) return wrong('iban_length', `An IBAN of ${value.slice(0, 2)} has ${length} characters; this one has ${value.length}.`)
  return remainder97(value) === 1 ? { ok: true, value } : wrong('iban_check', 'The check digits do not fit: a digit is wrong or two are swapped. Compare it with your bank statement.')
}

/** ISO 7064 mod 97-10: the first four characters go to the end, letters become 10 to 35. */
function remainder97(iban: string): number {
  let rest = 0
  for (const c of iban.slice(4) + iban.slice(0, 4)) rest = c >= 'A' ? (rest * 100 + c.charCodeAt(0) - 55) % 97 : (rest * 10 + Number(c)) % 97
  return rest
}

/** Bank, country, place and an optional branch; eight or eleven characters. Whether the bank exists only its register knows. */
export function checkBic(raw: string): Checked {
  const value = raw.replace(/\s/g, '').toUpperCase()
  return /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(value) ? { ok: true, value } : wrong('bic_shape', 'A BIC has 8 or 11 characters, such as COBADEFFXXX.')
}

/** Nine digits with the ABA checksum 3-7-1, and a first pair that the Federal Reserve gives out. */
export function checkRouting(raw: string): Checked {
  const value = raw.replace(/[\s-]/g, '')
  if (!/^\d{9}$/.test(value)) return wrong('routing_shape', 'A routing number has nine digits.')
  const pair = Number(value.slice(0, 2))
  const isGiven = pair <= 12 || (pair >= 21 && pair <= 32) || (pair >= 61 && pair <= 72) || pair === 80
  const sum = [...value].reduce((total, digit, i) => total + Number(digit) * [3, 7, 1][i % 3]!, 0)
  return isGiven && sum > 0 && sum % 10 === 0 ? { ok: true, value } : wrong('routing_check', 'The check digit does not fit: a digit is wrong or two are swapped. Compare it with a cheque or your bank’s page.')
}

/** A US account number: up to 17 digits, as NACHA files carry it. */
export function checkUsAccount(raw: string): Checked {
  const value = raw.replace(/[\s-]/g, '')
  return /^\d{4,17}$/.test(value) ? { ok: true, value } : wrong('account_shape', 'An account number has 4 to 17 digits.')
}

/** An account number elsewhere: what banks of many countries use, and nothing else. */
export function checkOtherAccount(raw: string): Checked {
  const value = raw.replace(/[\s-]/g, '').toUpperCase()
  return /^[A-Z0-9]{4,34}$/.test(value) ? { ok: true, value } : wrong('account_shape', 'An account number has 4 to 34 letters and digits.')
}

export const isSepaIban = (iban: string): boolean => sepa.has(iban.slice(0, 2))
/** All that is ever shown of a number. */
export const lastFour = (number: string): string => number.slice(-4)

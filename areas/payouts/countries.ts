const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })

/** Two letters that ISO 3166 gives to a country, and no other way to write it. */
export const isCountry = (code: string): boolean =>
  /^[A-Z]{2}$/.test(code) && !/^(Q[M-Z]|X[A-JL-Z]|ZZ|EU|UN|EZ)$/.test(code) && new Intl.Locale(`und-${code}`).region === code && names.of(code) !== undefined
export const countryName = (code: string): string => names.of(code) ?? code

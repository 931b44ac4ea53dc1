// Groups of countries by the names that people use. ISO 3166 alpha-2; a country may be in several. Pure.

const dach = ['DE', 'AT', 'CH']
const nordics = ['DK', 'FI', 'IS', 'NO', 'SE']
const benelux = ['BE', 'LU', 'NL']
const eu = ['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IT', 'LT', 'LU', 'LV', 'MT', 'NL', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK']
const europe = [...eu, 'AD', 'AL', 'BA', 'BY', 'CH', 'FO', 'GB', 'GG', 'GI', 'IM', 'IS', 'JE', 'LI', 'MC', 'MD', 'ME', 'MK', 'NO', 'RS', 'SM', 'UA', 'VA', 'XK']

export const regions: Readonly<Record<string, readonly string[]>> = {
  DACH: dach,
  Nordics: nordics,
  Benelux: benelux,
  'European Union': eu,
  Europe: europe,
  'UK and Ireland': ['GB', 'IE'],
  'Western Europe': [...dach, ...benelux, 'FR', 'GB', 'IE', 'LI', 'MC'],
  'Southern Europe': ['AD', 'CY', 'ES', 'GI', 'GR', 'IT', 'MT', 'PT', 'SM', 'VA'],
  'Central and Eastern Europe': ['AL', 'BA', 'BG', 'BY', 'CZ', 'EE', 'HR', 'HU', 'LT', 'LV', 'MD', 'ME', 'MK', 'PL', 'RO', 'RS', 'SI', 'SK', 'UA', 'XK'],
  'North America': ['CA', 'MX', 'US'],
  'Latin America': ['AR', 'BO', 'BR', 'CL', 'CO', 'CR', 'CU', 'DO', 'EC', 'GT', 'HN', 'MX', 'NI', 'PA', 'PE', 'PR', 'PY', 'SV', 'UY', 'VE'],
  'Middle East': ['AE', 'BH', 'IL', 'IQ', 'IR', 'JO', 'KW', 'LB', 'OM', 'PS', 'QA', 'SA', 'SY', 'TR', 'YE'],
  Africa: [
    'AO', 'BF', 'BI', 'BJ', 'BW', 'CD', 'CF', 'CG', 'CI', 'CM', 'CV', 'DJ', 'DZ', 'EG', 'ER', 'ET', 'GA', 'GH', 'GM', 'GN', 'GQ', 'GW', 'KE', 'KM', 'LR', 'LS', 'LY', 'MA', 'MG', 'ML', 'MR', 'MU', 'MW', 'MZ',
    'NA', 'NE', 'NG', 'RW', 'SC', 'SD', 'SL', 'SN', 'SO', 'SS', 'ST', 'SZ', 'TD', 'TG', 'TN', 'TZ', 'UG', 'ZA', 'ZM', 'ZW',
  ],
  'Asia-Pacific': ['AU', 'BD', 'BN', 'BT', 'CN', 'FJ', 'HK', 'ID', 'IN', 'JP', 'KH', 'KR', 'LA', 'LK', 'MM', 'MN', 'MO', 'MV', 'MY', 'NP', 'NZ', 'PG', 'PH', 'PK', 'SG', 'TH', 'TL', 'TW', 'VN'],
}

/** The region as we write it, whatever the case; undefined for none of ours. */
export function readRegion(text: string): string | undefined {
  const sought = text.trim().toLowerCase()
  return Object.keys(regions).find((name) => name.toLowerCase() === sought)
}

// Text as banks take it. Source: EPC217-08, SEPA conversion table: Latin letters, digits and / - ? : ( ) . , ' + and space.

const greek: Record<string, string> = {
  Α: 'A', Β: 'V', Γ: 'G', Δ: 'D', Ε: 'E', Ζ: 'Z', Η: 'I', Θ: 'TH', Ι: 'I', Κ: 'K', Λ: 'L', Μ: 'M', Ν: 'N', Ξ: 'X', Ο: 'O', Π: 'P', Ρ: 'R', Σ: 'S', Τ: 'T', Υ: 'Y', Φ: 'F', Χ: 'CH', Ψ: 'PS', Ω: 'O',
}
const cyrillic: Record<string, string> = {
  А: 'A', Б: 'B', В: 'V', Г: 'G', Д: 'D', Е: 'E', Ж: 'ZH', З: 'Z', И: 'I', Й: 'Y', К: 'K', Л: 'L', М: 'M', Н: 'N', О: 'O', П: 'P', Р: 'R', С: 'S', Т: 'T', У: 'U', Ф: 'F', Х: 'H', Ц: 'TS',
  Ч: 'CH', Ш: 'SH', Щ: 'SHT', Ъ: 'A', Ы: 'Y', Ь: 'Y', Э: 'E', Ю: 'YU', Я: 'YA', І: 'I', Ї: 'YI', Є: 'YE', Ґ: 'G',
}
const latin: Record<string, string> = {
  Ä: 'AE', Ö: 'OE', Ü: 'UE', ẞ: 'SS', Æ: 'AE', Ø: 'O', Œ: 'OE', Å: 'A', Đ: 'D', Ð: 'D', Þ: 'TH', Ł: 'L', Ħ: 'H', Ŋ: 'N', Ŧ: 'T', ı: 'I', '&': '+', '@': '(AT)', '_': '-', '€': 'EUR', '’': "'", '‘': "'", '–': '-', '—': '-',
}
const table = new Map([greek, cyrillic, latin].flatMap((one) => Object.entries(one)).flatMap(([from, to]): [string, string][] => {
  const small = from.toLowerCase()
  return small === from ? [[from, to]] : [[from, to], [small, to.toLowerCase()]]
}).concat([['ß', 'ss'], ['ς', 's']]))

/** Written with what SEPA carries, plainly: "Müller & Söhne" → "Mueller + Soehne". What has no counterpart is left out. */
export function sepaText(text: string, most: number): string {
  const known = [...text.normalize('NFC')].map((c) => table.get(c) ?? c).join('')
  const bare = [...known.normalize('NFKD').replace(/\p{M}/gu, '')].map((c) => table.get(c) ?? c).join('')
  return bare.replace(/[^A-Za-z0-9/\-?:().,'+ ]/g, ' ').replace(/\/{2,}/g, '/').replace(/\s+/g, ' ').trim().replace(/^\/+|\/+$/g, '').slice(0, most).trim()
}

/** As NACHA files carry it: capitals, digits, space and . - of ASCII. */
export function nachaText(text: string): string {
  return sepaText(text, 200).replace(/[^A-Za-z0-9 .-]/g, ' ').replace(/\s+/g, ' ').trim().toUpperCase()
}

/** Whether a name is still a name once it is written for a bank. */
export const isBankName = (text: string): boolean => /[A-Za-z]{2}/.test(sepaText(text, 70))

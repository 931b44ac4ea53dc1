import type { Preview, Said } from './queries.ts'

/** A preview with what was chosen since: each choice stands at once, though a large file takes a while to be read again. */
export function asSaid(preview: Preview, { mapping, options }: Said): Preview {
  const { currency, createCompanies, encoding, delimiter, header, choices } = options
  const meanings = choices?.[preview.choices?.field ?? ''] ?? {}
  const columns = Object.entries({ ...preview.mapping, ...mapping }).flatMap(([field, column]): [string, string][] => (column === null ? [] : [[field, column]]))
  return {
    ...preview, mapping: Object.fromEntries(columns),
    settings: { ...preview.settings, currency: currency ?? preview.settings.currency, createCompanies: createCompanies ?? preview.settings.createCompanies },
    layout: { ...preview.layout, encoding: encoding ?? preview.layout.encoding, delimiter: delimiter ?? preview.layout.delimiter, header: header ?? preview.layout.header },
    choices: preview.choices && { ...preview.choices, values: preview.choices.values.map((v) => (meanings[v.value] ? { ...v, meaning: meanings[v.value] ?? null, source: 'decided' as const } : v)) },
    questions: preview.questions.filter(({ option, message }) => !mapping[option.replace(/^mapping\./, '')] && !Object.keys(meanings).some((value) => message.startsWith(`Say what “${value}” means`))),
  }
}

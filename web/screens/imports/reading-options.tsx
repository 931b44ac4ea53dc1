import { Checkbox, NativeSelect } from '@mantine/core'
import { useWorkspace } from '../../api/session.ts'
import { currencyChoices } from '../../parts/currency-choices.ts'
import classes from './imports.module.css'
import type { Options, Preview } from './queries.ts'

type Props = { preview: Preview; options: Options; onChange: (part: Partial<Options>) => void }

const dateOrders = [{ value: 'dmy', label: '3 April 2026, day first' }, { value: 'mdy', label: 'March 4, 2026, month first' }, { value: 'ymd', label: 'year, month, day' }]
const signs = [{ value: '.', label: 'a point, as in 1,234.50' }, { value: ',', label: 'a comma, as in 1.234,50' }]
const delimiters = [{ value: ',', label: 'a comma' }, { value: ';', label: 'a semicolon' }, { value: '\t', label: 'a tab' }, { value: '|', label: 'a bar' }]
const encodings = [{ value: 'utf-8', label: 'UTF-8' }, { value: 'windows-1252', label: 'Windows-1252 (Western Europe)' }, { value: 'utf-16le', label: 'UTF-16, little endian' }, { value: 'utf-16be', label: 'UTF-16, big endian' }]
const found = { value: '', label: 'as the file shows' }

/** Dates, amounts and the file itself: found out from the file, changed here where that went wrong. */
export function ReadingOptions({ preview, options, onChange }: Props) {
  const { currency } = useWorkspace()
  const { settings, layout, questions } = preview
  const asks = (name: string) => questions.some((q) => q.option === `options.${name}`) && 'Say which is meant.'
  const has = (...names: string[]) => names.some((name) => preview.fields.some((f) => f.name === name))
  const isKnown = delimiters.some((d) => d.value === layout.delimiter)
  return (
    <>
      <div className={classes.reading}>
        <NativeSelect label="A date such as 03/04/2026 is" name="options.dateOrder" value={options.dateOrder ?? settings.dateOrder ?? ''} error={asks('dateOrder')} data={[...(settings.dateOrder ? [] : [found]), ...dateOrders]} onChange={(event) => onChange({ dateOrder: (event.currentTarget.value || undefined) as Options['dateOrder'] })} />
        <NativeSelect label="Decimals of an amount follow" name="options.decimalSign" value={options.decimalSign ?? settings.decimalSign ?? ''} error={asks('decimalSign')} data={[...(settings.decimalSign ? [] : [found]), ...signs]} onChange={(event) => onChange({ decimalSign: (event.currentTarget.value || undefined) as Options['decimalSign'] })} />
        <NativeSelect label="Currency, where a row names none" name="options.currency" value={settings.currency} data={currencyChoices(currency)} onChange={(event) => onChange({ currency: event.currentTarget.value })} />
      </div>
      {has('companyName', 'companyDomain') && (
        <Checkbox mt="md" label="Make companies that we do not know yet" description="Without it, rows of unknown companies are imported with no company." checked={settings.createCompanies} onChange={(event) => onChange({ createCompanies: event.currentTarget.checked })} />
      )}
      <details className={classes.layout}>
        <summary>The file: {encodings.find((e) => e.value === layout.encoding)?.label ?? layout.encoding}, values separated by {delimiters.find((d) => d.value === layout.delimiter)?.label ?? `“${layout.delimiter}”`}, {layout.header ? 'the first row holds the column names' : 'no column names'}</summary>
        <div className={classes.reading}>
          <NativeSelect label="Encoding" value={layout.encoding} data={encodings} onChange={(event) => onChange({ encoding: event.currentTarget.value as NonNullable<Options['encoding']> })} />
          <NativeSelect label="Values are separated by" value={layout.delimiter} data={isKnown ? delimiters : [{ value: layout.delimiter, label: `“${layout.delimiter}”` }, ...delimiters]} onChange={(event) => onChange({ delimiter: event.currentTarget.value })} />
          <Checkbox mt={{ base: 0, sm: 26 }} label="The first row holds the column names" checked={layout.header} onChange={(event) => onChange({ header: event.currentTarget.checked })} />
        </div>
      </details>
    </>
  )
}

import { Text, Textarea } from '@mantine/core'
import { api, take } from '../../api/client.ts'
import { say } from '../../api/use-act.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { PartnerSelect } from '../../parts/partner-select.tsx'
import { useForm } from '../../parts/use-form.ts'
import classes from './facts.module.css'
import type { TrayedRow } from './queries.ts'

type Json = Record<string, unknown>

/** Tells a fact in place of one that could not be used; the server says at once whether this one can. */
export function CorrectFact({ row, onClose }: { row: TrayedRow; onClose: () => void }) {
  const form = useForm({
    initial: { json: JSON.stringify(row.fact, null, 2) }, checks: { json: (text) => (readFact(text) ? undefined : 'This is no JSON object yet.') }, names: { fact: 'json' },
    submit: async ({ json }) => {
      const fact = readFact(json)
      if (!fact) return
      const { result } = await take(api.PUT('/api/v1/facts/tray/{id}/decision', { params: { path: { id: row.id } }, body: { decision: 'correct', fact } }))
      onClose()
      say(result?.result === 'known' ? 'The same was told before, so nothing is booked anew.' : 'It is told, and what follows from it is booked.')
    },
  })
  const written = readFact(form.values.json)
  const partner = typeof written?.['partner'] === 'string' ? written['partner'] : undefined
  return (
    <FormDialog title={`Correct ${row.key}`} onClose={onClose} verb="Tell it" form={form}>
      <Text size="sm">{row.why}</Text>
      {/* Who tells facts knows partners by name; facts name them by id. */}
      {partner !== undefined && <PartnerSelect label="Partner" value={isPartnerId(partner) ? partner : ''} onChange={(id) => id && form.set('json', JSON.stringify({ ...written, partner: id }, null, 2))} />}
      <Textarea label="The fact as JSON" minRows={8} maxRows={24} spellCheck={false} className={classes.json} data-autofocus {...form.field('json')} />
    </FormDialog>
  )
}

const isPartnerId = (text: string): boolean => /^par_[0-9a-f]{32}$/.test(text)

function readFact(text: string): Json | undefined {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Json) : undefined
  } catch {
    return undefined
  }
}

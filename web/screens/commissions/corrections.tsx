import { Text } from '@mantine/core'
import { A } from '../../parts/link.tsx'
import { Section } from '../../parts/page.tsx'
import text from '../../parts/text.module.css'
import { When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import type { CommissionDetail } from './queries.ts'

type Correction = CommissionDetail['corrections'][number]
const fieldWords: Record<string, string> = { amount: 'Amount', at: 'Day', partner: 'Partner', account: 'Company', product: 'Product', lowerBy: 'Fell away' }

/** What was said to be wrong about a line, and what was booked for it; nothing while nobody said anything. */
export function Corrections({ line }: { line: CommissionDetail }) {
  if (line.corrections.length === 0) return null
  return (
    <Section title="Corrections" count={line.corrections.length}>
      {line.corrections.map((one) => (
        <Text key={one.id} size="sm" mb="sm" component="div">
          “{one.why}” <span className={text.quiet}>{one.by && `${one.by}, `}<When at={one.at} /></span>
          <span className={text.source}>{sayChange(one)}{one.commissionIds.length > 0 && <> Booked: {one.commissionIds.map((id, i) => <span key={id}>{i > 0 && ', '}<A size="sm" to={paths.commission(id)}>line {i + 1}</A></span>)}.</>}</span>
        </Text>
      ))}
    </Section>
  )
}

function sayChange(one: Correction): string {
  if (one.how === 'withdrawn') return 'It never was.'
  const changes = Object.entries(one.change).filter(([field]) => field !== 'partner').map(([field, { from, to }]) => `${fieldWords[field] ?? field} ${from === null ? to : `${from}, now ${to}`}`)
  return [...changes, ...(one.change['partner'] ? ['Another partner'] : [])].join('; ').concat('.')
}

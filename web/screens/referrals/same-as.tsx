import { Button, Group, Text } from '@mantine/core'
import { useAct } from '../../api/use-act.ts'
import { A } from '../../parts/link.tsx'
import { Section } from '../../parts/page.tsx'
import { sayLikely } from '../../parts/numbers.ts'
import text from '../../parts/text.module.css'
import { paths } from '../../paths.ts'
import type { Referral } from './queries.ts'
import { referralVerbs } from './verbs.ts'

/** Companies of ours that the buyer may be; one click says which. */
export function SameAs({ referral }: { referral: Referral }) {
  const say = useAct((companyId: string) => referralVerbs(referral.id).company(companyId), { done: 'The introduction is about that company now.' })
  if (referral.maybeSameAs.length === 0 || referral.can.reopen.allowed) return null
  return (
    <Section title="Maybe a company we know">
      <Text size="sm" c="dimmed" mb="xs">The partner wrote “{referral.buyerText}”.</Text>
      <ul>
        {referral.maybeSameAs.map(({ company, probability, reasons, speaksAgainst }) => (
          <Group key={company.id} component="li" justify="space-between" wrap="nowrap" align="flex-start" py={6}>
            <Text size="sm">
              <A to={paths.company(company.id)}>{company.name}</A>
              <Text span c="dimmed"> {sayLikely(probability)}{reasons.join(' ')}</Text>
              {speaksAgainst.length > 0 && <span className={text.known}> {speaksAgainst.join(' ')}</span>}
            </Text>
            {referral.can.write.allowed && <Button onClick={() => say.run(company.id)} loading={say.busy} aria-label={`It is ${company.name}`}>It is this company</Button>}
          </Group>
        ))}
      </ul>
    </Section>
  )
}

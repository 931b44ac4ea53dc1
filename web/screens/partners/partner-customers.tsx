import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMe } from '../../api/session.ts'
import { ButtonLink } from '../../parts/link.tsx'
import { sayCount, sayNumber } from '../../parts/numbers.ts'
import { Section } from '../../parts/page.tsx'
import { paths } from '../../paths.ts'
import { partnerMappingQuery } from '../mapping/queries.ts'
import { sayFit } from '../mapping/words.tsx'

/** What account mapping says of the partner's customers, in a sentence. */
export function PartnerCustomers({ partnerId }: { partnerId: string }) {
  const { may } = useMe()
  const mapping = useQuery({ ...partnerMappingQuery(partnerId), enabled: may('mapping:read') }).data
  if (!mapping) return null
  const { inUse, underWay, request } = mapping
  return (
    <Section title="Customer list" action={<ButtonLink to={paths.partnerMapping(partnerId)}>{inUse || underWay ? 'Open' : 'Compare lists'}</ButtonLink>}>
      <Text size="sm" c={inUse?.figures ? undefined : 'dimmed'}>
        {underWay ? 'A list is being read.' : inUse?.figures ? `${sayCount(inUse.figures.customers, 'customer')}, ${sayNumber(inUse.figures.known)} known to us; fit A or B: ${sayFit(inUse.figures)}.` : inUse ? 'There is a list, which the partner has not opened yet.' : request?.state === 'open' ? `${request.contact.name} was asked and has not answered yet.` : request?.state === 'declined' ? 'The partner would rather not share one.' : 'Not shared yet.'}
      </Text>
    </Section>
  )
}

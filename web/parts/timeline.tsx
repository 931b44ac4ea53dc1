import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, take } from '../api/client.ts'
import { usePages } from '../api/pages.ts'
import { membersQuery } from '../api/session.ts'
import { pathOfId } from '../paths.ts'
import { sayEvent, type EventRow } from './event-words.ts'
import { A } from './link.tsx'
import { Section } from './page.tsx'
import { ErrorState, Loading } from './states.tsx'
import classes from './timeline.module.css'
import { When } from './when.tsx'

/** What a timeline is about: things by their ids, or everything of a partner or company. */
export type About = { subject: string } | { partner: string } | { company: string }

/** What happened to a company that became part of this one says here what the merge itself says. */
const isTwin = (event: EventRow, about: About): boolean => 'company' in about && event.type === 'company.absorbed' && event.companyId !== about.company

/** What happened, newest first: who, when, and why in their words. `names` says how things are called in the links to them. */
export function Timeline({ about, names }: { about: About; names?: Map<string, string> }) {
  const members = useQuery(membersQuery).data?.items ?? []
  const nameOf = (id: string) => members.find((m) => m.id === id)?.name ?? 'a member'
  const pages = usePages(['events', about], (after) => take(api.GET('/api/v1/events', { params: { query: { ...about, limit: 30, ...(after ? { after } : {}) } } })))
  return (
    <Section title="What happened">
      {pages.error && pages.rows.length === 0 ? <ErrorState error={pages.error} retry={pages.retry} what="The timeline" /> : pages.isLoading ? <Loading lines={4} /> : (
        <ol className={classes.timeline}>
          {pages.rows.filter((event) => !isTwin(event, about)).map((event) => (
            <li key={event.id}>
              <p>{sayEvent(event, nameOf)}</p>
              {event.why && <p className={classes.why} dir="auto">“{event.why}”</p>}
              <p className={classes.meta}><bdi>{event.actor.name}</bdi>, <When at={event.at} /><Subject event={event} about={about} names={names} /></p>
            </li>
          ))}
        </ol>
      )}
      {pages.more && <Button mt="sm" onClick={pages.more} loading={pages.isLoadingMore}>Show earlier</Button>}
    </Section>
  )
}

const nouns: Record<string, string> = { referral: 'the introduction', opportunity: 'the opportunity', partner: 'the partner', company: 'the company', plan: 'the plan', hypothesis: 'the hypothesis', review: 'the review', commission: 'the commission' }

/** In the timeline of a partner or company an event may be about one of many things: the way there. */
function Subject({ event, about, names }: { event: EventRow; about: About; names: Map<string, string> | undefined }) {
  if ('subject' in about) {
    // Of a whole, what happened to one of its parts: whose it is.
    const name = names && event.partnerId && !about.subject.split(',').includes(event.subject.id) ? (names.get(event.partnerId) ?? nouns['partner']) : undefined
    const partner = event.partnerId && pathOfId(event.partnerId)
    return name && partner ? <>, <A to={partner}>{name}</A></> : null
  }
  const own = 'partner' in about ? about.partner : about.company
  const referral = event.payload['referralId']
  const id = event.subject.id === own ? undefined : typeof referral === 'string' ? referral : event.subject.id
  const to = id && pathOfId(id)
  return to ? <>, <A to={to}>{names?.get(id) ?? nouns[id === referral ? 'referral' : event.subject.noun] ?? 'open'}</A></> : null
}

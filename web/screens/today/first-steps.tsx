import { useQuery } from '@tanstack/react-query'
import { api, take } from '../../api/client.ts'
import { ButtonLink } from '../../parts/link.tsx'
import { EmptyState, Loading } from '../../parts/states.tsx'
import { State } from '../../parts/state.tsx'
import { paths } from '../../paths.ts'
import classes from './today.module.css'

/** What has been done so far: companies there, a partner there, an introduction or a link there. */
function useProgress() {
  return useQuery({
    queryKey: ['first-steps'],
    queryFn: async () => {
      const [companies, opportunities, partners, referrals, plans] = await Promise.all([
        take(api.GET('/api/v1/companies', { params: { query: { limit: 1 } } })),
        take(api.GET('/api/v1/opportunities', { params: { query: { limit: 1 } } })),
        take(api.GET('/api/v1/partners', { params: { query: { limit: 1 } } })),
        take(api.GET('/api/v1/referrals', { params: { query: { limit: 1 } } })),
        take(api.GET('/api/v1/plans')),
      ])
      const first = partners.items[0]
      const links = first ? (await take(api.GET('/api/v1/partners/{id}', { params: { path: { id: first.id } } }))).links.length : 0
      return { imported: companies.items.length > 0 && opportunities.items.length > 0, partner: partners.items.length > 0 && plans.items.some((p) => p.partners > 0), sent: links > 0 || referrals.items.length > 0, firstPartner: first?.id }
    },
  })
}

/** Nothing is due: on a fresh workspace the three things to do next, later a quiet word. */
export function FirstSteps({ kept, mayWrite }: { kept: number; mayWrite: boolean }) {
  const progress = useProgress()
  if (progress.isPending) return <Loading lines={3} />
  const { imported = false, partner = false, sent = false, firstPartner } = progress.data ?? {}
  if (kept > 0 || (imported && partner && sent) || !mayWrite)
    return <EmptyState title="Nothing is due">What partners send us appears here, with the time by which we promised to answer.</EmptyState>
  const steps = [
    { isDone: imported, title: 'Import companies and opportunities', why: 'So that a buyer you know already is recognised when a partner introduces them.', to: paths.newImport(), verb: 'Import' },
    { isDone: partner, title: 'Add a partner and its plan', why: 'A contact to write to, and what they earn.', to: firstPartner ? paths.partner(firstPartner) : paths.newPartner(), verb: firstPartner ? 'Choose a plan' : 'Add partner' },
    { isDone: sent, title: 'Send a partner their link', why: 'They introduce a buyer with it in half a minute, without an account.', to: firstPartner ? paths.partner(firstPartner) : paths.partners(), verb: 'Send link' },
  ]
  const next = steps.findIndex((step) => !step.isDone)
  return (
    <section aria-labelledby="first-steps">
      <h2 id="first-steps" className={classes.groupHead}>Three things to do next</h2>
      <ol>
        {steps.map((step, i) => (
          <li key={step.title} className={classes.step}>
            <State word={step.isDone ? 'Done' : 'Not done'} tone={step.isDone ? 'good' : 'waiting'} />
            <div>
              <p><strong>{step.title}</strong></p>
              <p className={classes.detail}>{step.why}</p>
            </div>
            {!step.isDone && <ButtonLink to={step.to} {...(i === next ? { variant: 'filled' } : {})}>{step.verb}</ButtonLink>}
          </li>
        ))}
      </ol>
    </section>
  )
}

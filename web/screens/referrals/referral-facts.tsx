import { Facts } from '../../parts/facts.tsx'
import { Grade } from '../../parts/grade.tsx'
import { A } from '../../parts/link.tsx'
import { OpportunityState } from '../../parts/state.tsx'
import { Money } from '../../parts/money.tsx'
import text from '../../parts/text.module.css'
import { When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { titleOf } from '../hypotheses/title.ts'
import type { Referral } from './queries.ts'

/** What one needs to know before answering: company, fit with reasons, whether we know them, who to call, what it earns. */
export function ReferralFacts({ referral, narrow }: { referral: Referral; narrow?: boolean }) {
  const { company } = referral
  const lastContact = [company.lastContactAt, referral.contactedAt, referral.metAt].filter((at) => at !== null).toSorted().at(-1)
  return (
    <Facts
      label="About the buyer" narrow={narrow ?? false}
      items={{
        Company: <><A to={paths.company(company.id)}><bdi>{company.name}</bdi></A>{company.domain && `, ${company.domain}`}</>,
        Fit: <Fit company={company} />,
        'Known?': referral.closedAt ? null : <Known referral={referral} />,
        'Last contact': lastContact ? <When at={lastContact} day /> : 'never by us',
        'Talk to': [referral.personName, referral.personReach].filter(Boolean).join(', '),
        Wrote: referral.buyerText === company.name || referral.buyerText === company.domain ? null : `“${referral.buyerText}”`,
        Earns: referral.earns ? earnsForUs(referral.earns) : 'nothing, the partner has no plan',
        Hypothesis: referral.hypothesis && <A to={paths.hypothesis(referral.hypothesis.id)}>{titleOf(referral.hypothesis)}</A>,
        Opportunity: referral.opportunity && (
          <>
            <A to={paths.opportunity(referral.opportunity.id)}><bdi>{referral.opportunity.name}</bdi></A> <Money amount={referral.opportunity.amount} brief /> <OpportunityState state={referral.opportunity.state} />
          </>
        ),
      }}
    />
  )
}

/** The grade with what it rests on; where nothing is known, that is no verdict. */
function Fit({ company: { grade, gradeReasons, gradeUnknown } }: Pick<Referral, 'company'>) {
  if (grade === 'none' && gradeReasons.length === 0 && gradeUnknown.length > 0) return <span className={text.quiet}>not known yet: {gradeUnknown.join(', ')}</span>
  const why = [gradeReasons.join(', '), gradeUnknown.length > 0 ? `not known: ${gradeUnknown.join(', ')}` : ''].filter(Boolean).join('; ')
  return <><Grade grade={grade} />{why && `${grade === null || grade === 'none' ? ': ' : ' '}${why}`}</>
}

/** The sentence the partner reads, as it reads to us. */
const earnsForUs = (sentence: string) => sentence.replace(/^You earn /, '').replace(/\.$/, '').replaceAll(' %', '\u00a0%')

/** Whether anything speaks against the partner: open opportunity, other claim, customer, or what a company that it may be would bring. */
function Known({ referral }: { referral: Referral }) {
  const { conflict, company, heldBy, maybeSameAs } = referral
  if (conflict && !conflict.decidedAt) return <ul className={text.known}>{conflict.reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>
  if (heldBy) return <span className={text.known}><bdi>{heldBy}</bdi> introduced this buyer too and holds it, since the protection of this introduction ended</span>
  if (conflict?.outcome === 'credited') return <>Conflict decided{conflict.decidedBy && <> by <bdi>{conflict.decidedBy}</bdi></>}: credited. {conflict.why}</>
  if (conflict?.outcome === 'not_credited') return <>Conflict decided{conflict.decidedBy && <> by <bdi>{conflict.decidedBy}</bdi></>}: not credited. {conflict.why}</>
  // Whoever has accepted it has looked.
  const doubtful = referral.state === 'submitted' ? maybeSameAs.filter((maybe) => maybe.speaksAgainst.length > 0) : []
  if (doubtful.length > 0)
    return <ul className={text.known}>{doubtful.map((maybe) => <li key={maybe.company.id}>It may be <bdi>{maybe.company.name}</bdi>. {maybe.speaksAgainst.join(' ')}</li>)}</ul>
  if (company.isCustomer) return <span className={text.known}>A customer already</span>
  if (referral.standing === 'held' && !referral.opportunity) return <span className={text.good}>No open opportunity, no other claim</span>
  return <>No other claim</>
}

import { Facts } from '../../parts/facts.tsx'
import { Quote } from '../../parts/quote.tsx'
import { When } from '../../parts/when.tsx'
import { partnerTypes } from '../partners/queries.ts'
import type { Candidate } from './queries.ts'

/** What they sent by the public page, word for word, the last first. */
export function ApplicationWords({ candidate, narrow }: { candidate: Candidate; narrow?: boolean }) {
  return candidate.applications.toReversed().map((a) => (
    <div key={a.id}>
      <Facts
        {...(narrow ? { narrow } : {})}
        items={{
          [a.isRepeat ? 'Sent again' : 'Sent']: <When at={a.receivedAt} />, By: <>{a.person}, {a.email}{a.isEmailConfirmed ? ', confirmed' : a.isRepeat ? '' : ', not confirmed'}</>, For: a.company, Website: a.website, As: partnerTypes[a.type].word,
          ...Object.fromEntries(a.answers.map((answer) => [answer.name, answer.words])),
        }}
      />
      {a.words && <Quote>{a.words}</Quote>}
    </div>
  ))
}

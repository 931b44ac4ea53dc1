import { Button } from '@mantine/core'
import { useWorkspace } from '../../api/session.ts'
import { daysApart, dueGroup, sayTime } from '../../parts/time.ts'
import { useNow } from '../../parts/use-now.ts'
import { Clock } from '../../parts/when.tsx'
import { OpenedPromise } from './opened-promise.tsx'
import type { TodayItem } from './queries.ts'
import classes from './today.module.css'

const verbs: Record<TodayItem['kind'], { by: string; button: string }> = {
  answer_referral: { by: 'answer by', button: 'Answer' }, contact_buyer: { by: 'first contact by', button: 'Log contact' }, answer_reply: { by: 'answer by', button: 'Answer reply' }, decide_conflict: { by: 'decide by', button: 'Decide' }, answer_dispute: { by: 'answer by', button: 'Answer dispute' }, answer_application: { by: 'answer by', button: 'Answer' }, do_action: { by: 'do by', button: 'Mark done' },
}

/** One promise: clock, what is to be done for whom, owner, one button. It opens in place. */
export function PromiseRow({ item, isOpen, toggle }: { item: TodayItem; isOpen: boolean; toggle: () => void }) {
  const { timeZone } = useWorkspace()
  const now = useNow()
  const due = Date.parse(item.dueAt)
  const { by, button } = verbs[item.kind]
  const days = daysApart(now, due, timeZone)
  const below = { late: `was due ${sayTime(due, now, timeZone)}`, today: `${by} ${sayTime(due, now, timeZone)}`, week: days === 1 ? 'tomorrow' : `in ${days} days`, later: `in ${days} days` }[dueGroup(due, now, timeZone)]
  return (
    <li className={classes.row} data-open={isOpen || undefined} data-item>
      <div className={classes.clock}>
        <Clock due={item.dueAt} />
        <span className={classes.by}>{below}</span>
      </div>
      <div className={classes.what}>
        <button type="button" data-row className={classes.headline} aria-expanded={isOpen} onClick={toggle}>
          <strong>{item.action}</strong> · <span dir="auto">{item.headline}</span>
        </button>
        <p className={classes.detail} dir="auto">{item.detail}</p>
      </div>
      <p className={classes.owner}>{item.owner?.name ?? 'Unassigned'}</p>
      {!isOpen && <div className={classes.act}><Button onClick={toggle} aria-label={`${button}: ${item.headline}`}>{button}</Button></div>}
      {isOpen && <OpenedPromise item={item} close={toggle} />}
    </li>
  )
}

import { useWorkspace } from '../api/session.ts'
import classes from './text.module.css'
import { daysApart, dueGroup, sayClock, sayDate, sayDay, sayFully, sayTime } from './time.ts'
import { useNow } from './use-now.ts'

/** A moment: "Mon 10:12", in full on hover. With `day` only the date. */
export function When({ at, day }: { at: string; day?: boolean }) {
  const { timeZone } = useWorkspace()
  const now = useNow()
  const instant = Date.parse(at)
  const isNear = Math.abs(daysApart(now, instant, timeZone)) < 7
  return (
    <time dateTime={at} title={sayFully(instant, timeZone)}>
      {day && !isNear ? sayDay(instant, now, timeZone) : sayTime(instant, now, timeZone)}
    </time>
  )
}

/** A plain date without a time. */
export function Day({ date }: { date: string }) {
  return <time dateTime={date}>{sayDate(date)}</time>
}

/** The clock of a promise in words, moving: "2 h 10 min left", "3 h late". */
export function Clock({ due }: { due: string }) {
  const { timeZone } = useWorkspace()
  const now = useNow()
  const instant = Date.parse(due)
  const tone = { late: classes.late, today: classes.soon, week: undefined, later: undefined }[dueGroup(instant, now, timeZone)]
  return (
    <time dateTime={due} title={sayFully(instant, timeZone)} className={tone}>
      {sayClock(instant, now, timeZone)}
    </time>
  )
}

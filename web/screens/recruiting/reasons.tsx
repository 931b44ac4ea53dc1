import type { Candidate } from './queries.ts'
import classes from './recruiting.module.css'

/** Why the score is what it is: what knocks out, speaks for, speaks against, and is not known. */
export function Reasons({ reasons }: { reasons: Candidate['reasons'] }) {
  const groups = [['Knocked out by', reasons.knockOuts], ['Speaks for it', reasons.strong], ['Speaks against it', reasons.weak], ['Not known yet', reasons.unknown]] as const
  return (
    <div className={classes.lists}>
      {groups.filter(([, items]) => items.length > 0).map(([title, items]) => (
        <div key={title}>
          <h3 className={title === 'Knocked out by' ? classes.late : undefined}>{title}</h3>
          <ul>{items.map((item) => <li key={item}>{item}</li>)}</ul>
        </div>
      ))}
    </div>
  )
}

import classes from './text.module.css'

/** The fit with the ICP: A, B, C, or said in words where there is none. */
export function Grade({ grade }: { grade: 'A' | 'B' | 'C' | 'none' | null }) {
  if (grade === null) return <span className={classes.quiet}>not graded</span>
  if (grade === 'none') return <span className={classes.quiet}>no fit</span>
  return (
    <span className={`${classes.grade} ${grade === 'C' ? '' : classes.gradeA}`} aria-label={`Grade ${grade}`} role="img">
      {grade}
    </span>
  )
}

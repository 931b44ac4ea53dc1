import { useWorkspace } from '../api/session.ts'
import classes from './frame.module.css'

/** Whose program this is. */
export function Workspace() {
  const { name, accent } = useWorkspace()
  return (
    <div className={classes.workspace}>
      <span className={classes.mark} style={{ background: accent }} aria-hidden />
      {name}
    </div>
  )
}

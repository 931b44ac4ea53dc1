import classes from './recruiting.module.css'

/** What spreads the program too thin, said before more is added. */
export function Warnings({ warnings }: { warnings: string[] }) {
  return warnings.map((warning) => <p key={warning} className={classes.warning} role="note"><strong>Focus.</strong> {warning}</p>)
}

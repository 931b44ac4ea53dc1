import classes from './plans.module.css'

/** A plan as plain sentences, one for each thing earned and one for when it is paid. */
export function Sentences({ of }: { of: string[] }) {
  return <ul className={classes.sentences}>{of.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
}

import classes from './recruiting.module.css'
import type { Score } from './queries.ts'

/** "42 to 78", or one figure when everything is known. */
export const sayScore = ({ low, high }: { low: number; high: number }): string => (high - low <= 1 ? String(low) : `${low} to ${high}`)

/** A score as what it is: a range on a line from 0 to 100, with its ends in figures. */
export function ScoreRange({ score, small }: { score: Score; small?: boolean }) {
  const out = score.knockOuts.length > 0
  return (
    <span className={classes.score} data-small={small || undefined} data-out={out || undefined}>
      {!(out && small) && <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden className={classes.line}>
        <rect x={0} y={2.5} width={100} height={1} className={classes.track} />
        <rect x={Math.min(score.low, 98)} y={0} width={Math.max(2, score.high - score.low)} height={6} className={classes.span} />
      </svg>}
      <span className={classes.figures} title={out ? score.knockOuts.join('; ') : undefined}>{!out ? sayScore(score) : small ? 'Knocked out' : `Knocked out, else ${sayScore(score)}`}</span>
    </span>
  )
}

// How likely two names are one company: a logistic model over what speaks for and against it. Pure.
import { logistic } from './fit.ts'
import { features, type Likeness } from './likeness.ts'
import { weights } from './weights.ts'

/** From 0 to 1; of a hundred pairs with 0.9 some ninety are one company. The reliability table of `alongside match eval` shows it. */
export const likelihoodOf = (likeness: Likeness, own = weights): number => logistic(features.reduce((sum, name) => sum + own[name] * Number(likeness[name]), 0))

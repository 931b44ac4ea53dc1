/**
 * Matching lists of companies without a database: link the names of one list to another, find the records of a list that are the same,
 * and tell how good that was. It compares as the recogniser does, and says of each answer how likely it is.
 * A reference is the list that is looked up in; a link is a query with the one of the reference that it is, or none; a cluster is what
 * is one company, or one place, in a list.
 */
export { chained } from './cluster.ts'
export { reliability, scoreClusters, scoreLinks, type Bin, type Linked as ScoredLink, type Score } from './evaluate.ts'
export { findSameAside } from './find-same-aside.ts'
export { findSame, kindOf, kinds, type Kind } from './find-same.ts'
export { linkFrom, linkName, type Link } from './link-name.ts'
export { readRecord, type RawRecord } from './records.ts'
export { referenceOf, withAliases, type Entry as ReferenceEntry, type Reference } from './reference.ts'
export { trigramPairs, trigramReference } from './trigram.ts'

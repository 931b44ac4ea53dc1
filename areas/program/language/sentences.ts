// Workings are said only where somebody reads them: of the lines that stand as they were booked, and of a back-test, nobody does.

/** A sentence of a working. What it says of is settled when it is made, so that it is the same whenever it is said. */
export type Sentence = () => string
export const sayAll = (working: Sentence[]): string[] => working.map((sentence) => sentence())

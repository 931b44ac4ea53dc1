/** A pattern for `like` and `ilike` that finds these words as they are, anywhere in a text. */
export const containing = (words: string): string => `%${asWritten(words)}%`

/** The words themselves, in which nothing stands for anything else. */
export const asWritten = (words: string): string => words.replace(/[\\%_]/g, '\\$&')

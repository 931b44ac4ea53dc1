// Many rows in one statement that is the same, and prepared, however many they are. As an array for each column they cost the server half of
// what they do as one JSON value, which it would read into a tree first.

export type ColumnType = 'uuid' | 'text' | 'jsonb' | 'bytea' | 'bigint' | 'integer' | 'date' | 'timestamptz' | 'boolean'
export type Arrays<C extends string> = {
  /** "id", "key" */
  names: string
  /** `unnest($2::uuid[], $3::text[]) as x("id", "key")`: what a select is from; `first` is the number of the first parameter. */
  from(alias: string, first: number): string
  /** One parameter for each column. */
  values(rows: { [column in C]: unknown }[]): string[]
}

export function arraysOf<C extends string>(columns: { [column in C]: ColumnType }): Arrays<C> {
  const all = Object.keys(columns) as C[]
  const names = all.map((name) => `"${name}"`).join(', ')
  return {
    names,
    from: (alias, first) => `unnest(${all.map((name, i) => `$${first + i}::${columns[name]}[]`).join(', ')}) as ${alias}(${names})`,
    values: (rows) => all.map((name) => arrayOf(rows, name, columns[name] === 'jsonb')),
  }
}

/** PostgreSQL's own text for an array, every value in quotes, whatever is in it. */
function arrayOf<C extends string>(rows: { [column in C]: unknown }[], name: C, isJson: boolean): string {
  let text = '{'
  for (const row of rows) {
    const value = row[name]
    if (text.length > 1) text += ','
    text += value === null || value === undefined ? 'NULL' : `"${escaped(isJson ? JSON.stringify(value) : String(value))}"`
  }
  return `${text}}`
}

const special = /["\\]/
const escaped = (text: string): string => (special.test(text) ? text.replaceAll(/["\\]/g, '\\$&') : text)

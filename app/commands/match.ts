import { existsSync } from 'node:fs'
import { CliProblem, type Command } from './command.ts'
import { dedupe } from './match-dedupe.ts'
import { evaluate } from './match-eval.ts'
import { link } from './match-link.ts'

export const match: Command = {
  name: 'match', summary: 'link or clean up lists of companies in CSV files, and say how good that was; needs no database', usage: 'link|dedupe|eval',
  options: {
    reference: { type: 'string', says: 'link: the list to look up in' }, key: { type: 'string', says: 'link: its column with the key' }, name: { type: 'string', says: 'link, dedupe: the column with the name' },
    queries: { type: 'string', says: 'link: the list of names to look up; eval: the same, with the truth' }, id: { type: 'string', says: 'the column with the id of a row' }, query: { type: 'string', says: 'link: the column with what is looked up' },
    aliases: { type: 'string', says: 'link: a list of former and other names' }, former: { type: 'string', says: 'link: its column with the other name (former_name)' }, current: { type: 'string', says: 'link: its column with the name in the reference (current_name)' },
    in: { type: 'string', says: 'dedupe: the list; eval: the list with the truth' }, address: { type: 'string', says: 'dedupe: the column with street and number, or with the whole address' }, zip: { type: 'string', says: 'dedupe: the column with the postal code' }, city: { type: 'string', says: 'dedupe: the column with the city' },
    phone: { type: 'string', says: 'dedupe: the column with the telephone number' }, domain: { type: 'string', says: 'dedupe: the column with the website' }, country: { type: 'string', says: 'dedupe: the column with the country' },
    out: { type: 'string', says: 'link, dedupe: the file to write; eval: the file that was written' }, 'at-least': { type: 'string', says: 'link, dedupe: from which probability on two are one' },
    one: { type: 'string', says: 'dedupe: what counts as one, company or group; found out when it is not said' },
    method: { type: 'string', says: 'link, dedupe: ours, or trigram, the plain matcher to compare with' }, truth: { type: 'string', says: 'eval: the column with the right key or cluster' }, by: { type: 'string', says: 'eval: a column to tell results apart by' },
  },
  examples: [
    'alongside match link --reference crm.csv --key cik --name name --queries list.csv --id query_id --query query --out links.csv',
    'alongside match dedupe --in sites.csv --id id --name name --address address --zip zip --phone phone --domain website --out clusters.csv',
    'alongside match eval --out links.csv --queries list.csv --id query_id --truth label_cik --by kind --json',
    'alongside match eval --out clusters.csv --in sites.csv --id id --truth true_id --json',
  ],
  run: async (call) => {
    const [what] = call.words
    for (const name of ['reference', 'queries', 'aliases', 'in'] as const) {
      const path = call.options[name]
      if (typeof path === 'string' && !existsSync(path)) throw new CliProblem(`There is no file ${path}.`)
    }
    if (what === 'link') return link(call)
    if (what === 'dedupe') return dedupe(call)
    if (what === 'eval') return evaluate(call)
    throw new CliProblem('Say link, dedupe or eval.', true)
  },
}

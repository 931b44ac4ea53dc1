// Rule 4 with its limit: what is recorded for ever holds ids and figures, never a person's name, address or words.
import { at, isTest, walk, type Fault, type Node, type Source } from './source.ts'

const personal = /^(e?mail|emails|address|phone|reach|(first|last|full|contact|person|owner|author|member|to)_?name|person|body|message|text|reason_?text|buyer(_?text)?)$/i
/** `name` is of a person unless it is said here of what. */
const namesOfThings = new Map([
  ['areas/program/create-plan.ts', 'a plan'], ['areas/program/events.ts', 'a plan'], ['platform/workspaces/events.ts', 'a key'],
  ['areas/companies/events.ts', 'a company'], ['areas/companies/recognise-or-create.ts', 'a company'], ['areas/companies/create-company.ts', 'a company'],
])

/** Looks at every `payload` of a fact and at the types of payloads in events.ts. Jobs have payloads too: those go with the job. */
export function payloadFaults(sources: Source[]): Fault[] {
  return sources.filter((source) => /^(platform|areas)\//.test(source.path) && !isTest(source.path)).flatMap((source) => {
    const faults: Fault[] = []
    walk(source.program, (node, above) => {
      const key = keyOf(node)
      if (key === undefined) return
      const inPayload = above.some((parent) => keyOf(parent) === 'payload') || (source.path.endsWith('events.ts') && above.some((parent) => parent.type === 'TSTypeAliasDeclaration'))
      if (!inPayload) return
      if (personal.test(key) && !isWriting(source, node)) faults.push(`${at(source, node.start)} puts ${key} into an event: people are named by id.`)
      if (key === 'name' && !namesOfThings.has(source.path)) faults.push(`${at(source, node.start)} puts a name into an event: whose? People are named by id.`)
    })
    return faults
  })
}

function keyOf(node: Node): string | undefined {
  if (node.type !== 'Property' && node.type !== 'TSPropertySignature') return undefined
  const key = node['key'] as Node
  return key.type === 'Identifier' ? String(key['name']) : key.type === 'Literal' ? String(key['value']) : undefined
}

/** `mail` in the payload of a job is the id of one. */
const isWriting = (source: Source, node: Node) => keyOf(node) === 'mail' && /id\b/.test(source.text.slice(node.start, node.end))

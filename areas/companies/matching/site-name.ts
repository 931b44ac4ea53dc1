// What speaks for a website being that of a company of which only the name is known. Pure; `weights.ts` says how much each counts.
import { lettersOfDomain, showDomain } from '../domains.ts'
import { parseName } from '../names.ts'
import { similarity } from '../similarity.ts'

export const siteFeatures = ['always', 'sameLetters', 'length', 'crowd', 'begins', 'beginsLength', 'score', 'anotherIs'] as const
export type SiteFeature = (typeof siteFeatures)[number]

/** Letters beyond this many make a name no rarer. */
const longest = 14

/** `crowd`: how many companies have exactly the letters of the website. */
export function siteLikeness(domain: string, name: string, crowd: number): Record<SiteFeature, number> {
  const [label, { letters }] = [lettersOfDomain(domain), parseName(name)]
  const isSame = letters === label
  const begins = !isSame && letters.length >= 3 && (label.startsWith(letters) || letters.startsWith(label))
  return {
    always: 1, sameLetters: Number(isSame), length: isSame ? Math.min(label.length, longest) : 0, crowd: isSame ? Math.log(Math.max(1, crowd)) : 0, begins: Number(begins),
    beginsLength: begins ? Math.min(label.length, letters.length, longest) : 0, score: isSame ? 0 : similarity(showDomain(domain), name).score, anotherIs: Number(!isSame && crowd > 0),
  }
}

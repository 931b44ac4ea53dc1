// Where a company is, as far as a street, a postal code and a city say it: one reading for the app and for lists on the command line. Pure;
// never throws, and of a text of any length only its beginning is looked at.
import { fold, words } from './fold.ts'
import { readZip } from './places.ts'

/** As written. One column may hold all of it: "Hauptstr. 5, 10115 Berlin". */
export type RawAddress = { street?: string | null | undefined; zip?: string | null | undefined; city?: string | null | undefined }
export type Address = {
  /** The words that tell the street, without what kind of street it is. */
  street: ReadonlySet<string>
  houseNumber: string | null
  /** The number of a post office box. */
  box: string | null
  zip: string | null
  city: string | null
}

const longest = 300
const pairs = (text: string): ReadonlyMap<string, string> => new Map(fold(text).trim().split(/\s+/).map((pair) => pair.split('=') as [string, string]))
const set = (text: string): ReadonlySet<string> => new Set(fold(text).trim().split(/\s+/))

const sameWords = pairs(`street=st avenue=ave av=ave avda=ave avd=ave avenida=ave boulevard=blvd bd=blvd road=rd drive=dr place=pl platz=pl plaza=pl pza=pl lane=ln court=ct parkway=pkwy highway=hwy
  square=sq north=n south=s east=e west=w suite=ste floor=fl strasse=str straat=str calle=cl rue=r carretera=ctra chemin=ch building=bldg apartment=apt room=rm
  first=1st second=2nd third=3rd fourth=4th fifth=5th sixth=6th seventh=7th eighth=8th ninth=9th tenth=10th`)
const kinds = set('st ave blvd rd dr pl ln ct pkwy hwy sq str cl r ctra ch allee weg gasse route quai paseo camino via viale piazza')
/** Of these, those that stand before the name of the street. */
const leading = set('r cl ave blvd via viale piazza ch ctra quai route paseo camino')
/** Besides the kinds of street: left out, spelled out or added as people like. */
const empty = set('n s e w ne nw se sw ste fl apt unit rm c no nr num numero nummer bis ter the de la le les du des del d l von der die das den dem am an im in zur zum y')
const tells = (word: string): boolean => !kinds.has(word) && !empty.has(word)
/** A part of a building, with its number behind it or, of a floor, before it. */
const units = set('ste apt unit rm fl bldg etage og stock piso planta puerta bureau lot')
const boxes = /\b(?:p ?o ?box|postbox|post office box|postfach|boite postale|b ?p|apartado(?: de correos)?|casella postale|casilla) (\d[\d ]*)/
/** "51" is a house, "51st" a street. */
const isNumber = (word: string): boolean => /^\d{1,6}[a-z]?$/.test(word)
const isFloor = (word: string | undefined): boolean => word !== undefined && /^\d{1,2}(?:st|nd|rd|th|o|a|e)?$/.test(word)
const mostWords = 4

const cityWords = pairs('saint=st sankt=st sainte=ste mount=mt fort=ft')
/** Names of one city in several languages → the one that it is compared under. Folded. */
const cityNames = pairs(`munich=munchen cologne=koln vienna=wien nuremberg=nurnberg hanover=hannover brunswick=braunschweig geneva=geneve genf=geneve basle=basel berne=bern rome=roma milan=milano mailand=milano
  turin=torino florence=firenze venice=venezia naples=napoli genoa=genova prague=praha prag=praha warsaw=warszawa warschau=warszawa lisbon=lisboa lissabon=lisboa brussels=bruxelles brussel=bruxelles antwerp=antwerpen
  ghent=gent copenhagen=kobenhavn kopenhagen=kobenhavn gothenburg=goteborg seville=sevilla saragossa=zaragoza strasburg=strasbourg strassburg=strasbourg lyons=lyon nizza=nice moscow=moskva moskau=moskva
  bucharest=bucuresti bukarest=bucuresti athens=athina athen=athina`)

/** A street and a city that stand in each other's place are put right. */
export function readAddress(raw: RawAddress): Address {
  const [street, city] = [cut(raw.street), cut(raw.city)]
  const isSwapped = street !== '' && /\d/.test(city) && !/\d/.test(street) && tokensOf(city).some(isOfStreet) && !tokensOf(street).some(isOfStreet)
  const [first = '', ...more] = partsOf(isSwapped ? city : street)
  const inCity = cityIn(isSwapped ? street : city)
  const line = lineIn(first)
  const inStreet = inCity.city === '' ? townIn(more) : { city: '', zip: '', rest: more }
  return {
    ...streetIn(tokensOf([line.street, ...inStreet.rest].join(' '))),
    zip: readZip(cut(raw.zip)) ?? readZip(inCity.zip || inStreet.zip || line.zip), city: cityKey(inCity.city || inStreet.city || line.city),
  }
}

/** A name with a whole address behind it, as it stands under a letter: "Meridian Foods GmbH, Hauptstr. 5, 10115 Berlin". Undefined where less is there. */
export function nameAndAddress(text: string): { name: string; street: string } | undefined {
  if (text.length > longest || !/[,;|].*\d/.test(text)) return undefined
  return [...text.matchAll(/[,;|]/g)].reverse().map(({ index }) => ({ name: text.slice(0, index).trim(), street: text.slice(index + 1).trim() })).find((one) => isWhole(readAddress(one)) && /\p{L}/u.test(one.name))
}

const isWhole = ({ street, houseNumber, zip, city }: Address): boolean => street.size > 0 && houseNumber !== null && zip !== null && city !== null
const tokensOf = (text: string): string[] => words(fold(text)).map((word) => sameWords.get(word) ?? word)
const cut = (text: string | null | undefined): string => (text ?? '').slice(0, longest)
const partsOf = (text: string): string[] => text.split(/[,;|\n\r\t]+|\s[-–·]\s/u).map((part) => part.trim()).filter(Boolean)

const zipFirst = /^(?:\p{Lu}{1,3}[- ]\s?)?(\d{4} ?\p{Lu}{2}|\d{4,5}|\d{3} \d{2})\s+(\p{L}.*)$/u
const zipLast = /^(.*?)\s*(?<![\p{L}\p{N}])(?:\p{Lu}{2}\s)?(\d{5}(?:-\d{4})?|\p{Lu}{1,2}\d[\p{Lu}\d]? ?\d\p{Lu}{2}|\p{Lu}\d\p{Lu} ?\d\p{Lu}\d)$/u
const wholeLine = /^(.*\d ?\p{L}?) (?:\p{Lu}{1,2}-)?(\d{5}) (\p{L}[^\d]*)$/u
const stateLast = /^(.*) \p{Lu}{2} (\d{5})(?:-\d{4})?$/u

/** Parts of an address of which one may be the town, with or without a postal code; `rest` is what belongs to the street. */
function townIn(parts: string[]): { city: string; zip: string; rest: string[] } {
  for (const [i, part] of parts.entries()) {
    const [, code = '', town = ''] = zipFirst.exec(part) ?? []
    if (town !== '' && !isStreet(town)) return { city: town, zip: code, rest: parts.slice(0, i) }
    const [, before = '', zip = ''] = zipLast.exec(part) ?? []
    if (zip !== '') return before === '' ? { city: parts[i - 1] ?? '', zip, rest: parts.slice(0, Math.max(0, i - 1)) } : { city: before, zip, rest: parts.slice(0, i) }
  }
  const at = parts.findIndex((part) => !/\d/.test(part) && !isStreet(part))
  return at < 0 ? { city: '', zip: '', rest: parts } : { city: parts[at]!, zip: '', rest: parts.slice(0, at) }
}

/** A column of cities has numbers of districts in it: "Paris 8e", "Dublin 2". */
function cityIn(text: string): { city: string; zip: string } {
  const town = townIn(partsOf(text))
  const [first = ''] = town.rest
  return town.city !== '' || tokensOf(first).some(isOfStreet) ? town : { ...town, city: first }
}

/** A line without commas: "Hauptstr. 5 10115 Berlin", "27 Washington Oak Park IL 60302". */
function lineIn(text: string): { street: string; zip: string; city: string } {
  const [, street, zip = '', city = ''] = wholeLine.exec(text) ?? stateLast.exec(text) ?? []
  return { street: street ?? text, zip, city }
}

function isStreet(text: string): boolean {
  const tokens = tokensOf(text)
  return kinds.has(tokens.at(-1) ?? '') || leading.has(tokens[0] ?? '')
}

function streetIn(tokens: string[]): Pick<Address, 'street' | 'houseNumber' | 'box'> {
  const [written = '', number] = boxes.exec(tokens.join(' ')) ?? []
  const box = number?.replaceAll(' ', '') ?? null
  const outside = withoutUnits(box ? tokens.join(' ').replace(written, ' ').split(' ').filter(Boolean) : tokens)
  // "Straße des 17. Juni 135": a number of which no word stands before is part of the name.
  const at = outside.findIndex((word, i) => isNumber(word) && (i === 0 || outside.slice(0, i).some(tells)))
  if (at < 0) return { street: told(outside), houseNumber: null, box }
  const [before, after] = [outside.slice(0, at), outside.slice(at + 1)]
  // "c/o Smith, 12 Main St": the kind of street stands behind the number.
  if (at === 0 || (!before.some(isOfStreet) && after.some(isOfStreet))) return { street: told(after), houseNumber: outside[at]!, box }
  const letter = after.length === 1 && /^[a-z]$/.test(after[0]!) ? after[0]! : ''
  return { street: told(before, -mostWords), houseNumber: outside[at]! + letter, box }
}

const compound = /(?<=\p{L}{2})(?:strasse|str|straat)$/u
const isOfStreet = (word: string): boolean => kinds.has(word) || compound.test(word)
/** Where nothing else tells the street, its direction or letter does: "North Avenue", "Avenue L". */
function told(tokens: string[], from = 0): ReadonlySet<string> {
  const telling = tokens.filter(tells)
  return new Set(telling.length > 0 ? telling.slice(from).slice(0, mostWords).map((word) => word.replace(compound, '')) : tokens.filter((word) => !kinds.has(word)).slice(-1))
}

function withoutUnits(tokens: string[]): string[] {
  const kept: string[] = []
  for (let i = 0; i < tokens.length; i += 1) {
    if (!units.has(tokens[i]!)) kept.push(tokens[i]!)
    else if (kept.length > 1 && isFloor(kept.at(-1)) && !/^\d/.test(tokens[i + 1] ?? '')) kept.pop()
    else if (/^(?:\d.*|.)$/.test(tokens[i + 1] ?? '')) i += 1
  }
  return kept
}

function cityKey(city: string): string | null {
  const [first = '', ...more] = words(fold(city)).filter((word) => !/^\d/.test(word) && word !== 'cedex').map((word) => cityWords.get(word) ?? word)
  return [cityNames.get(first) ?? first, ...more].join(' ') || null
}

/** What two addresses say of each other; null where one of them does not say it. */
export type AddressLikeness = { street: boolean | null; number: boolean | null; box: boolean | null; zip: boolean | null; city: boolean | null }

export function compareAddresses(a: Address, b: Address): AddressLikeness {
  const common = [...a.street].filter((word) => b.street.has(word)).length
  return {
    street: a.street.size === 0 || b.street.size === 0 ? null : common > 0 && common >= Math.min(a.street.size, b.street.size) / 2,
    number: equal(a.houseNumber, b.houseNumber), box: equal(a.box, b.box), zip: equal(a.zip, b.zip),
    // "Frankfurt" is "Frankfurt am Main"; "York" is not "New York".
    city: a.city === null || b.city === null ? null : `${a.city} `.startsWith(`${b.city} `) || `${b.city} `.startsWith(`${a.city} `),
  }
}

const equal = (a: string | null, b: string | null): boolean | null => (a === null || b === null ? null : a === b)

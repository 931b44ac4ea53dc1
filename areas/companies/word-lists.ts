// Words that say little about which company it is. Ours, by judgement; weights are in similarity.ts.
import { fold } from './fold.ts'

const set = (text: string): ReadonlySet<string> => new Set(fold(text).split(/\s+/).filter(Boolean))

/** Words that carry nothing: dropped. */
export const stopWords = set('the and of for und et y e og och en di de du des del della der die das le la les los')

/** Short forms and variants of common words → the one under which they are compared. Applied after folding. */
export const sameWords: ReadonlyMap<string, string> = new Map(
  `intl=international int=international internat=international tech=technology techs=technology technologies=technology technologie=technology
  mfg=manufacturing mfr=manufacturing svc=service svcs=service services=service sys=system systems=system solutions=solution soln=solution solns=solution
  bros=brothers mgmt=management mgt=management natl=national grp=group gruppe=group groupe=group grupo=group gruppo=group groups=group hldg=holding
  hldgs=holding holdings=holding pharma=pharmaceutical pharmaceuticals=pharmaceutical pharm=pharmaceutical lab=laboratory labs=laboratory
  laboratories=laboratory inds=industry ind=industry industries=industry industrie=industry assoc=associates assn=association univ=university
  ctr=center centre=center centers=center centres=center saint=st mount=mt fort=ft communications=communication comm=communication comms=communication
  telecommunications=telecommunication telecom=telecommunication telecoms=telecommunication eng=engineering engr=engineering elec=electric electrical=electric
  products=product prods=product resources=resource res=resource properties=property props=property enterprises=enterprise ents=enterprise ent=enterprise
  financial=financial fin=financial fncl=financial ins=insurance dev=development devt=development govt=government dept=department
  medical=medical med=medical hosp=hospital therapeutics=therapeutic biosciences=bioscience sciences=science sci=science partners=partner ventures=venture
  networks=network foods=food brands=brand stores=store motors=motor materials=material chemicals=chemical devices=device instruments=instrument
  semiconductors=semiconductor acquisitions=acquisition investments=investment invt=investment entertainments=entertainment
  pictures=picture studios=studio airlines=airline airways=airway logistics=logistic analytics=analytic robotics=robotic electronics=electronic
  labor=labour bancorporation=bancorp banks=bank bankers=bank`.split(/\s+/).map((pair) => fold(pair).split('=') as [string, string]),
)

/** Words that a company adds to or drops from its name without becoming another one. */
export const fillers = set('holding group company international worldwide global com corp corporation enterprise companies co')

/** Words that say what a company is, not which; two companies may well differ only in them. */
export const describing = set(`technology solution service system industry product resource partner venture network communication brand laboratory
  associates consulting consultants consultancy management software digital media online interactive studio design agency marketing
  manufacturing engineering equipment supply trading logistic transport transportation distribution development construction building property realty
  estate financial finance capital investment asset fund trust bank bancorp bancshares banking savings insurance credit mortgage securities
  acquisition equity income growth opportunity value energy power oil gas petroleum mining mineral metal gold silver steel electric electronic water solar
  health healthcare medical pharmaceutical therapeutic biotech biotechnology bioscience bio science life hospital care clinic dental diagnostic oncology
  food good goods beverage restaurant hotel resort travel retail store market markets fashion apparel sport entertainment music film picture game gaming
  education school university college institute academy research innovation data cloud cyber security analytic robotic ai mobile wireless telecommunication
  internet web net semiconductor device instrument motor automotive auto aerospace aviation airline airway marine shipping chemical material plastics paper
  packaging environmental green general standard united first national american advanced new smart pro plus one pay home club house works center hub
  law legal tax advisor advisors advisory accounting audit association foundation society council federation union government city county state department`)

/** Where a part of a company is. */
export const places = set(`africa african america american americas argentina asia asian australia australian austria austrian bavaria belgium benelux brasil brazil
  british bulgaria california canada canadian chile china chinese colombia croatia czech dach danmark denmark deutsche deutschland dubai egypt emea england espana
  europe european estonia finland florida france germany ghana global greece hongkong hong kong hungary iberia india indian indonesia ireland irish israel
  italia italy japan kenya korea latam london luxembourg malaysia mexico middle east nederland netherlands newyork nigeria nordic nordics norge norway osterreich
  pacific pakistan paris peru philippines poland polska portugal qatar romania russia saudi scotland schweiz serbia singapore slovakia slovenia spain suisse sverige
  sweden swiss switzerland taiwan texas thailand turkey turkiye uae uk ukraine us usa vietnam wales north south west eastern western northern southern`)

export const knownWords: ReadonlySet<string> = new Set([...fillers, ...describing, ...places])

/** The named world: a vendor of route-planning software, its people, partners and buyers. All invented; every address ends in .example. */
export const vendor = { name: 'Harbourlight', slug: 'harbourlight', currency: 'EUR', timeZone: 'Europe/Berlin' }

export const members = [
  { key: 'nora', name: 'Nora Lindqvist', email: 'nora@harbourlight.example', role: 'admin' },
  { key: 'jonas', name: 'Jonas Feld', email: 'jonas@harbourlight.example', role: 'manager' },
  { key: 'omar', name: 'Omar Haddad', email: 'omar@harbourlight.example', role: 'rep' },
  { key: 'priya', name: 'Priya Raman', email: 'priya@harbourlight.example', role: 'rep' },
  { key: 'ana', name: 'Ana Sousa', email: 'ana@harbourlight.example', role: 'finance' },
  { key: 'ruth', name: 'Ruth Oyelaran', email: 'ruth@harbourlight.example', role: 'viewer' },
] as const
export type MemberKey = (typeof members)[number]['key']

export const partners = [
  { key: 'brightline', name: 'Brightline Consulting', type: 'implementation', owner: 'nora', timeZone: 'Europe/Berlin', monthsAgo: 14, plan: 'standard', contacts: [['Lena Ortiz', 'lena@brightline.example'], ['Jonas Weber', 'weber@brightline.example']] },
  { key: 'norte', name: 'Studio Norte', type: 'referral', owner: 'nora', timeZone: 'Europe/Madrid', monthsAgo: 11, plan: 'standard', contacts: [['Tomás Riera', 'tomas@studionorte.example']] },
  { key: 'kestrel', name: 'Kestrel Systems', type: 'technology', owner: 'jonas', timeZone: 'Europe/London', monthsAgo: 10, plan: 'revenue', contacts: [['Imogen Hart', 'imogen@kestrel.example'], ['Dev Patel', 'dev@kestrel.example']] },
  { key: 'fjord', name: 'Fjord & Partner', type: 'implementation', owner: 'nora', timeZone: 'Europe/Oslo', monthsAgo: 9, plan: 'standard', contacts: [['Sigrid Aas', 'sigrid@fjordpartner.example']] },
  { key: 'mercato', name: 'Mercato Digitale', type: 'referral', owner: 'jonas', timeZone: 'Europe/Rome', monthsAgo: 7, plan: 'standard', contacts: [['Chiara Conti', 'chiara@mercatodigitale.example']] },
  { key: 'tanaka', name: 'Tanaka Logistics Advisory', type: 'referral', owner: 'jonas', timeZone: 'Asia/Tokyo', monthsAgo: 6, plan: 'yen', contacts: [['Yuki Tanaka', 'yuki@tanaka-advisory.example']] },
  { key: 'atlas', name: 'Atlas Freight Software', type: 'technology', owner: 'nora', timeZone: 'Europe/Warsaw', monthsAgo: 5, plan: 'revenue', contacts: [['Marta Zielińska', 'marta@atlasfreight.example']] },
  { key: 'bluebird', name: 'Bluebird Operations', type: 'implementation', owner: 'nora', timeZone: 'Europe/Dublin', monthsAgo: 3, plan: 'standard', contacts: [['Ciarán Byrne', 'ciaran@bluebirdops.example']] },
  { key: 'sahar', name: 'سحر للاستشارات', type: 'referral', owner: 'jonas', timeZone: 'Asia/Dubai', monthsAgo: 2, plan: 'standard', contacts: [['ليلى منصور', 'layla@sahar.example']] },
  { key: 'lowland', name: 'Lowland Interim', type: 'referral', owner: 'jonas', timeZone: 'Europe/Amsterdam', monthsAgo: 1, plan: null, contacts: [['Bas de Wit', 'bas@lowland.example']] },
] as const
export type PartnerKey = (typeof partners)[number]['key']

export const icp = { industries: ['Food', 'Logistics', 'Wholesale', 'Healthcare'], countries: ['DE', 'AT', 'CH', 'NL', 'FR', 'ES', 'IT', 'PL', 'NO', 'IE', 'GB'], minEmployees: 50, maxEmployees: 5000 }

/** name, domain, industry, employees, country */
export const buyers: [string, string, string, number | null, string][] = [
  ['Meridian Foods GmbH', 'meridianfoods.example', 'Food', 420, 'DE'], ['Arden Print Works', 'ardenprint.example', 'Manufacturing', 180, 'GB'],
  ['Castellan Logistics', 'castellan.example', 'Logistics', 950, 'DE'], ['Fenwick Clinics', 'fenwickclinics.example', 'Healthcare', 310, 'GB'],
  ['Oakhurst Dental', 'oakhurstdental.example', 'Healthcare', 28, 'IE'], ['Nordlys Seafood AS', 'nordlys.example', 'Food', 640, 'NO'],
  ['Van Dijk Groothandel', 'vandijk.example', 'Wholesale', 230, 'NL'], ['Panificio Bellini', 'bellini.example', 'Food', 75, 'IT'],
  ['Transportes Duero', 'duero.example', 'Logistics', 520, 'ES'], ['Hofer Getränke', 'hofergetraenke.example', 'Wholesale', 140, 'AT'],
  ['Lindenhof Apotheken', 'lindenhof.example', 'Healthcare', 260, 'DE'], ['Rivage Traiteur', 'rivage.example', 'Food', 90, 'FR'],
  ['Baltic Cargo Sp. z o.o.', 'balticcargo.example', 'Logistics', 1300, 'PL'], ['Greenway Grocers', 'greenway.example', 'Food', 2100, 'GB'],
  ['Alpenmilch Genossenschaft', 'alpenmilch.example', 'Food', 480, 'CH'], ['Quayside Marine Supply', 'quayside.example', 'Wholesale', 66, 'IE'],
  ['Thornbury Removals', 'thornbury.example', 'Logistics', 44, 'GB'], ['Kliniek Zuid', 'kliniekzuid.example', 'Healthcare', 700, 'NL'],
  ['Sapporo Chilled Freight', 'sapporochilled.example', 'Logistics', 380, 'JP'], ['Osaka Bento KK', 'osakabento.example', 'Food', 1500, 'JP'],
  ['Pascal & Fils', 'pascalfils.example', 'Wholesale', 58, 'FR'], ['Dunmore Vets', 'dunmorevets.example', 'Healthcare', null, 'IE'],
  ['Schreiber Frischdienst', 'schreiberfrisch.example', 'Food', 350, 'DE'], ['Iberia Parcel', 'iberiaparcel.example', 'Logistics', 2600, 'ES'],
  ['Falkenberg Möbel', 'falkenberg.example', 'Furniture', 410, 'DE'], ['Costa Brava Hoteles', 'costabravahoteles.example', 'Hospitality', 820, 'ES'],
  ['Mølle & Co', 'moelle.example', 'Food', 55, 'NO'], ['Tri-County Couriers', 'tricounty.example', 'Logistics', 130, 'IE'],
  ['Wesertal Pflegedienste', 'wesertal.example', 'Healthcare', 540, 'DE'], ['Brera Vini', 'breravini.example', 'Wholesale', 72, 'IT'],
  ['Kraków Fresh Market', 'krakowfresh.example', 'Food', 610, 'PL'], ['Emirates Cold Chain', 'emiratescoldchain.example', 'Logistics', 900, 'AE'],
  ['Hanse Kontor', 'hansekontor.example', 'Wholesale', 320, 'DE'], ['Lakeland Bakers', 'lakelandbakers.example', 'Food', 95, 'GB'],
  ['Ticino Trasporti', 'ticinotrasporti.example', 'Logistics', 210, 'CH'], ['Rosenthal Catering', 'rosenthalcatering.example', 'Food', 160, 'DE'],
  ['Glenside Pharmacy Group', 'glenside.example', 'Healthcare', 470, 'IE'], ['Oost Bloemen', 'oostbloemen.example', 'Wholesale', 115, 'NL'],
]

export const reasons = [
  'Their head of operations asked me who could replace the spreadsheet they plan routes with.', 'They lost a supermarket contract over late deliveries and want this fixed before spring.',
  'New COO, told me over lunch that dispatch is the first thing to change.', 'They are opening a second depot in March and the current tool cannot handle two.',
  'We finished their ERP project last week; route planning is the gap that is left.', 'Fuel costs are up 18 % and the board wants to see a plan by January.',
  'I sat with their dispatchers for a day. Everything is on a whiteboard.', 'Their IT lead wants an API, not another portal, and asked for a name.',
]
export const people = ['Ana Silva', 'Peter Brandt', 'Maeve Doyle', 'Joost Bakker', 'Elena Rossi', 'Håkon Berg', 'Ewa Nowak', 'Luis Ortega', 'Camille Petit', 'Grace Liddell']

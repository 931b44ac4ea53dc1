import { askForList, askIntroduction, giveList, listById, runList } from '../../areas/mapping/index.ts'
import { contactsOf } from '../../areas/partners/index.ts'
import { read } from '../../platform/db/transact.ts'
import { storeFile } from '../../platform/files/index.ts'
import type { Sharing } from '../../areas/mapping/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { World } from './index.ts'

/** As their own systems wrote them: other spellings, rows that name nobody, some that nobody here knows. */
const brightline = [
  'Kunde;Website;Branche;Mitarbeiter;Land', 'Meridian Foods;meridianfoods.example;Food;420;DE', 'MERIDIAN FOODS GMBH;;;;', 'Castellan Logistics GmbH;castellan.example;Logistics;950;DE', 'Hanse Kontor;hansekontor.example;Wholesale;;DE', 'Schreiber Frischdienst;;Food;;DE',
  'Falkenberg Moebel;falkenberg.example;Furniture;410;DE', 'Bremen Brewery;;Food;;DE', 'Kassel Dairy;;Food;;DE', 'Essen Parcel;;Logistics;;DE', 'Rosental Catering;;Food;160;DE', 'Lindenhof Apotheken;lindenhof.example;Healthcare;260;DE',
  'Nordheide Feinkost;nordheide-feinkost.example;Food;240;DE', 'Heidelberg Medizintechnik;hd-medizin.example;Healthcare;700;DE', 'Saale Spedition;saale-spedition.example;Logistics;180;DE', 'Uckermark Gemüse;uckermark-gemuese.example;Food;65;DE', 'Dom Verlag;dom-verlag.example;Publishing;90;DE',
  'n/a;;;;', 'Privat;gmail.com;;;', 'Wesertal Pflegedienst;wesertal.example;Healthcare;540;DE', 'Potsdam Molkerei;;Food;;DE', 'Freiburg Clinic Supplies;;Healthcare;;DE',
]
const norte = ['cliente,web,país', 'Transportes Duero,duero.example,ES', 'Iberia Parcel,iberiaparcel.example,ES', 'Costa Brava Hoteles,costabravahoteles.example,ES', 'Bodegas Arlanza,bodegasarlanza.example,ES', 'Clínica Sol,clinicasol.example,ES', 'Panadería Ruiz,panaderiaruiz.example,ES']
const kestrel = ['company,domain', 'Greenway Grocers,greenway.example', 'Lakeland Bakers,lakelandbakers.example', 'Fenwick Clinics,fenwickclinics.example', 'Arden Print,ardenprint.example', 'Thornbury,thornbury.example', 'Pennine Freight,penninefreight.example', 'Solent Foods,solentfoods.example']

/** A candidate on the board, whose scorecard it fills. */
const osterhaus = ['Kunde;Website;Branche;Mitarbeiter;Land', 'Meridian Foods;meridianfoods.example;Food;420;DE', 'Alpenmilch;alpenmilch.example;Food;480;CH', 'Hofer Getränke;hofergetraenke.example;Wholesale;140;AT', 'Rosenthal Catering;rosenthalcatering.example;Food;160;DE', 'Jena Fruchthandel;;Wholesale;;DE', 'Spessart Säfte;spessart-saefte.example;Food;120;DE', 'Rhön Apotheken;rhoen-apotheken.example;Healthcare;210;DE', 'Taunus Druck;taunus-druck.example;Printing;45;DE']

/** Three partners and a candidate have said who their customers are, each at another level; a fourth was asked; one introduction is wished for. */
export async function tellMapping(world: World): Promise<void> {
  const { ctxOf, clock } = world
  const { partnerId } = world
  const list = await give(world, partnerId.brightline, brightline, 'all', 24)
  await give(world, partnerId.norte, norte, 'overlap', 12)
  await give(world, partnerId.kestrel, kestrel, 'counts', 9)
  const candidate = await read(ctxOf('nora', clock.now), (r) => r.q.selectFrom('partner').select('id').where('workspace_id', '=', r.workspace).where('name', '=', 'Osterhaus Beratung').executeTakeFirst())
  if (candidate) await give(world, candidate.id, osterhaus, 'all', 6)
  await askForList(ctxOf('nora', clock.businessDaysAgo(3, '09:40')), world.partnerId.fjord, { note: 'For our talk next week: it would help to see where your projects and our prospects meet.' })
  const row = await read(ctxOf('nora', clock.now), (r) => r.q.selectFrom('customer_list_row').select('n').where('workspace_id', '=', r.workspace).where('list_id', '=', list).where('name', 'like', 'Potsdam Molkerei%').executeTakeFirst())
  if (row) await askIntroduction(ctxOf('omar', clock.businessDaysAgo(2, '14:10')), list, Number(row.n), { message: 'We spoke to their buying department; whoever plans the milk rounds would be the right person.' })
}

async function give({ ctxOf, clock }: World, partnerId: Id, rows: string[], sharing: Sharing, daysAgo: number): Promise<string> {
  const ctx = ctxOf('nora', clock.businessDaysAgo(daysAgo, '10:20'))
  const file = await storeFile(ctx, { name: 'customers.csv', contentType: 'text/csv', permission: 'mapping:write' }, once(rows.join('\n')))
  const contact = await read(ctx, async (r) => (await contactsOf(r, partnerId))[0])
  const { id } = await giveList(ctx, { partnerId, fileId: file.id, sharing, consentBy: contact?.name ?? 'The partner', consentContactId: contact?.id ?? null, consentHow: 'On the phone, confirmed by mail the same day', expiresOn: clock.today().add({ days: 300 }).toString() })
  await runList({ ...ctx, actor: { kind: 'system', name: 'Alongside' } }, id, { clock: () => ctx.now })
  return (await read(ctx, (r) => listById(r, id))).id
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

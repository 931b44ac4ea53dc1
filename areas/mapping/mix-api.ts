import { z } from 'zod'
import type { Id } from '../../kernel/ids.ts'
import { no, refuse, yes } from '../../kernel/refusal.ts'
import { saySize, sizeBands } from '../../kernel/sizes.ts'
import type { Reading } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import { csvFile } from '../../platform/http/exports.ts'
import { route } from '../../platform/http/route.ts'
import { idIn } from '../../platform/http/shapes.ts'
import { sayCountry } from '../companies/index.ts'
import { mixOut } from './contract.ts'
import { fewestAlike, mixShown, type Dimension, type MixDimension } from './mix-rules.ts'
import { mixesOf } from './mix-store.ts'
import { showsFigures, showsRows } from './rules.ts'
import { listById } from './store.ts'

const tag = 'Account mapping'
const access = 'mapping:read'
const params = z.object({ id: idIn('customerList') })
const mostValues = 50

const nameOf = (dimension: Dimension, value: string): string => {
  const band = dimension === 'size' ? sizeBands.find((one) => one === value) : undefined
  return band ? saySize(band) : dimension === 'country' ? sayCountry(value) : value
}

/** What kind of customers a list names. Refuses one that is not in use, of which nothing is shown, or that was matched before kinds were told (mapping.no_mix). */
async function mixOfList(r: Reading, id: Id): Promise<{ customers: number; isCoarse: boolean; dimensions: MixDimension[]; seesRows: boolean; matchedAt: Temporal.Instant }> {
  const list = await listById(r, id)
  const none = (why: string) => refuse('conflict', 'mapping.no_mix', why)
  if (list.state !== 'ready' || !list.figures || !list.matchedAt) throw none('This list is not in use.')
  if (!showsFigures(list.sharing)) throw none('The partner has not opened this list yet.')
  const cells = (await mixesOf(r, [id])).get(id)
  if (!cells) throw none(list.source === 'private' ? 'Only numbers were compared, so nothing is known of the kind of customers.' : list.sharing === 'counts' ? 'It was matched before kinds of customers were counted. A new list tells them.' : 'It was matched before kinds of customers were counted. Match it again to see them.')
  return { customers: list.figures.customers, isCoarse: list.sharing !== 'all', dimensions: mixShown(cells, list.figures.customers, mostValues), seesRows: showsRows(list.sharing), matchedAt: list.matchedAt }
}

export const mixRoutes = [
  route({
    method: 'GET', path: '/customer-lists/{id}/mix', tag, summary: 'What kind of customers a list names: by industry, size and country', access, params, response: mixOut,
    handler: (ctx, { params: p }) => read(ctx, async (r) => {
      const { customers, isCoarse, dimensions, seesRows, matchedAt } = await mixOfList(r, p.id)
      return {
        customers, matchedAt: matchedAt.toString(), fewestAlike: isCoarse ? fewestAlike : null,
        dimensions: dimensions.map((one) => ({ ...one, values: one.values.map((value) => ({ ...value, name: nameOf(one.dimension, value.value) })) })),
        can: { seeCustomers: seesRows ? yes : no('The partner shares figures only.') },
      }
    }),
  }),
  route({
    method: 'GET', path: '/customer-lists/{id}/mix.csv', tag, summary: 'The same as CSV', access, params, produces: 'text/csv',
    handler: (ctx, { params: p }) => read(ctx, async (r) => {
      const { customers, dimensions } = await mixOfList(r, p.id)
      const share = (n: number) => (customers === 0 ? '' : ((100 * n) / customers).toFixed(1))
      return csvFile('mix.csv', ['by', 'value', 'name', 'customers', 'of', 'percent', 'said_by_us'], dimensions.flatMap((one) => [
        ...one.values.map((value) => ({ by: one.dimension, value: value.value, name: nameOf(one.dimension, value.value), customers: value.customers, of: customers, percent: share(value.customers), said_by_us: value.fromUs ?? '' })),
        ...(one.others > 0 ? [{ by: one.dimension, value: '', name: 'Others', customers: one.others, of: customers, percent: share(one.others), said_by_us: '' }] : []),
        { by: one.dimension, value: '', name: 'Not known', customers: one.unknown, of: customers, percent: share(one.unknown), said_by_us: '' },
      ]))
    }),
  }),
]

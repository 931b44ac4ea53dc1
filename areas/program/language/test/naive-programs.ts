// The second evaluator for programs of several components: what naive.ts knows of one, written again from the contract with whole fractions, and
// the rest of the language that moves amounts. It shares no code with the first, looks at everything again and again, and is slow on purpose.

export type Kind = 'sale' | 'renewal' | 'payment'
export type Sale = {
  id: string; kind: 'sale' | 'renewal'; partners: { partner: string; weight: number }[]; account: string; cents: bigint; margin: bigint; services: bigint; units: number; product: string; sub: string; term: number
  day: string; refunds: bigint[]; refundedOn: string[]; leftOn: string | null; payments: { day: string; cents: bigint }[]
}
export type Row = { percent: number; flat: bigint; perUnit: bigint }
export type Pay =
  | { form: 'percent'; percent: number } | { form: 'said' } | { form: 'table'; rows: { product: string; row: Row }[]; otherwise: number }
  | { form: 'bands'; over: string; mode: 'whole' | 'marginal' | 'onward'; units: boolean; per: 'partner' | 'account' | 'sub'; ofTarget: boolean; rows: { upTo: bigint | null; percent: number; perUnit: bigint }[] }
  | { form: 'award'; over: string; count: boolean; again: boolean; rows: { at: bigint; flat: bigint }[] } | { form: 'ranked'; over: string; prizes: bigint[] }
export type Component = {
  id: string; on: Kind[]; inFull: boolean; pay: Pay; of: 'amount' | 'margin'; lessServices: boolean; firstYear: boolean; ceiling: boolean
  whereProduct: string | null; whereCount: number | null; replaces: string | null; exclusive: { priority: number; perAccount: boolean } | null; needsBy: string | null; aliveMonths: number | null
  windowDays: number | null; breakDays: number | null; items: { n: number; over: string; bySub: boolean } | null
  atLeast: bigint | null; perPeriod: { cents: bigint; over: string; per: 'partner' | 'account' | 'sub' } | null; minimum: { cents: bigint; over: string; below: 'nothing' | 'topped_up' | 'advanced' } | null
  keepsRefunds: boolean; comesBack: boolean; clawback: { days: number; how: 'by_day' | 'by_month' | 'full' | 'steps'; steps: { untilDay: number; percent: number }[] } | null; parts: number | null; owes: boolean; less: string[]
}
export type Program = { components: Component[]; cap: { cents: bigint; over: string; perAccount: boolean } | null; together: { of: string[]; percent: number | null; cents: bigint | null; inOrder: boolean } | null }
/** On which day a partner got the certificate, on which its contract began, the target of the program in whole units of money or number, and what the program's rate was said to be from a day on. */
export type Known = { certified: Record<string, string>; rates: { day: string; percent: number }[]; target: bigint; contracts: Record<string, string> }

type Q = [bigint, bigint]
const q = (n: bigint): Q => [n, 1n]
const mul = (a: Q, b: Q): Q => [a[0] * b[0], a[1] * b[1]]
const add = (a: Q, b: Q): Q => [a[0] * b[1] + b[0] * a[1], a[1] * b[1]]
const sub = (a: Q, b: Q): Q => add(a, [-b[0], b[1]])
const over = (a: Q, b: Q): Q => (b[0] < 0n ? [-a[0] * b[1], a[1] * -b[0]] : [a[0] * b[1], a[1] * b[0]])
const less = (a: Q, b: Q): boolean => a[0] * b[1] < b[0] * a[1]
const min = (a: Q, b: Q): Q => (less(b, a) ? b : a)
const max = (a: Q, b: Q): Q => (less(a, b) ? b : a)
const nearest = ([n, d]: Q): bigint => (n < 0n ? -nearest([-n, d]) : (2n * n + d) / (2n * d))
const share = (percent: number): Q => [BigInt(Math.round(percent * 100)), 10_000n]

type Thing = { id: string; s: Sale; kind: Kind; day: string; part: Q; who: { partner: string; weight: number }[]; scope: string; full: Q; kept: Q; basis: Q; cents: bigint; began: string; count: bigint; units: Q; since: string }

/** Cents by "component partner item", without zeros. */
export function naiveProgram(program: Program, sales: Sale[], known: Known): Map<string, bigint> {
  const all = everything(sales)
  const looked = program.components.map((c) => ({ c, things: insideOf(c, thingsOf(c, all, known)) }))
  const rated: { c: Component; things: Thing[] }[] = []
  for (const { c, things } of looked) {
    // Where each partner gets all of it, one who is not paid by the other keeps it.
    const whom = (o: Component, u: Thing, t: Thing) => !o.inFull || !c.inFull || u.scope === t.scope
    const gone = (t: Thing) => looked.some((o, i) => (o.c.replaces === c.id && o.things.some((u) => u.id === t.id && whom(o.c, u, t))) ||
      (c.exclusive && o.c.exclusive && (o.c.exclusive.priority > c.exclusive.priority || (o.c.exclusive.priority === c.exclusive.priority && i < program.components.indexOf(c))) &&
        o.things.some((u) => (c.exclusive!.perAccount ? u.s.account === t.s.account : u.id === t.id) && whom(o.c, u, t))))
    const before = (t: Thing) => rated.filter((o) => c.less.includes(o.c.id)).flatMap((o) => o.things.filter((u) => u.id === t.id)).reduce((sum, u) => sum + u.cents, 0n)
    rated.push({ c, things: amountsOf(c, things.filter((t) => !gone(t)), known, before) })
  }
  if (program.cap) {
    const { cap } = program
    const uncapped = new Map<Thing, bigint>()
    const inOrder = rated.flatMap(({ things }, i) => things.map((t) => ({ t, i }))).sort((a, b) => (a.t.day < b.t.day ? -1 : a.t.day > b.t.day ? 1 : a.t.id < b.t.id ? -1 : a.t.id > b.t.id ? 1 : a.i - b.i))
    for (const [n, { t }] of inOrder.entries()) {
      const own = inOrder.slice(0, n).filter(({ t: u }) => u.scope === t.scope && (!cap.perAccount || u.s.account === t.s.account) && partOf(u, cap.over) === partOf(t, cap.over))
      t.cents = underCap(t.cents, own.map(({ t: u }) => uncapped.get(u)!), cap.cents, uncapped, t)
    }
  }
  const { together } = program
  if (together) {
    const named = together.of.flatMap((id) => rated.filter(({ c }) => c.id === id).flatMap(({ things }) => things))
    for (const id of new Set(named.map((t) => t.id))) {
      const own = named.filter((t) => t.id === id)
      const { s, part: piece } = own[0]!
      const share_ = together.percent === null ? null : nearest(mul(mul(mul(q(s.cents), piece), own.map((t) => t.kept).reduce(max)), share(together.percent)))
      const most = [share_, together.cents].filter((n) => n !== null).reduce((x, y) => (x < y ? x : y))
      if (own.reduce((sum, t) => sum + t.cents, 0n) <= most) continue
      const cut = spread(most, own.map((t) => t.cents))
      for (const [i, t] of own.entries()) {
        const left = most - own.slice(0, i).reduce((sum, u) => sum + u.cents, 0n)
        t.cents = together.inOrder ? (t.cents < left ? t.cents : left) : cut[i]!
      }
    }
  }
  const result = new Map<string, bigint>()
  for (const { c, things } of rated) for (const t of things) {
    const cents = t.cents - returned(c, t)
    const shares = spread(cents, t.who.map((p) => BigInt(p.weight)))
    for (const [i, p] of t.who.entries()) {
      const pieces = c.parts === null ? [shares[i]!] : spread(shares[i]!, Array.from({ length: c.parts }, () => 1n))
      for (const [n, piece] of pieces.entries()) {
        if (n > 0 && t.s.leftOn !== null && plusMonths(t.day, n) >= t.s.leftOn) continue
        if (piece !== 0n) result.set(`${c.id} ${p.partner} ${t.id}${c.parts === null ? '' : `#${n + 1}`}`, c.owes ? -piece : piece)
      }
    }
  }
  return result
}

type Raw = Pick<Thing, 'id' | 's' | 'kind' | 'day' | 'part'>
const byTime = (a: Raw, b: Raw) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
const leftOf = (s: Sale) => s.cents - s.refunds.reduce((sum, r) => sum + r, 0n)

/** Sales and what came in for them; what came in counts up to what is kept of the sale, as a part of that. */
function everything(sales: Sale[]): Raw[] {
  return sales.flatMap((s): Raw[] => {
    const paid = [...s.payments.keys()].sort((a, b) => (s.payments[a]!.day < s.payments[b]!.day ? -1 : s.payments[a]!.day > s.payments[b]!.day ? 1 : a - b))
    const upTo = (n: number): Q => (leftOf(s) === 0n ? q(0n) : min(q(1n), [paid.slice(0, n).reduce((sum, i) => sum + s.payments[i]!.cents, 0n), leftOf(s)]))
    return [{ id: s.id, s, kind: s.kind, day: s.day, part: q(1n) }, ...paid.map((i, n): Raw => ({ id: `${s.id}p${i}`, s, kind: 'payment', day: s.payments[i]!.day, part: sub(upTo(n + 1), upTo(n)) }))]
  }).sort(byTime)
}

function thingsOf(c: Component, all: Raw[], known: Known): Thing[] {
  const things = all.filter((r) => c.on.includes(r.kind)).flatMap((r) => (c.inFull ? r.s.partners.map((p) => [p]) : [r.s.partners]).map((who): Thing => {
    let base = q(c.of === 'margin' ? r.s.margin : r.s.cents)
    if (c.lessServices) base = max(q(0n), sub(base, q(r.s.services)))
    if (c.firstYear && r.s.term > 12) base = mul(base, [12n, BigInt(r.s.term)])
    const kept: Q = c.keepsRefunds || c.comesBack ? q(1n) : [leftOf(r.s), r.s.cents]
    const full = mul(base, r.part)
    return { ...r, who, scope: who.map((p) => p.partner).sort().join('+'), full, kept: r.part[0] === 0n ? q(0n) : kept, basis: mul(full, kept), cents: 0n, began: known.contracts[who[0]!.partner]!, since: r.day, count: r.part[0] === 0n || kept[0] === 0n ? 0n : 1n, units: mul(mul(q(BigInt(r.s.units)), r.part[0] === 0n ? q(0n) : kept), r.part) }
  })).filter((t) => {
    const lead = t.who[0]!.partner
    const others = all.filter((r) => r.s.partners.some((p) => p.partner === lead))
    if (c.whereProduct !== null && t.s.product !== c.whereProduct) return false
    if (c.whereCount !== null && others.filter((r) => r.kind === 'sale' && r.day.slice(0, 4) === t.day.slice(0, 4) && byTime(r, t) <= 0 && leftOf(r.s) > 0n).length < c.whereCount) return false
    if (c.needsBy !== null && !(known.certified[lead] !== undefined && (known.certified[lead] > t.day ? known.certified[lead] : t.day) <= c.needsBy)) return false
    if (c.aliveMonths === null) return true
    const days = others.filter((r) => r.kind === 'sale').map((r) => r.day)
    const marks = days.length > 0 ? days : others.slice(0, 1).map((r) => r.day)
    const first = all.filter((r) => r.kind !== 'payment' && r.s.account === t.s.account)[0]!.day
    return !marks.some((day) => {
      const end = plusMonths(day, c.aliveMonths!)
      return !marks.some((other) => other > day && other <= end) && first <= end && t.day > end && !marks.some((other) => other === day && other > end)
    })
  })
  if (!c.ceiling) return things
  return things.map((t) => ({ ...t, basis: mul(min(t.full, things.find((u) => u.scope === t.scope && u.s.account === t.s.account)!.full), c.keepsRefunds ? q(1n) : [leftOf(t.s), t.s.cents]) }))
}

/** Those in the window, which counts from the first whether or not another component takes it. */
function insideOf(c: Component, things: Thing[]): Thing[] {
  const inside: Thing[] = []
  const seen = new Map<string, { first: string; last: string; over: boolean }>()
  for (const t of things) {
    const key = `${t.scope} ${t.s.account}`
    const span = seen.get(key) ?? { first: t.day, last: t.day, over: false }
    if (c.breakDays !== null && t.day > plusDays(span.last, c.breakDays)) span.over = true
    span.last = t.day
    seen.set(key, span)
    if ((c.windowDays !== null || c.breakDays !== null) && (span.over || (c.windowDays !== null && t.day >= plusDays(span.first, c.windowDays)))) continue
    inside.push(t)
  }
  return inside
}

function amountsOf(c: Component, things: Thing[], known: Known, before: (t: Thing) => bigint): Thing[] {
  const taken = new Map<string, string[]>()
  const first = things.filter((t) => {
    if (!c.items) return true
    if (t.kept[0] === 0n) return false
    const key = `${t.scope} ${t.s.account} ${partOf(t, c.items.over)}`
    const before = taken.get(key) ?? []
    const one = c.items.bySub ? t.s.sub : t.id + t.scope
    if (before.includes(one)) return true
    if (before.length >= c.items.n) return false
    taken.set(key, [...before, one])
    return true
  })
  if (c.comesBack) first.push(...first.flatMap(backOf))
  if (c.comesBack) first.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0) || (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : things.findIndex((t) => t.id === a.id.split('#')[0] && t.scope === a.scope) - things.findIndex((t) => t.id === b.id.split('#')[0] && t.scope === b.scope)))
  const group = (t: Thing, per: 'partner' | 'account' | 'sub') => `${t.scope} ${per === 'partner' ? '' : t.s.account} ${per === 'sub' ? t.s.sub : ''}`
  const uncapped = new Map<Thing, bigint>()
  for (const [i, t] of first.entries()) {
    let cents = nearest(exact(c.pay, t, first.slice(0, i), first, group, known))
    if (c.less.length > 0) cents = cents > before(t) ? cents - before(t) : 0n
    if (c.atLeast !== null && t.kept[0] !== 0n && cents < c.atLeast) cents = c.atLeast
    if (c.perPeriod) {
      const { perPeriod } = c
      const own = first.slice(0, i).filter((u) => group(u, perPeriod.per) === group(t, perPeriod.per) && partOf(u, perPeriod.over) === partOf(t, perPeriod.over))
      cents = underCap(cents, own.map((u) => uncapped.get(u)!), perPeriod.cents, uncapped, t)
    }
    t.cents = cents
  }
  if (c.minimum) {
    const { minimum } = c
    const lent = new Map<string, bigint>()
    for (const key of new Set(first.map((t) => `${t.scope} ${partOf(t, minimum.over)}`))) {
      const own = first.filter((t) => `${t.scope} ${partOf(t, minimum.over)}` === key)
      const { scope } = own[0]!
      const total = own.reduce((sum, t) => sum + t.cents, 0n)
      // What was lent comes back from the last item that has anything, then the one before.
      while (own.reduce((sum, t) => sum + t.cents, 0n) > minimum.cents && (lent.get(scope) ?? 0n) > 0n) {
        const from = own.findLast((t) => t.cents > 0n)!
        const cents = [from.cents, lent.get(scope)!, own.reduce((sum, t) => sum + t.cents, 0n) - minimum.cents].reduce((x, y) => (x < y ? x : y))
        from.cents -= cents
        lent.set(scope, lent.get(scope)! - cents)
      }
      const last = own.filter((t) => t.count > 0n).at(-1)
      if (total >= minimum.cents || !last || (total < 0n && minimum.below === 'nothing')) continue
      if (minimum.below === 'advanced') lent.set(scope, (lent.get(scope) ?? 0n) + minimum.cents - total)
      if (minimum.below === 'nothing') for (const t of own) t.cents = 0n
      else last.cents += minimum.cents - total
    }
  }
  return first
}

/** A period pays at most so much of what it comes to so far, refunds included. */
function underCap(cents: bigint, before: bigint[], most: bigint, uncapped: Map<Thing, bigint>, t: Thing): bigint {
  uncapped.set(t, cents)
  const was = before.reduce((sum, n) => sum + n, 0n)
  const least = (n: bigint) => (n < most ? n : most)
  return least(was + cents) - least(was)
}

/** What was refunded of it, each on its day, as so much less than nothing. */
function backOf(t: Thing): Thing[] {
  const order = [...t.s.refunds.keys()].sort((a, b) => (t.s.refundedOn[a]! < t.s.refundedOn[b]! ? -1 : t.s.refundedOn[a]! > t.s.refundedOn[b]! ? 1 : a - b))
  return order.map((i, n) => {
    const piece: Q = [-t.s.refunds[i]!, t.s.cents]
    const isLast = order.slice(0, n + 1).reduce((sum, j) => sum + t.s.refunds[j]!, 0n) === t.s.cents
    return { ...t, id: `${t.id}#${t.s.id}r${i}`, day: t.s.refundedOn[i]!, full: mul(t.full, piece), basis: mul(t.basis, piece), units: mul(t.units, piece), kept: q(0n), count: isLast ? -1n : 0n }
  })
}
/** A refund stands among what happened on its day by its own name. */
const nameOf = (t: Thing) => t.id.split('#').at(-1)!

type Group = (t: Thing, per: 'partner' | 'account' | 'sub') => string
function exact(pay: Pay, t: Thing, before: Thing[], all: Thing[], group: Group, known: Known): Q {
  const units = (u: Thing): Q => u.units
  if (pay.form === 'percent') return mul(t.basis, share(pay.percent))
  if (pay.form === 'said') return mul(t.basis, share(known.rates.filter((r) => r.day <= t.day).at(-1)!.percent))
  if (pay.form === 'table') {
    const row = pay.rows.find((r) => r.product === t.s.product)?.row ?? { percent: pay.otherwise, flat: 0n, perUnit: 0n }
    return add(add(mul(t.basis, share(row.percent)), q(t.count * row.flat)), mul(units(t), q(row.perUnit)))
  }
  if (pay.form === 'award') {
    const own = before.filter((u) => u.scope === t.scope && partOf(u, pay.over) === partOf(t, pay.over))
    const size = (u: Thing): Q => (pay.count ? q(u.count) : u.basis)
    const was = own.map(size).reduce(add, q(0n))
    const is = add(was, size(t))
    const often = (x: Q, at: bigint) => (pay.again ? (x[0] < 0n ? 0n : x[0] / (x[1] * at)) : less(x, q(at)) ? 0n : 1n)
    return q(pay.rows.reduce((sum, row) => sum + row.flat * (often(is, row.at) - often(was, row.at)), 0n))
  }
  if (pay.form === 'ranked') {
    const period = all.filter((u) => partOf(u, pay.over) === partOf(t, pay.over) && u.basis[0] > 0n)
    const standings = [...new Set(period.map((u) => u.scope))].map((scope) => ({ scope, total: period.filter((u) => u.scope === scope).map((u) => u.basis).reduce(add), last: period.findLast((u) => u.scope === scope)! }))
    const ahead = (a: (typeof standings)[number], b: (typeof standings)[number]) => less(b.total, a.total) || (!less(a.total, b.total) && period.indexOf(a.last) < period.indexOf(b.last))
    const own = standings.find((one) => one.scope === t.scope && one.last === t)
    return q((own && pay.prizes[standings.filter((other) => ahead(other, own)).length]) ?? 0n)
  }
  const same = (u: Thing) => group(u, pay.per) === group(t, pay.per) && partOf(u, pay.over) === partOf(t, pay.over)
  const size = (u: Thing): Q => (pay.units ? units(u) : u.basis)
  const was = before.filter(same).map(size).reduce(add, q(0n))
  const is = add(was, size(t))
  // Bounds are percentages of the target, or amounts in cents, or numbers.
  const bound = (upTo: bigint): Q => (!pay.ofTarget ? q(upTo) : pay.units ? [upTo * known.target, 100n] : q(upTo * known.target))
  const whole = (total: Q): Q => {
    const row = pay.rows.find((r) => r.upTo === null || less(total, bound(r.upTo)))!
    return add(mul(t.basis, share(row.percent)), mul(units(t), q(row.perUnit)))
  }
  if (pay.mode === 'whole') return whole(all.filter(same).map(size).reduce(add, q(0n)))
  if (pay.mode === 'onward') return whole(is)
  return pay.rows.map((row, i): Q => {
    const low = i === 0 ? q(0n) : bound(pay.rows[i - 1]!.upTo!)
    const inBand = (x: Q): Q => (i === 0 && less(x, q(0n)) ? x : max(q(0n), sub(row.upTo === null ? x : min(x, bound(row.upTo)), low)))
    const piece = sub(inBand(is), inBand(was))
    if (!pay.units) return mul(piece, share(row.percent))
    const own = units(t)
    return add(own[0] === 0n ? q(0n) : mul(mul(t.basis, over(piece, own)), share(row.percent)), mul(piece, q(row.perUnit)))
  }).reduce(add)
}


function returned(c: Component, t: Thing): bigint {
  if (!c.clawback || t.s.leftOn === null) return 0n
  const { days, how, steps } = c.clawback
  const gone = t.s.leftOn < t.since ? t.since : t.s.leftOn
  const n = (Date.parse(gone) - Date.parse(t.since)) / 86_400_000
  if (n >= days) return 0n
  if (how === 'full') return t.cents
  if (how === 'by_day') return nearest([t.cents * BigInt(days - n), BigInt(days)])
  if (how === 'steps') return nearest(mul(q(t.cents), share(steps.find((step) => n < step.untilDay)?.percent ?? 0)))
  const months = (to: string) => Array.from({ length: 200 }, (_, i) => i).find((i) => plusMonths(t.since, i) >= to)!
  const begun = Math.max(1, months(plusDays(gone, 1)))
  const whole = months(plusDays(t.since, days))
  return nearest([t.cents * BigInt(Math.max(0, whole - begun)), BigInt(whole)])
}

/** Parts by weight: all rounded down, what is left to the largest remainders, the first of equals. */
function spread(cents: bigint, weights: bigint[]): bigint[] {
  if (cents < 0n) return spread(-cents, weights).map((n) => -n)
  const all = weights.reduce((a, b) => a + b, 0n)
  const parts = weights.map((w) => (cents * w) / all)
  const order = weights.map((w, i) => ({ i, rest: cents * w - parts[i]! * all })).sort((a, b) => (a.rest === b.rest ? a.i - b.i : a.rest > b.rest ? -1 : 1))
  for (let n = 0; parts.reduce((a, b) => a + b, 0n) < cents; n += 1) parts[order[n]!.i]! += 1n
  return parts
}

const plusDays = (day: string, n: number): string => new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10)
function plusMonths(day: string, months: number): string {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(y, m + months, 0)).getUTCDate()
  return new Date(Date.UTC(y, m - 1 + months, Math.min(d, last))).toISOString().slice(0, 10)
}
/** A period of a contract by its first day. */
function partOf({ day, began }: Thing, over: string): string {
  const size = { contract_month: 1, contract_quarter: 3, contract_half_year: 6, contract_year: 12 }[over]
  if (size === undefined) return part(day, over)
  let n = -80
  while (plusMonths(began, (n + 1) * size) <= day) n += 1
  return plusMonths(began, n * size)
}
function part(day: string, over: string): string {
  const month = Number(day.slice(5, 7))
  if (over === 'day') return day
  if (over === 'month') return day.slice(0, 7)
  if (over === 'half_month') return `${day.slice(0, 7)}${Number(day.slice(8)) > 15}`
  if (over === 'quarter') return `${day.slice(0, 4)} ${Math.floor((month - 1) / 3)}`
  if (over === 'half_year') return `${day.slice(0, 4)} ${month > 6}`
  return over === 'year' ? day.slice(0, 4) : ''
}

/** Moments of the demo world, counted back from now in working time, and a fixed source of variety. */
export class Clock {
  readonly now: Temporal.Instant
  readonly timeZone: string
  #seed = 20_261_122
  constructor(now: Temporal.Instant, timeZone: string) {
    this.now = now
    this.timeZone = timeZone
  }

  /** A business day about so many months back, in the morning. */
  monthsAgo(months: number): Temporal.Instant {
    return this.businessDay(this.today().subtract({ months }), '09:30')
  }
  /** So many days back at a wall-clock time, moved to the business day on or before. */
  daysAgo(days: number, time = '10:12'): Temporal.Instant {
    return this.businessDay(this.today().subtract({ days }), time)
  }
  /** The nth business day before today; 0 is today, or the last business day on a day off. */
  businessDaysAgo(n: number, time: string): Temporal.Instant {
    let day = this.today()
    while (day.dayOfWeek > 5) day = day.subtract({ days: 1 })
    for (let i = 0; i < n; i++) do day = day.subtract({ days: 1 }); while (day.dayOfWeek > 5)
    const at = day.toZonedDateTime({ timeZone: this.timeZone, plainTime: time }).toInstant()
    return Temporal.Instant.compare(at, this.now) < 0 ? at : this.now.subtract({ minutes: 20 + n })
  }
  day(at: Temporal.Instant): string {
    return at.toZonedDateTimeISO(this.timeZone).toPlainDate().toString()
  }
  /** The same sequence every time: 0 up to, not including, `below`. */
  pick(below: number): number {
    this.#seed = (Math.imul(this.#seed, 1_103_515_245) + 12_345) & 0x7fffffff
    return this.#seed % below
  }
  today(): Temporal.PlainDate {
    return this.now.toZonedDateTimeISO(this.timeZone).toPlainDate()
  }
  private businessDay(date: Temporal.PlainDate, time: string): Temporal.Instant {
    let day = date
    while (day.dayOfWeek > 5) day = day.subtract({ days: 1 })
    const at = day.toZonedDateTime({ timeZone: this.timeZone, plainTime: time }).toInstant()
    return Temporal.Instant.compare(at, this.now) < 0 ? at : this.now.subtract({ minutes: 45 })
  }
}

// @ts-check
/** Tokens, dollars and days in words. */

const WHOLE = new Intl.NumberFormat('en')
const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const DAY = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** @param {number} value */
export function count(value) {
  return WHOLE.format(value)
}

/** @param {number} value */
export function short(value) {
  return SHORT.format(value)
}

/** @param {number} value */
export function dollars(value) {
  const digits = value > 0 && value < 1 ? 4 : 2
  return `$${value.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: digits })}`
}

/**
 * Say what answers cost, as far as prices are known.
 * @param {{ cost: number, priced: number, answers: number }} sum
 */
export function cost({ cost: known, priced, answers }) {
  if (!priced) return answers ? 'unknown' : dollars(0)
  return priced < answers ? `at least ${dollars(known)}` : dollars(known)
}

/** @param {string} day as 2026-11-28 */
export function date(day) {
  return DAY.format(new Date(`${day}T00:00:00Z`))
}

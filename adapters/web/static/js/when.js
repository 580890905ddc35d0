// @ts-check
/** When something was, as people say it. */

import { element } from './dom.js'

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]
/** Seconds by which clocks and networks differ: what ends in a day does not end in 23 hours. */
const SLACK = 20
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const EXACT = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

/**
 * @param {string | number} at an ISO date, or seconds since 1970
 */
export function when(at) {
  const date = new Date(typeof at === 'number' ? at * 1000 : at)
  const made = element('time', '', distance((date.getTime() - Date.now()) / 1000))
  made.dateTime = date.toISOString()
  made.title = EXACT.format(date)
  return made
}

/** @param {number} seconds from now; negative: ago */
function distance(seconds) {
  if (seconds > SLACK) seconds += SLACK
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return RELATIVE.format(Math.trunc(seconds / size), unit)
  }
  return seconds > SLACK ? 'in a moment' : 'just now'
}

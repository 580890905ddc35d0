// @ts-check
/** Usage by day as bars, a colour for each model; what a bar says is told to who points at it or goes there by keys. */

import { element } from './dom.js'
import { bars } from './usage_bars.js'
import { groups, sum, tokens } from './usage_sums.js'
import { cost, count, date } from './usage_words.js'

/** Models with a colour of their own. */
const COLOURS = 6
const TITLES = { tokens: 'Tokens', cost: 'Cost', answers: 'Answers' }
const HINT = 'Point at a day, or go from day to day with the arrow keys.'

/**
 * @typedef {import('./usage.js').Row} Row
 * @typedef {import('./usage.js').Measure} Measure
 * @typedef {{ name: string, values: number[] }} Series a model, and what it took on each day
 */

/**
 * @param {Row[]} rows
 * @param {string[]} days all of the period
 * @param {Measure} measure
 */
export function plot(rows, days, measure) {
  const series = split(rows, days, measure)
  const labels = days.map((day) => describe(rows.filter((row) => row.day === day), day, measure))
  const readout = element('p', 'readout', HINT)
  const tell = (/** @type {number | null} */ at) => (readout.textContent = at === null ? HINT : labels[at])
  const title = `${TITLES[measure]} by day, ${days.length} days: ${say(sum(rows), measure)} in all`
  const holder = element('div', 'bars')
  let width = 0
  // Drawn for the width that there is, so that its words stay as large as all others.
  const watching = new ResizeObserver(() => {
    const now = Math.floor(holder.clientWidth)
    if (!now || now === width) return
    width = now
    holder.replaceChildren(bars({ series, days, labels, title, measure, width, tell }))
  })
  watching.observe(holder)
  return element('figure', 'plot', legend(series), holder, readout)
}

/**
 * @param {Row[]} rows
 * @param {string[]} days
 * @param {Measure} measure
 * @returns {Series[]}
 */
function split(rows, days, measure) {
  const models = groups(rows, 'model')
  const shown = models.slice(0, models.length > COLOURS ? COLOURS - 1 : COLOURS)
  const rest = models.slice(shown.length).flatMap(([, theirs]) => theirs)
  if (rest.length) shown.push(['others', rest])
  return shown.map(([name, theirs]) => ({
    name,
    values: days.map((day) => value(sum(theirs.filter((row) => row.day === day)), measure)),
  }))
}

/**
 * @param {import('./usage_sums.js').Sum} all
 * @param {Measure} measure
 */
function value(all, measure) {
  return { tokens: tokens(all), cost: all.cost, answers: all.answers }[measure]
}

/**
 * @param {import('./usage_sums.js').Sum} all
 * @param {Measure} measure
 */
function say(all, measure) {
  return measure === 'cost' ? cost(all) : count(value(all, measure))
}

/**
 * @param {Row[]} rows of one day
 * @param {string} day
 * @param {Measure} measure
 */
function describe(rows, day, measure) {
  if (!rows.length) return `${date(day)}: nothing`
  const unit = measure === 'cost' ? '' : ` ${measure}`
  const models = groups(rows, 'model').map(([model, theirs]) => `${model} ${say(sum(theirs), measure)}`)
  const parts = models.length > 1 ? ` (${models.join(', ')})` : ` by ${rows[0].model}`
  return `${date(day)}: ${say(sum(rows), measure)}${unit}${parts}`
}

/** @param {Series[]} series */
function legend(series) {
  return element('ul', 'legend', ...series.map(({ name }, at) => element('li', '', element('span', `swatch series-${at}`), name)))
}

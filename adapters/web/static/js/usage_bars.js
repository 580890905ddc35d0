// @ts-check
/** The bars themselves, as SVG: one stop for the Tab key, and within it the arrow keys go from day to day. */

import { date, dollars, short } from './usage_words.js'

const SVG = 'http://www.w3.org/2000/svg'
const HEIGHT = 220
const TOP = 10
const FOOT = 24
const SIDE = 48
/** Room for the name of a day. */
const NAMED = 68

/**
 * `tell` hears which day is looked at; null: none.
 * @typedef {{ series: import('./usage_plot.js').Series[], days: string[], labels: string[], title: string,
 *   measure: import('./usage.js').Measure, width: number, tell: (at: number | null) => void }} Plotted
 */

/** @param {Plotted} plotted */
export function bars({ series, days, labels, title, measure, width, tell }) {
  const highest = days.map((_, at) => series.reduce((all, { values }) => all + values[at], 0))
  const top = round(Math.max(...highest))
  const step = (width - SIDE) / days.length
  const y = (/** @type {number} */ value) => TOP + (HEIGHT - TOP - FOOT) * (1 - value / top)
  const node = svg('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: 'group', 'aria-label': title })
  for (const part of [0, 0.5, 1]) node.append(...line(top * part, y(top * part), width, measure))
  const every = Math.ceil(NAMED / step)
  days.forEach((day, at) => {
    const x = SIDE + at * step
    if ((days.length - 1 - at) % every === 0) node.append(text(date(day), Math.min(x + step / 2, width - NAMED / 2.5), HEIGHT - 6, 'middle'))
    let under = 0
    const pieces = series.map(({ values }, of) => {
      const [low, high] = [y(under), y((under += values[at]))]
      return svg('rect', { class: `series-${of}`, x: x + step * 0.12, width: step * 0.76, y: high, height: low - high })
    })
    const reach = svg('rect', { class: 'reach', x, width: step, y: TOP, height: HEIGHT - TOP - FOOT })
    const group = svg('g', { class: 'day', role: 'img', 'aria-label': labels[at], tabindex: at === days.length - 1 ? 0 : -1 })
    group.append(reach, ...pieces)
    group.addEventListener('pointerenter', () => tell(at))
    group.addEventListener('pointerleave', () => tell(null))
    group.addEventListener('focus', () => tell(at))
    group.addEventListener('blur', () => tell(null))
    node.append(group)
  })
  node.addEventListener('keydown', go)
  return node
}

/** @param {KeyboardEvent} event */
function go(event) {
  const days = [...document.querySelectorAll('.bars .day')].filter((day) => day instanceof SVGElement)
  const at = days.findIndex((day) => day === document.activeElement)
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: days.length - 1 }[event.key]
  const next = to === undefined ? undefined : days[to]
  if (to === undefined) return
  event.preventDefault()
  if (!next) return
  days[at]?.setAttribute('tabindex', '-1')
  next.setAttribute('tabindex', '0')
  next.focus()
}

/**
 * @param {number} value
 * @param {number} y
 * @param {number} width
 * @param {import('./usage.js').Measure} measure
 */
function line(value, y, width, measure) {
  const said = measure === 'cost' ? dollars(value) : short(value)
  return [svg('line', { class: 'rule', x1: SIDE, x2: width, y1: y, y2: y }), text(said, SIDE - 8, y + 4, 'end')]
}

/**
 * @param {string} said
 * @param {number} x
 * @param {number} y
 * @param {string} anchor
 */
function text(said, x, y, anchor) {
  const made = svg('text', { x, y, 'text-anchor': anchor, 'aria-hidden': 'true' })
  made.textContent = said
  return made
}

/**
 * Return a round number that is no smaller.
 * @param {number} value
 */
function round(value) {
  if (value <= 0) return 1
  const size = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 4, 6, 8, 10].find((times) => times * size >= value) ?? 10) * size
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @returns {SVGElement}
 */
function svg(tag, attributes) {
  const made = /** @type {SVGElement} */ (document.createElementNS(SVG, tag))
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value))
  return made
}

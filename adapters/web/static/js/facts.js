// @ts-check
/** What an answer took: its model, tokens in and out, and money, in one quiet line. */

import { element } from './dom.js'

const COUNT = new Intl.NumberFormat('en')
const SMALLEST = 0.0001

/**
 * @typedef {{ prompt: number, completion: number, cached: number, estimated: boolean, cost: number | null }} Usage
 *   `cost` in dollars; null: nobody said what the model costs
 */

/**
 * @param {string} model
 * @param {Usage | null | undefined} usage
 */
export function factsOf(model, usage) {
  const name = element('span', 'model', model)
  const node = element('span', 'facts', name)
  if (!usage) return node
  const about = usage.estimated ? 'about ' : ''
  const tokens = `${about}${COUNT.format(usage.prompt)} → ${COUNT.format(usage.completion)} tokens`
  const cost = usage.cost === null ? '' : ` · ${about}${money(usage.cost)}`
  const taken = element('span', 'taken', `${model ? ' · ' : ''}${tokens}${cost}`)
  taken.title = `Tokens read → written${usage.cached ? `; ${COUNT.format(usage.cached)} of those read were kept from before` : ''}`
  node.append(taken)
  return node
}

/** @param {number} dollars */
function money(dollars) {
  if (dollars === 0) return '$0'
  if (dollars < SMALLEST) return `<$${SMALLEST}`
  return `$${dollars.toFixed(dollars < 0.1 ? 4 : 2)}`
}

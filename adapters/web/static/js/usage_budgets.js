// @ts-check
/** Budgets: how much of each is spent. */

import { element } from './dom.js'
import { count, dollars } from './usage_words.js'

const WHOSE = { you: 'Yours', channel: 'This channel', workspace: 'The workspace' }
const PER = { day: 'today', month: 'this month' }

/**
 * @typedef {{ whose: 'you' | 'channel' | 'workspace', unit: 'tokens' | 'dollars', spent: number, limit: number,
 *   per: 'day' | 'month' }} Budget
 */

/** @param {Budget[]} budgets */
export function budgetList(budgets) {
  return element('ul', 'budgets', ...budgets.map(line))
}

/** @param {Budget} budget */
function line({ whose, unit, spent, limit, per }) {
  const say = unit === 'dollars' ? dollars : count
  const share = limit ? spent / limit : 1
  const words = `${say(spent)} of ${say(limit)}${unit === 'tokens' ? ' tokens' : ''} ${PER[per] ?? per}`
  const rest = share >= 1 ? 'used up' : `${Math.floor(share * 100)} %`
  const meter = element('meter', '', rest)
  Object.assign(meter, { min: 0, max: limit || 1, high: limit * 0.85, low: 0, optimum: 0, value: Math.min(spent, limit || 1) })
  meter.setAttribute('aria-label', `${WHOSE[whose]}: ${words}`)
  return element('li', share >= 1 ? 'over' : '', element('strong', '', WHOSE[whose]), meter, element('span', '', `${words} (${rest})`))
}

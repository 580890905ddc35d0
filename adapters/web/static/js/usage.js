// @ts-check
/** What answers took: sums of a period, a plot by day, tables by model and person, and how much of each budget is left. */

import { element, find } from './dom.js'
import { request } from './http.js'
import { say } from './say.js'
import { budgetList } from './usage_budgets.js'
import { plot } from './usage_plot.js'
import { daysBack } from './usage_sums.js'
import { dayTable, sumTable, totals } from './usage_tables.js'

/**
 * @typedef {{ answers: number, prompt: number, completion: number, cached: number, cost: number | null,
 *   unpriced: number, estimated: boolean }} Figures `cost`: in dollars, of all answers but the `unpriced`, null: of none;
 *   `estimated`: nobody but us has counted the tokens of some
 * @typedef {Figures & { day: string, model: string, provider: string, who: string }} Row of one day, model and person
 * @typedef {{ days: Row[], mine: Figures, all: Figures, budgets: import('./usage_budgets.js').Budget[],
 *   everyone: boolean }} Used `everyone`: the rows are everybody's, and not one's own alone
 * @typedef {'tokens' | 'cost' | 'answers'} Measure
 */

const NONE = 'Nothing was answered in this time.'

export class Usage {
  #form = find('usage-form', HTMLFormElement)
  #body = find('usage-body', HTMLElement)
  /** @type {Used | null} */
  #used = null
  #asked = 0
  #showsTable = false

  constructor() {
    this.#form.addEventListener('submit', (event) => event.preventDefault())
    this.#form.addEventListener('change', (event) => {
      if (event.target instanceof HTMLInputElement && event.target.name === 'days') this.open()
      else this.#draw()
    })
  }

  async open() {
    const mine = ++this.#asked
    const { said, problem } = await request('GET', `/api/usage?days=${this.#days}`)
    if (mine !== this.#asked) return
    this.#used = problem ? null : said
    if (problem) this.#body.replaceChildren(element('p', 'reply failed', problem))
    else this.#draw()
    say(problem || `Usage of ${this.#days} days.`)
  }

  get #days() {
    return Number(new FormData(this.#form).get('days'))
  }

  /** @returns {Measure} */
  get #measure() {
    const measure = new FormData(this.#form).get('measure')
    return measure === 'cost' || measure === 'answers' ? measure : 'tokens'
  }

  #draw() {
    if (!this.#used) return
    const { days: rows, mine, all, budgets, everyone } = this.#used
    /** @type {HTMLElement[]} */
    const parts = [everyone ? totals(all, mine, 'yours') : totals(mine, all, 'everybody')]
    if (budgets.length) parts.push(element('h2', '', 'Budgets'), budgetList(budgets))
    if (rows.length) {
      parts.push(element('h2', '', 'By day'), plot(rows, daysBack(this.#days), this.#measure), this.#table(rows))
      parts.push(element('h2', '', 'By model'), sumTable(rows, 'model', 'Model'))
      if (everyone) parts.push(element('h2', '', 'By person'), sumTable(rows, 'who', 'Person'))
    } else parts.push(element('p', 'none', NONE))
    this.#body.replaceChildren(...parts)
  }

  /** @param {Row[]} rows */
  #table(rows) {
    return dayTable(rows, this.#showsTable, (shown) => (this.#showsTable = shown))
  }
}

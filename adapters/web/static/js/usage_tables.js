// @ts-check
/** Usage in figures: the sums of a period, and tables by model, by person, by day. */

import { button, element } from './dom.js'
import { groups, sum, tokens } from './usage_sums.js'
import { cost, count, date } from './usage_words.js'

const COLUMNS = ['Answers', 'Tokens read', 'of which cached', 'Tokens written', 'Cost']

/**
 * @typedef {import('./usage.js').Row} Row
 * @typedef {import('./usage.js').Figures} Figures
 */

/**
 * @param {Figures} figures
 * @param {Figures} others told below them, where they differ
 * @param {string} whose they are
 */
export function totals(figures, others, whose) {
  const [all, rest] = [sum([figures]), sum([others])]
  const about = all.estimated ? 'about ' : ''
  return element(
    'dl', 'totals',
    total('Answers', count(all.answers), `${whose}: ${count(rest.answers)}`, all.answers !== rest.answers),
    total('Tokens', about + count(tokens(all)), `${whose}: ${count(tokens(rest))}`, tokens(all) !== tokens(rest)),
    total('Cost', cost(all), `${whose}: ${cost(rest)}`, cost(all) !== cost(rest)),
  )
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} other
 * @param {boolean} differs
 */
function total(name, value, other, differs) {
  const said = element('dd', '', value)
  if (differs) said.append(element('span', 'own', other))
  return element('div', '', element('dt', '', name), said)
}

/**
 * @param {Row[]} rows
 * @param {'model' | 'who'} name what they are summed up by
 * @param {string} title
 */
export function sumTable(rows, name, title) {
  const made = groups(rows, name).map(([one, theirs]) => row([one], theirs))
  return table([title], made, `By ${title.toLowerCase()}`)
}

/**
 * Return a button, and the table that it opens: what the plot shows, in figures.
 * @param {Row[]} rows
 * @param {boolean} shown at first
 * @param {(shown: boolean) => void} turned
 */
export function dayTable(rows, shown, turned) {
  const days = groups(rows, 'day').sort(([one], [other]) => (one < other ? 1 : -1))
  const made = days.flatMap(([day, ofDay]) =>
    groups(ofDay, 'model').map(([model, theirs]) => row([date(day), model], theirs)),
  )
  const node = table(['Day', 'Model'], made, 'By day and model')
  node.hidden = !shown
  const turn = button('Show as a table', 'deed', () => {
    node.hidden = !node.hidden
    turn.setAttribute('aria-expanded', String(!node.hidden))
    turned(!node.hidden)
  })
  turn.setAttribute('aria-expanded', String(shown))
  return element('div', '', turn, node)
}

/**
 * @param {string[]} heads
 * @param {Row[]} rows
 */
function row(heads, rows) {
  const all = sum(rows)
  const about = all.estimated ? '≈ ' : ''
  const figures = [
    count(all.answers),
    about + count(all.prompt),
    count(all.cached),
    about + count(all.completion),
    cost(all),
  ]
  const [first, ...rest] = heads
  const head = element('th', '', first)
  head.scope = 'row'
  return element('tr', '', head, ...rest.map((text) => element('td', '', text)), ...figures.map((text) => element('td', 'figure', text)))
}

/**
 * @param {string[]} heads
 * @param {HTMLTableRowElement[]} rows
 * @param {string} label
 */
function table(heads, rows, label) {
  const titles = [...heads, ...COLUMNS].map((title, at) => {
    const made = element('th', at < heads.length ? '' : 'figure', title)
    made.scope = 'col'
    return made
  })
  const body = element('tbody', '', ...rows)
  const node = element('table', 'figures', element('thead', '', element('tr', '', ...titles)), body)
  node.setAttribute('aria-label', label)
  const box = element('div', 'wide', node)
  box.tabIndex = 0
  box.setAttribute('role', 'group')
  box.setAttribute('aria-label', label)
  return box
}

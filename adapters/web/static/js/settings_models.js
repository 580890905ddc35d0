// @ts-check
/** Which model answers where nothing else is chosen, and which ones there are. */

import { fetchModels } from './api.js'
import { element } from './dom.js'
import { request } from './http.js'
import { me } from './me.js'
import { say } from './say.js'
import { dollars } from './usage_words.js'

const AWAY = 'The models can not be loaded now. Try again in a moment.'

/**
 * @typedef {import('./api.js').Models} Models
 * @typedef {import('./api.js').Model} Model
 */

export class ModelSettings {
  #node

  /** @param {HTMLElement} node */
  constructor(node) {
    this.#node = node
  }

  async load() {
    const [offer, { admin }] = await Promise.all([fetchModels(''), me()])
    if (!offer) return this.#node.replaceChildren(element('p', 'failed', AWAY))
    const { models, chosen, problem } = offer
    const parts = [choice('Yours, where a conversation has none of its own', 'user', models, chosen.user)]
    if (admin) parts.push(choice('For the workspace', 'workspace', models, chosen.workspace))
    if (problem) parts.push(element('p', 'reply failed', problem))
    if (models.length) parts.push(table(models, offer.default))
    this.#node.replaceChildren(...parts)
  }
}

/**
 * @param {string} label
 * @param {'user' | 'workspace'} scope whose model it is
 * @param {Model[]} models
 * @param {string} chosen its name; empty: none
 */
function choice(label, scope, models, chosen) {
  const none = new Option(scope === 'user' ? 'As the workspace has it' : 'As the server has it', '')
  const names = models.map(({ name }) => name)
  if (chosen && !names.includes(chosen)) names.push(chosen) // not offered any more, and still chosen
  const select = element('select', '', none, ...names.map((name) => new Option(name, name)))
  select.value = chosen
  const became = element('span', 'quiet')
  let kept = chosen
  select.addEventListener('change', async () => {
    const { problem } = await request('PUT', '/api/models/choice', { body: { scope, model: select.value } })
    if (problem) select.value = kept
    kept = select.value
    became.className = problem ? 'failed' : 'quiet'
    became.textContent = problem || 'Kept.'
    say(became.textContent)
  })
  return element('div', 'line choice', element('label', 'field', element('span', '', label), select), became)
}

/**
 * @param {Model[]} models
 * @param {string} standard the name of the one that answers now
 */
function table(models, standard) {
  const titles = ['Model', 'From', 'Price per million tokens', ''].map((title) => {
    const made = element('th', '', ...(title ? [title] : [element('span', 'visually-hidden', 'Standing')]))
    made.scope = 'col'
    return made
  })
  const rows = models.map((model) => {
    const head = element('th', '', model.name)
    head.scope = 'row'
    const standing = model.problem || [model.name === standard && 'answers now', model.sees && 'sees pictures'].filter(Boolean).join(', ')
    return element(
      'tr', '', head,
      element('td', '', model.mine ? `${model.provider} (yours)` : model.provider),
      element('td', '', price(model.price)),
      element('td', model.problem ? 'failed' : 'quiet', standing),
    )
  })
  const node = element('table', 'figures', element('thead', '', element('tr', '', ...titles)), element('tbody', '', ...rows))
  node.setAttribute('aria-label', 'Models')
  const box = element('div', 'wide', node)
  box.tabIndex = 0
  box.setAttribute('role', 'group')
  box.setAttribute('aria-label', 'Models')
  return box
}

/** @param {[number, number] | null} price of tokens read, and written */
function price(price) {
  return price ? `${dollars(price[0])} read, ${dollars(price[1])} written` : 'not known'
}
